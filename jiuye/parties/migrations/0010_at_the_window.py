import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

# What was given stands as it was given; it is taken back, and nothing else. A clerk registers with his own hand, and
# is neither the agent nor the grantor: known by the index of his number, as it stands with his account.
STANDS = """
create function jiuye.mandate_stands() returns trigger language plpgsql as $$
declare mine bytea;
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - '{revoked_at, entry_id}'::text[] is distinct from to_jsonb(old) - '{revoked_at, entry_id}'::text[]
    then
      raise exception '委托不能改，只能撤销' using errcode = 'JY001';
    end if;
  elsif new.registered_by_id is not null then
    select s.identity_index into mine from jiuye.parties_staff s where s.id = new.registered_by_id;
    if mine is null or new.registered_index is distinct from mine
       or new.registered_by_id is distinct from (ledger.current_entry()).staff_id then
      raise exception '委托由经办人本人登记，且他的账号要有本人证件' using errcode = 'JY403';
    end if;
  end if;
  return new;
end $$;
create trigger stands before insert or update on parties_mandate for each row execute function jiuye.mandate_stands();
select ledger.fence_registered('parties_mandate');
"""


class Migration(migrations.Migration):
    """A mandate of somebody without a phone is registered at a window. Art. 10(2)."""

    dependencies = [("parties", "0009_one_human")]
    operations = [
        migrations.AddField(
            model_name="mandate",
            name="registered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.staff"
            ),
        ),
        migrations.AddField(model_name="mandate", name="registered_index", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="mandate", name="registered_in", field=models.TextField(default="", db_default="")),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                name="registered_whole",
                condition=Q(registered_by=None, registered_index=None, registered_in="")
                | Q(registered_by__isnull=False, registered_index__isnull=False) & ~Q(registered_in=""),
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                name="clerk_is_neither",
                condition=Q(registered_index=None)
                | ~Q(registered_index=F("agent_index")) & ~Q(registered_index=F("grantor_index")),
            ),
        ),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
    ]
