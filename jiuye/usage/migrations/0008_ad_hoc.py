import django.db.models.deletion
import jiuye.lib.keys
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import load_files
from jiuye.usage.statistics.reader import columns
from django.db import migrations, models


def show(apps, schema_editor):
    """The reader sees codes, dates and numbers that are of no person, of rows in use, and nothing else."""
    for dataset, names in columns(load_files(1)).items():
        table = MODELS[dataset]._meta.db_table
        schema_editor.execute(f"grant select ({', '.join(names)}) on {table} to jiuye_reader")
        schema_editor.execute(f"create policy reading on {table} for select to jiuye_reader using (not retired)")


class Migration(migrations.Migration):
    """Questions of the moment, and what the login that answers them may see. Art. 11."""

    dependencies = [
        ('parties', '0011_for_an_employer'),
        ('records', '0024_representative'),
        ('usage', '0007_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='AdHoc',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('number', models.TextField(unique=True)),
                ('district', models.CharField(max_length=6)),
                ('question', models.TextField()),
                ('sql', models.TextField()),
                ('digest', models.TextField()),
                ('cost', models.FloatField()),
                ('state', models.TextField(default='asked')),
                ('due_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('run_at', models.DateTimeField(null=True)),
                ('columns', models.JSONField(default=list)),
                ('result', models.JSONField(default=list)),
                ('hidden', models.IntegerField(default=0)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'asked', 'done', 'failed', 'refused'])), name='ad_hoc_state'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='ad_hoc_approved_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('run_at', None), ('state', 'asked')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('run_at', None), ('state__in', ['approved', 'refused'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('run_at__isnull', False), ('state__in', ['done', 'failed'])), _connector='OR'), name='ad_hoc_who_and_when')],
            },
        ),
        migrations.RunSQL("select ledger.fence('usage_adhoc')"),
        migrations.RunPython(show),
    ]
