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
    superuser_dsn: str,
    posts: Mapping[str, Iterable[str]],
    tables: Mapping[str, Mapping[str, bool]],
    columns: Mapping[str, Iterable[str]],
    ordered: Iterable[str],
    levels: Mapping[str, Iterable[str]],
    reading: Iterable[str],
) -> None:
    """Write down who may do what: `posts` maps act to posts, `tables` maps act to tables it may write (True where
    it may delete), `columns` maps act to what it may change in a record, `ordered` are the acts that carry out a
    change order, `levels` maps a post to the levels of agencies that have it, `reading` are the acts that show
    somebody what is on file about their subject. The keeper owns these lists; neither
    owner nor app can widen them. Only what differs is written, under an entry: any other change of the lists is
    found by reconciling."""
    wanted: dict[str, tuple[str, set[tuple[Any, ...]]]] = {
        "permission": ("act, post", {(act, post) for act, some in posts.items() for post in some}),
        "act_table": ("act, tbl, may_delete", {(a, tbl, gone) for a, t in tables.items() for tbl, gone in t.items()}),
        "act_column": ("act, col", {(act, column) for act, some in columns.items() for column in some}),
        "act_ordered": ("act", {(act,) for act in ordered}),
        "act_reading": ("act", {(act,) for act in reading}),
        "post_level": ("post, level", {(post, level) for post, some in levels.items() for level in some}),
    }
    with psycopg.connect(superuser_dsn) as db, db.cursor() as c:
        held = {
            t: set(db.execute(f"select {told} from ledger.{t}".encode()).fetchall()) for t, (told, _) in wanted.items()
        }
        if all(held[t] == rows for t, (_, rows) in wanted.items()):
            return
        _note(db, "权限表")
        for t, (told, rows) in wanted.items():
            places = ", ".join("%s" for _ in told.split())
            c.executemany(f"delete from ledger.{t} where ({told}) = ({places})".encode(), held[t] - rows)
            c.executemany(f"insert into ledger.{t} ({told}) values ({places})".encode(), rows - held[t])


def _note(db: "psycopg.Connection[Any]", why: str) -> None:
    """The entry of a change of structure."""
    db.execute(
        "insert into ledger.entry (id, xact, at, act, channel, why, outcome) values (gen_random_uuid(),"
        " pg_current_xact_id(), greatest(clock_timestamp(), (select max(at) from ledger.entry)), 'ledger.migrate',"
        " 'migration', %s, 'done')",
        [why],
    )
