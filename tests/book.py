"""The book as tests read it: by the sealer's login, all of it, in the order it was written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest

from jiuye.lib.verdict import Refused
from jiuye.parties.sessions import Session
from jiuye.server.connect import Instance

SessionOf = Callable[[str], Session]


class Told(NamedTuple):
    """One entry."""

    id: UUID
    act: str
    outcome: str
    code: str
    refusal: str
    staff_id: UUID | None
    subject_id: UUID | None
    why: str


def entries(house: Instance, act: str = "", outcome: str = "") -> list[Told]:
    """What is on file of an act ("" for any)."""
    with psycopg.connect(house.dsn("sealer")) as db:
        rows = db.execute(
            "select id, act, outcome, refusal_code, refusal, staff_id, subject_id, why from ledger.entry"
            " where (%(act)s = '' or act = %(act)s) and (%(outcome)s = '' or outcome = %(outcome)s) order by at, id",
            {"act": act, "outcome": outcome},
        ).fetchall()
    return [Told(*row) for row in rows]


@contextmanager
def refused(house: Instance, code: str, act: str) -> Iterator[None]:
    """The block is refused with this code, and the refusal, and nothing else, is now on file."""
    before = len(entries(house))
    with pytest.raises(Refused) as e:
        yield
    assert e.value.verdict.code == code, e.value
    fresh = entries(house)[before:]
    assert [(t.act, t.outcome, t.code) for t in fresh] == [(act, "refused", code)]


def asked(house: Instance, sql: str, *values: Any) -> Any:
    """The first column of the first row, asked by the superuser: what is there, whoever may see it."""
    with psycopg.connect(house.superuser_dsn()) as db:
        row = db.execute(sql.encode(), values).fetchone()
    return row[0] if row else None
