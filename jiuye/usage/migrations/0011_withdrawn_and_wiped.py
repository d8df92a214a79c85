from django.db import migrations, models


class Migration(migrations.Migration):
    """An approval may be withdrawn; our copy may be wiped before the recipient says how his went. Art. 11."""

    dependencies = [
        ('parties', '0012_phone'),
        ('usage', '0010_alert_of_a_district'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='export',
            name='export_state',
        ),
        migrations.RemoveConstraint(
            model_name='export',
            name='export_destroyed',
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'destroyed', 'fetched', 'opened', 'produced', 'refused', 'reported', 'requested', 'withdrawn'])), name='export_state'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('destroyed_at__isnull', False), ('destroyed_by__isnull', False), ('pieces', []), ('state', 'destroyed'), models.Q(('statement', ''), _negated=True), models.Q(('certificate', ''), _negated=True)), models.Q(models.Q(('state', 'destroyed'), _negated=True), ('destroyed_at', None), ('destroyed_by', None), models.Q(('certificate', ''), models.Q(('pieces', []), ('state__in', ['fetched', 'reported'])), _connector='OR')), _connector='OR'), name='export_destroyed'),
        ),
    ]
