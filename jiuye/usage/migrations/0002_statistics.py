import django.db.models.deletion
import jiuye.lib.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('usage', '0001_exports'),
        ('parties', '0011_for_an_employer'),
    ]

    operations = [
        migrations.CreateModel(
            name='PeriodSnapshot',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('last', models.DateField()),
                ('definition', models.IntegerField()),
                ('moment', models.DateTimeField()),
                ('standard_version', models.IntegerField()),
                ('rows', models.JSONField()),
                ('digest', models.TextField()),
                ('folder', models.TextField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Statistic',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('number', models.TextField(unique=True)),
                ('report', models.TextField()),
                ('kind', models.TextField()),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('threshold', models.IntegerField()),
                ('digest', models.TextField()),
                ('faults', models.JSONField(default=list)),
                ('state', models.TextField(default='run')),
                ('run_at', models.DateTimeField()),
                ('filed_at', models.DateTimeField(null=True)),
                ('filed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('run_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statistics', to='usage.periodsnapshot')),
            ],
        ),
        migrations.CreateModel(
            name='StatisticFigure',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('measure', models.TextField()),
                ('district', models.CharField(blank=True, max_length=6)),
                ('dimension', models.TextField(blank=True)),
                ('group', models.TextField(blank=True)),
                ('value', models.DecimalField(decimal_places=2, max_digits=22, null=True)),
                ('rows', models.BigIntegerField()),
                ('adjust', models.DecimalField(decimal_places=2, default=0, max_digits=22)),
                ('hidden', models.BooleanField(default=False)),
                ('statistic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='usage.statistic')),
            ],
        ),
        migrations.AddConstraint(
            model_name='statistic',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['filed', 'run'])), name='statistic_state'),
        ),
        migrations.AddConstraint(
            model_name='statistic',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'filed')), fields=('report', 'kind', 'first'), name='one_filed_a_period'),
        ),
        migrations.AddConstraint(
            model_name='statistic',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('filed_at', None), ('filed_by', None), ('state', 'run')), models.Q(('faults', []), ('filed_at__isnull', False), ('filed_by__isnull', False), ('state', 'filed')), _connector='OR'), name='filed_who_when_and_without_fault'),
        ),
        migrations.AddConstraint(
            model_name='statisticfigure',
            constraint=models.UniqueConstraint(fields=('statistic', 'measure', 'district', 'dimension', 'group'), name='one_figure_a_cell'),
        ),
        migrations.RunSQL("select ledger.fence('usage_statisticfigure')"),
    ]
