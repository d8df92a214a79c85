"""Lay what lies under the tables: schemas, the book, the guards, the event triggers. Run by the superuser.

Every file is idempotent and runs at each start, so that an upgrade is the same as a first run.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import psycopg

SQL = Path(__file__).parent / "sql"


def lay(superuser_dsn: str) -> None:
    """Create or renew the foundation in one transaction; what the guards' code is now is on file."""
    with psycopg.connect(superuser_dsn) as db:
        for file in sorted(SQL.glob("0*.sql")):
            db.execute(file.read_text(encoding="utf-8").encode())
        last = db.execute("select functions from ledger.laid order by id desc limit 1").fetchone()
        now = db.execute("select ledger.functions()").fetchone()
        if last != now:
            _note(db, "铺设守卫")
            db.execute("insert into ledger.laid (functions) select ledger.functions()")


def set_permissions(
    superuser_dsn: str, posts: Mapping[str, Iterable[str]], tables: Mapping[str, Mapping[str, bool]]
) -> None:
    """Write down who may do what: `posts` maps act to posts, `tables` maps act to tables it may write
    (True where it may delete). The keeper owns both lists; neither owner nor app can widen them. Only what
    differs is written, under an entry: any other change of the lists is found by reconciling."""
    permissions = {(act, post) for act, some in posts.items() for post in some}
    writes = {(act, tbl, delete) for act, some in tables.items() for tbl, delete in some.items()}
    with psycopg.connect(superuser_dsn) as db, db.cursor() as c:
        held = set(db.execute("select act, post from ledger.permission").fetchall())
        written = set(db.execute("select act, tbl, may_delete from ledger.act_table").fetchall())
        if (held, written) == (permissions, writes):
            return
        _note(db, "权限表")
        c.executemany("delete from ledger.permission where (act, post) = (%s, %s)", held - permissions)
        c.executemany("insert into ledger.permission (act, post) values (%s, %s)", permissions - held)
        c.executemany("delete from ledger.act_table where (act, tbl, may_delete) = (%s, %s, %s)", written - writes)
        c.executemany("insert into ledger.act_table (act, tbl, may_delete) values (%s, %s, %s)", writes - written)


def _note(db: "psycopg.Connection[Any]", why: str) -> None:
    """The entry of a change of structure."""
    db.execute(
        "insert into ledger.entry (id, xact, at, act, channel, why, outcome) values (gen_random_uuid(),"
        " pg_current_xact_id(), greatest(clock_timestamp(), (select max(at) from ledger.entry)), 'ledger.migrate',"
        " 'migration', %s, 'done')",
        [why],
    )
