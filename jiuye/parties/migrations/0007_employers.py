from django.db import migrations, models


class Migration(migrations.Migration):
    """Citizens who act for an employer: one account for each person and employer. Art. 6(3), 10(1)."""

    dependencies = [("parties", "0006_terminals")]
    operations = [
        migrations.AlterField(model_name="staff", name="subject_index", field=models.BinaryField(null=True)),
        migrations.AddField(
            model_name="staff", name="employer_id", field=models.TextField(blank=True, default="", db_default="")
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.UniqueConstraint(name="one_account_each", fields=["subject_index", "employer_id"]),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.CheckConstraint(
                name="somebody_acts_for_it",
                condition=models.Q(employer_id="") | models.Q(subject_index__isnull=False),
            ),
        ),
    ]
