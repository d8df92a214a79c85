import django.db.models.deletion
from django.db import migrations, models

import jiuye.lib.keys

STAFF = dict(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.staff")


class Migration(migrations.Migration):
    """Material of submissions. Art. 2(4)."""

    dependencies = [("collection", "0009_no_stage_key")]
    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("entry_id", models.UUIDField(editable=False)),
                ("submission", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="collection.submission"
                )),
                ("district", models.CharField(max_length=6)),
                ("material_kind", models.TextField()),
                ("file_name", models.TextField()),
                ("mime_type", models.TextField()),
                ("file_size", models.BigIntegerField()),
                ("page_count", models.IntegerField()),
                ("scan_dpi", models.IntegerField(null=True)),
                ("seconds", models.FloatField(null=True)),
                ("sha256", models.CharField(max_length=64)),
                ("sm3", models.CharField(max_length=64)),
                ("likeness", models.BigIntegerField(null=True)),
                ("elsewhere", models.JSONField(default=list)),
                ("original_checked", models.BooleanField(default=False)),
                ("attached_by", models.ForeignKey(**STAFF)),
                ("attached_at", models.DateTimeField()),
                ("removed_by", models.ForeignKey(null=True, **STAFF)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["sha256"], name="attachment_content")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)), fields=("submission", "sha256"), name="attached_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_by", None)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="removed_who_and_when",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "select ledger.fence('collection_attachment');"
            " select ledger.fence_own('collection_attachment', 'attached_by_id');"
            " grant select (id, submission_id, district, sha256, likeness, removed_at) on collection_attachment"
            " to jiuye_inspector;"
            " grant select (id, number, district, state) on collection_submission to jiuye_inspector"
        ),
    ]
