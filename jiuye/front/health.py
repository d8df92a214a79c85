"""Is the first run done? The database says so, not a flag in memory."""

from typing import Any

from django.db import connection

from jiuye.standards.queries import current_version


def ready() -> dict[str, Any]:
    """`ready` is true once the standard is loaded and the first inspection has run."""
    with connection.cursor() as c:
        c.execute("select exists (select from quality_run)")
        inspected = bool(c.fetchone()[0])
    version = current_version()
    return {"ready": inspected and version is not None, "standard": version, "inspected": inspected}
