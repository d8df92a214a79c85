from django.db import migrations, models


class Migration(migrations.Migration):
    """That a question runs is on file before it is asked. The tables are dressed with their step guards. Art. 11."""

    dependencies = [
        ('parties', '0012_phone'),
        ('usage', '0011_withdrawn_and_wiped'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='adhoc',
            name='ad_hoc_state',
        ),
        migrations.RemoveConstraint(
            model_name='adhoc',
            name='ad_hoc_who_and_when',
        ),
        migrations.AddConstraint(
            model_name='adhoc',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'asked', 'done', 'failed', 'refused', 'running'])), name='ad_hoc_state'),
        ),
        migrations.AddConstraint(
            model_name='adhoc',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('run_at', None), ('state', 'asked')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('run_at', None), ('state__in', ['approved', 'refused'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('run_at__isnull', False), ('state__in', ['running', 'done', 'failed'])), _connector='OR'), name='ad_hoc_who_and_when'),
        ),
    ]
