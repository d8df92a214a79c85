from django.db import migrations, models


class Migration(migrations.Migration):
    """An alert belongs to a district, and after an answer another may follow."""

    dependencies = [
        ('usage', '0009_papers_told'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='alert', name='alert_once_a_day'),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'raised')), fields=('staff', 'district', 'kind', 'day'), name='alert_once_a_day'),
        ),
    ]
