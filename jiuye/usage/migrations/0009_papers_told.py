import jiuye.records.fields
from django.db import migrations


class Migration(migrations.Migration):
    """What an extract says is kept with it, sealed. Art. 10(2)."""

    dependencies = [
        ('usage', '0008_ad_hoc'),
    ]

    operations = [
        migrations.AddField(
            model_name='paper',
            name='told',
            field=jiuye.records.fields.SealedField(editable=False, null=True),
        ),
    ]
