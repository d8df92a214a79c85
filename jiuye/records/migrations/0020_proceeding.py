import django.db.models.deletion
import jiuye.lib.keys
from django.db import migrations, models

from importlib import import_module
from pathlib import Path


SQL = (Path(__file__).parents[1] / "sql" / "stage_v1.sql").read_text(encoding="utf-8")
laid = import_module("jiuye.records.migrations.0011_strength")
before = import_module("jiuye.records.migrations.0017_corrected")
# The items that follow from the steps: no source is asked for them, and no other way sets them.
STATUS = {
    "unemploymentregistration": ["cancel_date", "cancel_reason", "cancel_handler_id", "valid_flag"],
    "hardshipassistance": [
        "recognized_date", "valid_from", "first_reviewer_id", "first_review_date", "first_review_agency",
        "first_review_result", "first_review_reject_reason", "final_reviewer_id", "final_review_date",
        "final_review_agency", "final_review_result", "final_review_reject_reason", "exit_date", "exit_reason",
        "exit_method", "exit_handler_id", "valid_flag",
    ],
    "subsidy": [
        "payment_status", "paid_amount", "payment_month", "paid_date", "notice_start_date", "notice_end_date",
        "refund_flag", "review_result", "valid_flag",
    ],
    "employmentregistration": ["end_date", "end_reason", "end_registered_date", "end_handler_id", "valid_flag"],
    "training": [
        "result", "attended_hours", "end_date", "certificate_no", "certificate_issue_date", "certificate_issuer",
        "valid_flag",
    ],
    "vacancy": ["vacancy_status", "hired_count", "cancel_date", "valid_flag"],
    "jobseeking": ["seeking_status", "success_date", "success_employer_id", "valid_flag"],
    "personnelagencyfile": [
        "file_status", "out_date", "out_reason", "out_person", "out_unit_name", "transfer_letter_no", "receipt_date",
        "valid_flag",
    ],
}


def watch(apps, schema_editor):
    for table, status in STATUS.items():
        model = apps.get_model("records", table)
        name = model._meta.db_table
        items = [n for n in laid.items_of(model) if n not in before.BESIDE and n not in status]
        schema_editor.execute(f"drop trigger keep_strength on {name}")
        for trigger, columns, more in (("keep_strength", items, ["origins"]), ("keep_stage", status, [])):
            arguments = ", ".join(f"'{n}'" for n in columns)
            schema_editor.execute(
                f"create trigger {trigger} before update of {', '.join([*more, *columns])} on {name}"
                f" for each row execute function jiuye.{trigger}({arguments})"
            )


class Migration(migrations.Migration):
    """Where each matter stands and the steps that brought it there (Art. 2(2), 7, 9(2))."""


    dependencies = [
        ('parties', '0008_mandates'),
        ('records', '0019_way_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proceeding',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('dataset', models.TextField()),
                ('number', models.TextField()),
                ('district', models.CharField(max_length=6)),
                ('subject_index', models.BinaryField(null=True)),
                ('state', models.TextField()),
                ('begun_as', models.TextField()),
                ('begun_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('not_before', models.DateField(null=True)),
                ('collected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('paid_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
            ],
        ),
        migrations.CreateModel(
            name='ProceedingStep',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('district', models.CharField(max_length=6)),
                ('subject_index', models.BinaryField(null=True)),
                ('act', models.TextField()),
                ('old', models.TextField()),
                ('new', models.TextField()),
                ('at', models.DateTimeField()),
                ('happened_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('late_by', models.IntegerField(default=0)),
                ('entered_after', models.IntegerField(default=0)),
                ('backdated', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('items', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('proceeding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='records.proceeding')),
            ],
        ),
        migrations.AddIndex(
            model_name='proceeding',
            index=models.Index(condition=models.Q(('due_on__isnull', False)), fields=['district', 'due_on'], name='proceeding_due'),
        ),
        migrations.AddIndex(
            model_name='proceeding',
            index=models.Index(fields=['dataset', 'state'], name='proceeding_state'),
        ),
        migrations.AddIndex(
            model_name='proceeding',
            index=models.Index(fields=['subject_index'], name='proceeding_of'),
        ),
        migrations.AddConstraint(
            model_name='proceeding',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'applied', 'cancelled', 'closed', 'completed', 'denied', 'dropped', 'employed', 'ended', 'enrolled', 'expired', 'fulfilled', 'granted', 'held', 'lent', 'open', 'paid', 'publicised', 'receipted', 'reclaimed', 'registered', 'reviewed', 'seeking', 'transferred'])), name='proceeding_state'),
        ),
        migrations.AddConstraint(
            model_name='proceeding',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('collected_by')), _negated=True), _connector='OR'), name='proceeding_reviewed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='proceeding',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(models.Q(('decided_by', models.F('collected_by')), _negated=True), models.Q(('decided_by', models.F('reviewed_by')), _negated=True)), _connector='OR'), name='proceeding_decided_by_third'),
        ),
        migrations.AddConstraint(
            model_name='proceeding',
            constraint=models.CheckConstraint(condition=models.Q(('paid_by', None), models.Q(('paid_by', models.F('decided_by')), _negated=True), _connector='OR'), name='proceeding_paid_by_another'),
        ),
        migrations.AddIndex(
            model_name='proceedingstep',
            index=models.Index(fields=['proceeding', 'at'], name='step_of'),
        ),
        migrations.AddConstraint(
            model_name='proceedingstep',
            constraint=models.UniqueConstraint(fields=('proceeding', 'entry_id'), name='one_step_an_act'),
        ),
        migrations.AddConstraint(
            model_name='proceedingstep',
            constraint=models.CheckConstraint(condition=models.Q(('entered_after__gte', 0), ('late_by__gte', 0), models.Q(('late_by', 0), ('due_on__isnull', False), _connector='OR')), name='step_counts'),
        ),
        migrations.AddConstraint(
            model_name='proceedingstep',
            constraint=models.CheckConstraint(condition=models.Q(('backdated', False), ('entered_after__gt', 0), _connector='OR'), name='backdated_is_entered_after'),
        ),
        migrations.RunSQL(SQL),
        migrations.RunPython(watch),
        migrations.RunSQL(
            "select ledger.fence('records_proceeding'); select ledger.fence('records_proceedingstep');"
            " select ledger.fence_own_records('records_proceeding', 'subject_index');"
            " select ledger.fence_own_records('records_proceedingstep', 'subject_index')"
        ),
    ]
