from django.db import migrations


class Migration(migrations.Migration):
    """A citizen sees and hands in his own submissions, and no district's. Art. 6(3), 10(1)."""

    dependencies = [("collection", "0005_replaces"), ("parties", "0004_own_accounts")]
    operations = [migrations.RunSQL("select ledger.fence_own('collection_submission', 'submitted_by_id')")]
