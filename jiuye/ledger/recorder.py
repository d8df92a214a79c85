"""Where findings go: into the book's own table, in the transaction that also says how far the stream was read."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb

from jiuye.ledger.judge import PART, Finding

_ADD = """
insert into ledger.unexplained (id, kind, tbl, op, why, xact, at, entry_id, sessions, rows, keys)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_OPEN = """
select u.id::text, u.kind, u.tbl, u.op, u.why, u.xact, u.at, u.found_at, u.entry_id::text, u.sessions, u.rows, u.keys
from ledger.unexplained u
where not exists (select from ledger.entry e where e.subject_id = u.id
                  and e.act = 'accountability.account_for' and e.outcome = 'done')
order by u.found_at desc, u.id limit 1000
"""
FIELDS = ("id", "kind", "tbl", "op", "why", "xact", "at", "found_at", "entry_id", "sessions", "rows", "keys")


class Recorder:
    """Writes within the connection's transaction; the caller commits. count: findings so far."""

    def __init__(self, db: "psycopg.Connection[Any]", sessions: Callable[[Any], str]) -> None:
        self._db, self._sessions = db, sessions
        self.count, self.stepped = 0, time.monotonic()
        self._before = (0, 0)

    def add(self, f: Finding) -> None:
        """One finding, its keys in parts of at most 5,000."""
        self.count += 1
        sessions = self._sessions(f.at) if f.at else ""
        for at in range(0, max(len(f.keys), 1), PART):
            part = replace(f, keys=f.keys[at : at + PART], sessions=sessions)
            self._db.execute(
                _ADD,
                [
                    uuid4(), part.kind, part.tbl, part.op, part.why, part.xact, part.at, part.entry_id,
                    part.sessions, len(part.keys), list(part.keys),
                ],
            )  # fmt: skip

    def add_new(self, f: Finding) -> None:
        """A state that lasts is said once, and again only after somebody accounted for it."""
        known = self._db.execute(
            "select 1 from ledger.unexplained u where u.kind = %s and u.tbl = %s and u.why = %s and not exists"
            " (select from ledger.entry e where e.subject_id = u.id and e.act = 'accountability.account_for')",
            [f.kind, f.tbl, f.why],
        ).fetchone()
        if known is None:
            self.add(f)

    def step(self, called: str, upto: str, transactions: int, changes: int, *, whole: bool, shape: Any = None) -> None:
        """The stream is read up to here; counts are of this reading so far."""
        before, self._before = self._before, (transactions, changes)
        self._db.execute(
            "insert into ledger.reconciled (slot, upto, transactions, changes, whole, shape)"
            " values (%s, %s, %s, %s, %s, %s)",
            [
                called, upto, max(0, transactions - before[0]), max(0, changes - before[1]), whole,
                None if shape is None else Jsonb(shape),
            ],
        )  # fmt: skip
        self.stepped = time.monotonic()

    def open(self) -> list[dict[str, Any]]:
        """What nobody has accounted for, the newest first, as the command prints it."""
        return [dict(zip(FIELDS, row, strict=True)) for row in self._db.execute(_OPEN).fetchall()]
