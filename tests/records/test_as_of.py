"""A record as it stood at any moment, out of the row and the book. Art. 9(2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.records.history import steps, values_of
from jiuye.records.models import Person
from jiuye.records.queries import Past, as_of
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked
from tests.maintenance.steps import admitted, again, carried_out

pytestmark = pytest.mark.article("9(2)")

# Text; a name, with its pinyin and what he was called before; a number sealed, with its index and facts; codes.
CHANGES: list[dict[str, str]] = [
    {"remarks": "甲"}, {"residence_address": "海滨路“7”号\\三楼", "remarks": ""}, {"mobile_phone": "13963112233"},
    {"name": "单晓芳", "remarks": "乙"}, {"marital_status": "20"}, {"mobile_phone": "13963112244", "name": "单小芳"},
]  # fmt: skip


@dataclass(frozen=True)
class Lived:
    """A person after some changes: what was read after each, with the moment of its entry."""

    key: UUID
    came: datetime
    stood: list[tuple[datetime, dict[str, Any]]]


@pytest.fixture(scope="module")
def lived(house: Instance) -> Lived:
    person = admitted(session_of, marital_status="10")
    stood = [stands(house, person)]
    for change in CHANGES:
        carried_out(again(person, session_of), session_of, change)
        stood.append(stands(house, person))
    return Lived(person.pk, stood[0][0], stood)


def stands(house: Instance, person: Person) -> tuple[datetime, dict[str, Any]]:
    now = again(person, session_of)
    return asked(house, "select at from ledger.entry where id = %s", now.entry_id), plain(values_of(now))


def plain(values: dict[str, Any]) -> dict[str, Any]:
    return {n: bytes(v) if isinstance(v, memoryview) else v for n, v in values.items()}


def read(who: str, key: UUID, moment: datetime) -> Past:
    with scope(session_of(who)):
        return as_of("person", key, moment)


@pytest.mark.parametrize("who", ["clerk2", "manager"])
def test_it_is_what_was_read_then(lived: Lived, who: str) -> None:
    ends = [at for at, _ in lived.stood[1:]] + [clock.now()]
    for (begins, values), end in zip(lived.stood, ends, strict=True):
        for moment in (begins, begins + (end - begins) / 2, end - timedelta(microseconds=1)):
            past = read(who, lived.key, moment)
            assert (plain(past.values), past.existed, past.known) == (values, True, True)
    with scope(session_of(who)):
        walked, _ = steps(Person.objects.get(pk=lived.key))
    assert len(walked) == len(CHANGES)


def test_before_it_came_in_there_was_none(lived: Lived) -> None:
    assert read("clerk2", lived.key, lived.came - timedelta(microseconds=1)) == Past({}, existed=False, known=True)


def test_out_of_reach_nothing_is_known(lived: Lived, session: SessionOf) -> None:
    nothing = Past({}, existed=True, known=False)
    assert read("contact-371003", lived.key, clock.now()) == nothing
    assert read("manager", uuid7(), clock.now()) == nothing
    assert as_of("person", lived.key, clock.now()) == nothing  # outside every scope


def test_where_a_version_is_out_of_sight_it_is_said(house: Instance, lived: Lived) -> None:
    """A row that came from another district: what that one's hands did is not guessed at."""
    hidden = asked(house, "select id from history.version where record_id = %s order by id desc offset 2 limit 1",
                   lived.key)  # fmt: skip
    whose = "update history.version set district = %s where id = %s"
    with psycopg.connect(house.superuser_dsn(), autocommit=True) as db:
        db.execute("alter table history.version disable trigger immutable")
        db.execute(whose, ["371003", hidden])
        try:
            (_, last), (changed, values) = lived.stood[-1], lived.stood[-3]
            assert plain(read("clerk2", lived.key, clock.now()).values) == last
            assert plain(read("clerk2", lived.key, changed).values) == values
            for moment in (changed - timedelta(microseconds=1), lived.came - timedelta(days=1)):
                assert read("clerk2", lived.key, moment) == Past({}, existed=True, known=False)
                assert read("manager", lived.key, moment).known
        finally:
            db.execute(whose, ["371002", hidden])
            db.execute("alter table history.version enable always trigger immutable")


def test_row_and_history_are_of_one_statement(lived: Lived) -> None:
    """So that no change comes in between; the other one asks which standard is in force."""
    with scope(session_of("clerk2")), CaptureQueriesContext(connection) as told:
        as_of("person", lived.key, lived.came)
    assert len(told) == 2
