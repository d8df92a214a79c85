"""What the room tells those below it when it is there."""

from django.apps import AppConfig


class Usage(AppConfig):
    name = "jiuye.usage"

    def ready(self) -> None:
        """Files of exports, until they are wiped, and evidence of objections lie in the archive's store."""
        from jiuye.records.custody.contents import REFERENCES

        REFERENCES.append("select p.sha256, e.id as key from jiuye.usage_export e,"
                          " jsonb_array_elements_text(e.pieces) p(sha256)")  # fmt: skip
        REFERENCES.append("select sha256, id as key from jiuye.usage_objection where sha256 <> ''")
