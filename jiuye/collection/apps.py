"""What the room tells those below it when it is there."""

from django.apps import AppConfig

ATTACHED = (
    "select a.sha256, a.id as key from jiuye.collection_attachment a where a.removed_at is null and not exists"
    " (select from jiuye.records_keeping k where k.source_id = a.id and k.state = 'destroyed')"
)


class Collection(AppConfig):
    name = "jiuye.collection"

    def ready(self) -> None:
        """Material refers to contents of the archive."""
        from jiuye.records.custody.contents import REFERENCES

        REFERENCES.append(ATTACHED)
