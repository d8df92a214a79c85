import django.db.models.deletion
import jiuye.lib.keys
from django.db import migrations, models


class Migration(migrations.Migration):
    """Exports: what was asked for, approved, produced and became of it; and what each is known by later (Art. 10(3), 11)."""

    initial = True

    dependencies = [
        ('parties', '0011_for_an_employer'),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('number', models.TextField(unique=True)),
                ('district', models.CharField(max_length=6)),
                ('dataset', models.TextField()),
                ('items', models.JSONField()),
                ('unmasked', models.JSONField(default=dict)),
                ('condition', models.TextField(blank=True)),
                ('places', models.JSONField()),
                ('purpose', models.TextField()),
                ('reason', models.TextField()),
                ('recipient', models.TextField()),
                ('destroy_on', models.DateField()),
                ('format', models.TextField()),
                ('band', models.TextField()),
                ('held_band', models.TextField()),
                ('standard_version', models.IntegerField()),
                ('query', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('state', models.TextField(default='requested')),
                ('due_on', models.DateField()),
                ('requested_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('approved_digest', models.CharField(blank=True, max_length=64)),
                ('approved_until', models.DateField(null=True)),
                ('attempt', models.UUIDField(null=True)),
                ('rows', models.IntegerField(null=True)),
                ('held_back', models.IntegerField(null=True)),
                ('pieces', models.JSONField(default=list)),
                ('file_size', models.BigIntegerField(null=True)),
                ('file_sm3', models.CharField(blank=True, max_length=64)),
                ('produced_at', models.DateTimeField(null=True)),
                ('fetch_until', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('link', models.CharField(blank=True, max_length=64)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('report_due', models.DateField(null=True)),
                ('reported_at', models.DateTimeField(null=True)),
                ('report', models.TextField(blank=True)),
                ('destroyed_at', models.DateTimeField(null=True)),
                ('statement', models.TextField(blank=True)),
                ('certificate', models.TextField(blank=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('destroyed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
            ],
        ),
        migrations.CreateModel(
            name='Trace',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('attempt', models.UUIDField()),
                ('part', models.IntegerField()),
                ('district', models.CharField(max_length=6)),
                ('rows', models.IntegerField()),
                ('cells', models.BinaryField()),
                ('export', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='traces', to='usage.export')),
            ],
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(fields=['state', 'district', 'due_on', 'id'], name='export_queue'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'destroyed', 'fetched', 'opened', 'produced', 'refused', 'reported', 'requested'])), name='export_state'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ('csv-utf8', 'csv-gb18030', 'xlsx'))), name='export_format'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='export_decided_by_another'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state__in', ('requested',))), models.Q(models.Q(('state__in', ('requested',)), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='export_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_digest', ''), ('approved_until', None), ('state__in', ['requested', 'refused'])), models.Q(models.Q(('state__in', ['requested', 'refused']), _negated=True), ('approved_digest', models.F('digest')), ('approved_until__isnull', False)), _connector='OR'), name='export_as_approved'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attempt__isnull', False), ('held_back__isnull', False), ('rows__isnull', False), ('state__in', ('produced', 'opened', 'fetched', 'reported', 'destroyed')), ('fetch_until__isnull', False), ('produced_at__isnull', False), models.Q(('file_sm3', ''), _negated=True)), models.Q(models.Q(('state__in', ('produced', 'opened', 'fetched', 'reported', 'destroyed')), _negated=True), ('attempt', None), ('pieces', []), ('produced_at', None), ('rows', None)), _connector='OR'), name='export_made_whole'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('fetched_at', None), models.Q(('opened_at__isnull', False), models.Q(('link', ''), _negated=True)), _connector='OR'), name='export_fetched_by_link'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('reported_at', None), models.Q(('fetched_at__isnull', False), models.Q(('report', ''), _negated=True)), _connector='OR'), name='export_reported'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('destroyed_at__isnull', False), ('destroyed_by__isnull', False), ('pieces', []), ('state', 'destroyed'), models.Q(('statement', ''), _negated=True), models.Q(('certificate', ''), _negated=True)), models.Q(models.Q(('state', 'destroyed'), _negated=True), ('certificate', ''), ('destroyed_at', None), ('destroyed_by', None)), _connector='OR'), name='export_destroyed'),
        ),
        migrations.AddConstraint(
            model_name='trace',
            constraint=models.UniqueConstraint(fields=('export', 'attempt', 'part'), name='trace_part'),
        ),
        migrations.RunSQL("select ledger.fence('usage_export'); select ledger.fence('usage_trace')"),
        migrations.RunSQL(
            "grant select (id, pieces, state) on usage_export to jiuye_inspector", migrations.RunSQL.noop
        ),
    ]
