"""Employers with a file in the records, whoever acts for them, and what they declare."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from jiuye.collection import actions
from jiuye.collection.rows import system_filled
from jiuye.collection.services import SERVICES, declared, own_file
from jiuye.front import own_gate
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.id_token import Claims, LegalPerson
from jiuye.parties.sessions import Session, scope
from jiuye.town import generate
from tests.clean import Row, person
from tests.journeys import own_steps

EVERY_QUESTION = [f"R{n:03d}" for n in range(1, 229)]


@lru_cache(maxsize=1)
def _town() -> dict[str, Iterator[Row]]:
    """One town, whose business numbers differ: large enough for one test process."""
    with TemporaryDirectory() as folder:
        files = generate(20_000, 12, 0, Path(folder), as_of=clock.today()).files
        rows: dict[str, Iterator[Row]] = {}
        for dataset in ("employer", "employment_registration", "vacancy"):
            with files[dataset].open(encoding="utf-8", newline="") as f:
                rows[dataset] = iter([{n: v for n, v in r.items() if v} for r in csv.DictReader(f)])
        return rows


def _typed(row: Row, *also: str) -> Row:
    return {n: v for n, v in row.items() if n not in system_filled(row) and n not in also}


def new_employer() -> Row:
    """In business in the clerk's district, which will serve it, and not on file yet: as a clerk types it."""
    return _typed(next(r for r in _town()["employer"] if _usual(r)))


def _usual(row: Row) -> bool:
    here = row.get("division_code", "")[:6] == "371002"
    return here and row.get("employer_status") == "1" and bool(row.get("uscc"))


def employer(**changed: str) -> Row:
    """In business, registered by a clerk and accepted by a second person: as it was typed, with its number, but for
    items `changed`."""
    row = new_employer() | changed
    made = actions.submit("employer", row, by=session_of("clerk2"), confirmed=EVERY_QUESTION)
    actions.accept(made, by=session_of("reviewer2"))
    return row


def represented() -> Row:
    """One whose file names its legal representative by number and mobile phone."""
    named = (its for its in iter(employer, None) if its.get("legal_rep_id_number") and its.get("legal_rep_phone"))
    return next(named)


def handler(its: Row, who: Row | None = None, channel: str = "phone") -> Session:
    """Somebody acting for it, as the identity provider vouches for him."""
    who = who or person()
    legal = LegalPerson(its["uscc"], its["employer_name"])
    return own_gate.enter_by_name(Claims("01", who["id_number"], who["name"], legal), channel=channel)


def vacancy() -> Row:
    """What an employer answers about a vacancy."""
    row = next(r for r in _town()["vacancy"] if r.get("vacancy_status") == "1")
    asked = SERVICES["vacancy"].items
    today = clock.today()
    return {n: v for n, v in row.items() if n in asked} | {
        "start_date": today.isoformat(), "valid_until": (today + timedelta(days=30)).isoformat(),
    }  # fmt: skip


def employment() -> Row:
    """What an employer answers about somebody it has hired."""
    usual = {"employment_form": "010", "contract_type": "10"}
    row = next(r for r in _town()["employment_registration"] if usual.items() <= r.items())
    who = own_steps.citizen()
    asked = SERVICES["employment_registration"].items
    today = clock.today()
    return {n: v for n, v in row.items() if n in asked} | {
        "id_number": who["id_number"], "name": who["name"], "was_unemployed_flag": "0", "hardship_flag": "0",
        "start_date": today.isoformat(),
        "contract_start_date": today.isoformat(), "contract_end_date": (today + timedelta(days=365)).isoformat(),
    }  # fmt: skip


def whole(dataset: str, typed: Row, by: Session) -> Row:
    """The row as the page hands it in."""
    with scope(by):
        mine = own_file(by)
        assert mine is not None
        return declared(SERVICES[dataset], typed, mine, by)
