"""Lay what lies under the tables: schemas, the book, the guards, the event triggers. Run by the superuser.

Every file is idempotent and runs at each start, so that an upgrade is the same as a first run.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import psycopg

SQL = Path(__file__).parent / "sql"


def lay(superuser_dsn: str) -> None:
    """Create or renew the foundation in one transaction."""
    with psycopg.connect(superuser_dsn) as db:
        for file in sorted(SQL.glob("0*.sql")):
            db.execute(file.read_text(encoding="utf-8").encode())


def set_permissions(
    superuser_dsn: str, posts: Mapping[str, Iterable[str]], tables: Mapping[str, Mapping[str, bool]]
) -> None:
    """Write down who may do what: `posts` maps act to posts, `tables` maps act to tables it may write
    (True where it may delete). The keeper owns both lists; neither owner nor app can widen them."""
    with psycopg.connect(superuser_dsn) as db:
        db.execute("delete from ledger.permission")
        db.execute("delete from ledger.act_table")
        with db.cursor() as c:
            c.executemany(
                "insert into ledger.permission (act, post) values (%s, %s)",
                [(act, post) for act, some in posts.items() for post in some],
            )
            c.executemany(
                "insert into ledger.act_table (act, tbl, may_delete) values (%s, %s, %s)",
                [(act, tbl, delete) for act, some in tables.items() for tbl, delete in some.items()],
            )
