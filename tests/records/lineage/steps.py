"""Employers and persons on file, and facts about them stated and confirmed. Synthetic."""

from datetime import date, timedelta
from typing import Any

from django.test import Client

from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.records.custody.papers import File
from jiuye.records.lineage import actions
from jiuye.records.lineage.rules import Told
from jiuye.records.models import Employer, Lineage, Record
from jiuye.records.queries import look_up
from tests.own import steps
from tests.papers import picture


def on(before: int) -> date:
    return clock.today() - timedelta(days=before)


def firm() -> Employer:
    """In business, on file in the clerks' district."""
    row = steps.employer()
    with scope(session_of("manager")):
        found: Employer = Employer.objects.get(uscc=row["uscc"], retired=False)
    return found


def again(record: Employer) -> Employer:
    with scope(session_of("manager")):
        found: Employer = Employer.objects.get(pk=record.pk)
    return found


def paper(seed: int = 1) -> File:
    return File("登记通知书.png", "07", picture(seed))


def stated(record: Record, kind: str, before: int = 10, *, by: str = "clerk2", **told: Any) -> Lineage:
    more = {n: told.pop(n) for n in ("fact_id", "paper") if n in told} or {"paper": paper()}
    return actions.state_lineage(record, Told(kind, on(before), **told), by=session_of(by), **more)


def confirmed(record: Record, kind: str, before: int = 10, **told: Any) -> Lineage:
    fact = stated(record, kind, before, **told)
    return actions.confirm_lineage(fact, by=session_of("reviewer2"))


def found(text: str, account: str = "reviewer2") -> list[Record]:
    by = session_of(account)
    with scope(by):
        return look_up(text, by=by).records


def browser(account: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = session_of(account).token
    return client
