from django.db import migrations, models


class Migration(migrations.Migration):
    """The index of the mobile number of who works here; the inspector compares by it (R014)."""

    dependencies = [("parties", "0011_for_an_employer")]
    operations = [
        migrations.AddField("staff", "phone_index", models.BinaryField(null=True)),
        migrations.RunSQL("grant select (phone_index) on parties_staff to jiuye_inspector", migrations.RunSQL.noop),
    ]
