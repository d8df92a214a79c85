from django.db import migrations, models
from django.db.models import Q

ALONE = {
    "subsidy": "su", "training": "tr", "personnelagencyfile": "pf", "unemploymentregistration": "ur",
    "employmentregistration": "er", "hardshipassistance": "ha",
}  # fmt: skip


class Migration(migrations.Migration):
    """Whose a matter is follows from its record as it stands today, also after a correction or a merge. Art. 10(1)."""

    dependencies = [("records", "0021_lineage")]
    operations = [
        *(
            migrations.AddIndex(
                table,
                models.Index(fields=["id_number_index"], condition=Q(person_id=None), name=f"{short}_number_alone"),
            )
            for table, short in ALONE.items()
        ),
        migrations.RunSQL(
            "select ledger.fence_own_matters('records_proceeding', 'id');"
            " select ledger.fence_own_matters('records_proceedingstep', 'proceeding_id')"
        ),
        migrations.RemoveIndex("proceeding", "proceeding_of"),
        migrations.RemoveField("proceeding", "subject_index"),
        migrations.RemoveField("proceedingstep", "subject_index"),
    ]
