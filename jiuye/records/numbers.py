"""Numbers people quote."""

from datetime import datetime

from django.db import connection


def next_number(prefix: str, at: datetime) -> str:
    """A number such as CJ-20261123-000017. Gaps are possible, repeats are not."""
    with connection.cursor() as c:
        c.execute("select nextval('work.number')")
        return f"{prefix}-{at:%Y%m%d}-{c.fetchone()[0]:06d}"
