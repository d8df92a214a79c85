import django.db.models.deletion
import jiuye.lib.keys
from django.db import migrations, models


class Migration(migrations.Migration):
    """What happened to a person's name or to an employer, as facts (Art. 2(1), 9(2))."""

    dependencies = [
        ('parties', '0008_mandates'),
        ('records', '0020_proceeding'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lineage',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('dataset', models.TextField()),
                ('record_id', models.UUIDField(db_index=True)),
                ('district', models.CharField(max_length=6)),
                ('kind', models.TextField()),
                ('effective_on', models.DateField()),
                ('former', models.TextField(blank=True)),
                ('later', models.TextField(blank=True)),
                ('other_name', models.TextField(blank=True)),
                ('other_uscc', models.TextField(blank=True, db_index=True)),
                ('keys', models.JSONField(default=list)),
                ('fact_id', models.UUIDField(null=True)),
                ('material_kind', models.TextField(blank=True)),
                ('file_name', models.TextField(blank=True)),
                ('mime_type', models.TextField(blank=True)),
                ('file_size', models.BigIntegerField(null=True)),
                ('page_count', models.IntegerField(null=True)),
                ('sha256', models.CharField(blank=True, db_index=True, max_length=64)),
                ('sm3', models.CharField(blank=True, max_length=64)),
                ('state', models.TextField(default='stated')),
                ('due_on', models.DateField()),
                ('stated_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['confirmed', 'refused', 'stated'])), name='lineage_state'), models.CheckConstraint(condition=models.Q(models.Q(('dataset', 'person'), ('kind', 'former_name')), models.Q(('dataset', 'employer'), ('kind__in', ['renamed', 'renumbered', 'merged', 'split', 'branch', 'revoked'])), _connector='OR'), name='lineage_kind'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['former_name', 'renamed', 'renumbered']), ('other_uscc', ''), models.Q(('former', ''), _negated=True)), models.Q(('former', ''), ('kind__in', ('merged', 'split', 'branch')), models.Q(('other_uscc', ''), _negated=True), models.Q(('other_name', ''), _negated=True)), models.Q(('former', ''), ('kind__in', ('revoked',)), ('other_uscc', '')), _connector='OR'), name='lineage_told'), models.CheckConstraint(condition=models.Q(models.Q(('fact_id', None), models.Q(('sha256', ''), _negated=True)), models.Q(('fact_id__isnull', False), ('kind__in', ('revoked',)), ('sha256', '')), _connector='OR'), name='lineage_proved'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('stated_by')), _negated=True), _connector='OR'), name='lineage_decided_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'stated')), models.Q(models.Q(('state', 'stated'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='lineage_who_and_when'), models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('record_id', 'kind', 'former', 'other_uscc'), name='lineage_once')],
            },
        ),
        migrations.RunSQL("select ledger.fence('records_lineage')"),
        migrations.RunSQL(
            "grant select (id, record_id, keys, state, sha256, district) on records_lineage to jiuye_inspector",
            migrations.RunSQL.noop,
        ),
    ]
