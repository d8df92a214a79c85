"""建制: the first rows of all, written by the superuser while nobody has a session yet. Art. 4.

It makes the installation itself and its machine staff; everyone else is enrolled under acts of theirs.
"""

import psycopg

from jiuye.lib.keys import uuid7

MACHINE = "SYS-1"
INFORMATION_AGENCY = "37100009"


def found(superuser_dsn: str, *, city: str, division: str, demo: bool) -> bool:
    """Found the installation once. Returns False when it stands already; `demo` can never be changed after."""
    with psycopg.connect(superuser_dsn) as db:
        if db.execute("select 1 from jiuye.parties_instance").fetchone():
            return False
        entry, instance, agency, staff, post = (uuid7() for _ in range(5))
        row = db.execute(
            "insert into ledger.entry (id, xact, at, act, channel, why, outcome) values"
            " (%s, pg_current_xact_id(), clock_timestamp(), 'parties.found', 'founding', '建制', 'done')"
            " returning at, ledger.today()",
            [entry],
        ).fetchone()
        assert row is not None
        at, today = row
        for table, key in [
            ("parties_instance", instance), ("parties_agency", agency),
            ("parties_staff", staff), ("parties_appointment", post),
        ]:  # fmt: skip
            db.execute("insert into ledger.subject values (%s, %s, 0, %s)", [entry, table, [key]])
        db.execute(
            "insert into jiuye.parties_instance (id, entry_id, city, demo, founded_at) values (%s, %s, %s, %s, %s)",
            [instance, entry, city, demo, at],
        )
        db.execute(
            "insert into jiuye.parties_agency (id, entry_id, code, name, kind, level, division)"
            " values (%s, %s, %s, %s, '3', '1', %s)",
            [agency, entry, INFORMATION_AGENCY, f"{city}人力资源社会保障信息中心", division],
        )
        db.execute(
            "insert into jiuye.parties_staff (id, entry_id, staff_no, name, agency_id, machine, enrolled_on)"
            " values (%s, %s, %s, '系统任务', %s, true, %s)",
            [staff, entry, MACHINE, agency, today],
        )
        db.execute(
            "insert into jiuye.parties_appointment (id, entry_id, staff_id, post, agency_id, valid_from)"
            " values (%s, %s, %s, 'machine', %s, %s)",
            [post, entry, staff, agency, today],
        )
    return True
