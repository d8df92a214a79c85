from django.db import migrations, models


class Migration(migrations.Migration):
    """Citizens who act for themselves, and the codes texted to them. Art. 6(3), 10(1), 17."""

    dependencies = [("parties", "0003_choice_and_hand_over")]
    operations = [
        migrations.AddField(
            model_name="staff", name="subject_index", field=models.BinaryField(null=True, unique=True)
        ),
        migrations.CreateModel(
            name="SignInCode",
            fields=[
                ("subject_index", models.BinaryField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField()),
                ("sent_at", models.DateTimeField()),
                ("sent_on", models.DateField()),
                ("sent_count", models.IntegerField()),
                ("tries", models.IntegerField(default=0)),
            ],
            options={"db_table": "parties_signincode"},
        ),
        migrations.RunSQL(
            "alter table parties_signincode set schema work;"
            " grant select, insert, update, delete on work.parties_signincode to jiuye_app;"
        ),
    ]
