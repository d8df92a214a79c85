"""Values of parameters by day and place: read by all, written for one's own place, final once settled."""

import django.db.models.deletion
import jiuye.lib.keys
from django.db import migrations, models


# What was settled stays as it is, and what is settled is what was set.
FINAL = """
create function jiuye.parameter_value_final() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.state <> 'set' or (new.name, new.district, new.value, new.effective_from, new.basis, new.set_by_id)
     is distinct from (old.name, old.district, old.value, old.effective_from, old.basis, old.set_by_id) then
    raise exception '参数值拟定后不能改动，审批后不能再变' using errcode = 'JY409';
  end if;
  return new;
end $$;
create trigger parameter_value_final before update on standards_parametervalue
  for each row execute function jiuye.parameter_value_final();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0004_own_accounts'),
        ('standards', '0002_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ParameterValue',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('name', models.TextField()),
                ('district', models.CharField(max_length=6)),
                ('value', models.TextField()),
                ('effective_from', models.DateField()),
                ('basis', models.TextField()),
                ('reason', models.TextField()),
                ('state', models.TextField(default='set')),
                ('version', models.IntegerField(null=True)),
                ('set_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['active', 'refused', 'set'])), name='parameter_value_state'), models.CheckConstraint(condition=models.Q(('settled_by', None), models.Q(('settled_by', models.F('set_by')), _negated=True), _connector='OR'), name='activated_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None), ('state', 'set')), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), ('state__in', ['active', 'refused'])), _connector='OR'), name='value_settled_who_when'), models.CheckConstraint(condition=models.Q(('state', 'active'), ('version', None), _connector='XOR'), name='active_has_version'), models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('name', 'district', 'effective_from'), name='one_value_a_day'), models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('name', 'district', 'version'), name='versions_of_a_value'), models.UniqueConstraint(condition=models.Q(('state', 'set')), fields=('name', 'district'), name='one_value_waiting')],
            },
        ),
        migrations.RunSQL("select ledger.fence('standards_parametervalue')"),
        migrations.RunSQL(
            "create policy readable on standards_parametervalue for select to jiuye_app, jiuye_owner using (true)"
        ),
        migrations.RunSQL(
            "alter table standards_parametervalue add constraint begins_when_activated check"
            " (state <> 'active' or effective_from >= (settled_at at time zone 'Asia/Shanghai')::date)"
        ),
        migrations.RunSQL(FINAL),
    ]
