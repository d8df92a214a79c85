import django.db.models.deletion
import jiuye.lib.keys
from django.db import migrations, models


class Migration(migrations.Migration):
    """Batches: what the province approved, what was written, and the way back."""

    dependencies = [
        ('maintenance', '0001_initial'),
        ('parties', '0008_mandates'),
        ('records', '0019_way_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('district', models.CharField(max_length=6)),
                ('number', models.TextField(unique=True)),
                ('office', models.TextField()),
                ('scope', models.TextField()),
                ('rows', models.IntegerField()),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('scan_sm3', models.CharField(max_length=64, unique=True)),
                ('issued_on', models.DateField()),
                ('valid_until', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('district', models.CharField(max_length=6)),
                ('detail', models.JSONField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='order_state',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='order_kind',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='order_who_and_when',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='order_hands',
        ),
        migrations.AddField(
            model_name='line',
            name='verdicts',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='inverted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='inverted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'approved', 'confirmed', 'inverted', 'modified', 'refused', 'returned'])), name='order_state'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('correct', 'complete', 'restore', 'retire', 'merge', 'unmerge', 'batch'))), name='order_kind'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), models.Q(models.Q(('modified_at', None), ('modified_by', None)), models.Q(('modified_at__isnull', False), ('modified_by__isnull', False)), _connector='OR'), models.Q(models.Q(('rechecked_at', None), ('rechecked_by', None)), models.Q(('rechecked_at__isnull', False), ('rechecked_by__isnull', False)), _connector='OR'), models.Q(models.Q(('returned_at', None), ('returned_by', None)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False)), _connector='OR'), models.Q(models.Q(('inverted_at', None), ('inverted_by', None)), models.Q(('inverted_at__isnull', False), ('inverted_by__isnull', False)), _connector='OR')), name='order_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('modified_by', None), ('state', 'applied')), models.Q(('decided_by__isnull', False), ('modified_by', None), ('state__in', ['refused', 'approved'])), models.Q(('modified_by__isnull', False), ('rechecked_by', None), ('state', 'modified')), models.Q(('modified_by__isnull', False), ('rechecked_by__isnull', False), ('state', 'confirmed')), models.Q(('decided_by__isnull', False), ('returned_by__isnull', False), ('state', 'returned')), models.Q(('inverted_by__isnull', False), ('modified_by__isnull', False), ('returned_by__isnull', False), ('state', 'inverted')), _connector='OR'), name='order_hands'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'batch'), _negated=True), ('grade', 'key'), _connector='OR'), name='batch_by_four'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('inverted_by', None), models.Q(('kind', 'batch'), models.Q(('inverted_by', models.F('applied_by')), _negated=True), models.Q(('inverted_by', models.F('decided_by')), _negated=True), models.Q(('inverted_by', models.F('modified_by')), _negated=True), models.Q(('inverted_by', models.F('returned_by')), _negated=True)), _connector='OR'), name='inverted_by_another'),
        ),
        migrations.AddField(
            model_name='approval',
            name='order',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='maintenance.order'),
        ),
        migrations.AddField(
            model_name='approval',
            name='scan',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='maintenance.evidence'),
        ),
        migrations.AddField(
            model_name='report',
            name='order',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='maintenance.order'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('issued_on'))), name='approval_period'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(('rows__gt', 0)), name='approval_rows'),
        ),
        migrations.RunSQL(
            "select ledger.fence('maintenance_approval'); select ledger.fence('maintenance_report')"
        ),
    ]
