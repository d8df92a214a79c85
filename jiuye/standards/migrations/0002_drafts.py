import django.db.models.deletion
import jiuye.lib.keys
from django.db import migrations, models


# The day a version began is the city's day. A table with rows is not written anew behind the guards' back: the
# moment is a column of its own, begun with that of the one version there was before drafts.
BEGINNING = """
do $$ begin
  alter table standards_version rename effective_from to effective_day;
  execute format('alter table standards_version add effective_from timestamptz not null default %L',
    (select effective_day::timestamp at time zone 'Asia/Shanghai' from standards_version));
  alter table standards_version alter effective_from drop default, drop effective_day,
    add constraint one_beginning unique (effective_from);
end $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0002_work'),
        ('standards', '0001_initial'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='version',
            name='effective_to',
        ),
        migrations.AddField(
            model_name='code',
            name='replaced_by',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='code',
            name='retired',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='item',
            name='in_extra',
            field=models.BooleanField(default=False),
        ),
        migrations.SeparateDatabaseAndState(
            # The day a version began is the city's day.
            database_operations=[
                migrations.RunSQL(BEGINNING)
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='version', name='effective_from', field=models.DateTimeField(unique=True)
                )
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('number', models.TextField(unique=True)),
                ('base', models.IntegerField()),
                ('title', models.TextField()),
                ('basis', models.TextField()),
                ('changes', models.JSONField(default=list)),
                ('state', models.TextField(default='open')),
                ('drafted_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('version', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='standards.version')),
            ],
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('number', models.TextField(unique=True)),
                ('kind', models.TextField()),
                ('dataset', models.TextField(blank=True)),
                ('what', models.TextField()),
                ('why', models.TextField()),
                ('legal_basis', models.TextField()),
                ('sample', models.TextField()),
                ('district', models.CharField(max_length=6)),
                ('asked_at', models.DateTimeField()),
                ('state', models.TextField(default='asked')),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='standards.draft')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='standards.request')),
            ],
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['dropped', 'open', 'published'])), name='draft_state'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('published_by', None), models.Q(('published_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='published_by_another'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None), ('version', None), models.Q(('state', 'published'), _negated=True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state', 'published'), ('version__isnull', False)), _connector='OR'), name='draft_published_who_when'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('state',), name='one_open_draft'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'declined', 'merged', 'published', 'taken'])), name='request_state'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'merged'), ('merged_into', None), _connector='XOR'), name='merged_into_one'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='request_answered_who_when'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by', None), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='answered_by_another'),
        ),
        migrations.RunSQL("select ledger.fence('standards_request')"),
    ]
