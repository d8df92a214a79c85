from django.db import migrations


class Migration(migrations.Migration):
    """The inspector tells staff apart by the index of their numbers (R191)."""

    dependencies = [("records", "0022_own_matters"), ("parties", "0009_one_human")]
    operations = [migrations.RunSQL("grant select (identity_index) on parties_staff to jiuye_inspector")]
