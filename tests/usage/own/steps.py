"""Somebody on file, signed in on his phone, and those who look at his data."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.test import Client

from jiuye.front.demo import session_of
from jiuye.front.middleware import OWN_COOKIE
from jiuye.ledger.seal import seal
from jiuye.parties.sessions import Session, scope
from jiuye.records.actions import open_record
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.clean import Row
from tests.journeys import own_steps

CASE = "办理业务：失业登记"


@dataclass(frozen=True)
class Somebody:
    """A citizen as typed, his session, his browser and his file."""

    row: Row
    by: Session
    phone: Client
    person: Person


def somebody() -> Somebody:
    row = own_steps.citizen()
    with pytest.MonkeyPatch.context() as patch, own_steps.gateway(patch) as gateway:
        by = own_steps.let_in(gateway, row["id_number"])
    phone = Client(headers={"host": "localhost"})
    phone.cookies[OWN_COOKIE] = by.token
    with scope(by):
        return Somebody(row, by, phone, Person.objects.get())


def looked_at(who: Somebody, why: str = CASE, by: str = "clerk2") -> None:
    open_record(who.person, by=session_of(by), why=why)


def sealed(house: Instance, folder: Path) -> None:
    """Everything written so far is in the chain."""
    seal(house.dsn("sealer"), folder / "checkpoints.jsonl")


def entry_behind_the_guards(house: Instance, act: str, subject: UUID, detail: str = "{}") -> None:
    """An entry of an act whose own room is built elsewhere, as it stands in the book."""
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute(
            "insert into ledger.entry (id, xact, at, act, post, agency_id, district, channel, why, dataset, subject_id,"
            " items, detail, outcome) select gen_random_uuid(), pg_current_xact_id(), clock_timestamp(), %s, 'clerk',"
            " id, division, 'window', '侦查', 'records.person', %s, '{id_number}', %s::jsonb, 'done'"
            " from jiuye.parties_agency where code = '37100201'",
            [act, subject, detail],
        )
