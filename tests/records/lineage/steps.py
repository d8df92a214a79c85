"""Employers and persons on file, and facts about them stated and confirmed. Synthetic."""

from datetime import date, timedelta
from typing import Any

from django.test import Client

from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.records.custody.papers import File
from jiuye.records.lineage import actions
from jiuye.records.lineage.rules import Told
from jiuye.records.models import Employer, Lineage, Record, SharedFact
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


def known(its: Employer, value: str = "已吊销", since: date | None = None, until: date | None = None) -> SharedFact:
    """What market regulation holds of its end, as the act that asks puts it on file."""
    fact = SharedFact(
        district=its.district, standard_version=1, fact_id=f"GX{uuid7().hex}", department="50", fact_kind="502",
        subject_kind="2", uscc=its.uscc, fact_value=value, fact_start_date=since or on(7), fact_end_date=until,
        obtained_at=clock.now(), query_basis="WT-1", match_result="2", strength="40",
    )  # fmt: skip
    with act("collection.ask_department", by=session_of("clerk2")) as entry:
        entry.put(fact)
    return fact


def forged(fact: Lineage, by: str = "reviewer2") -> None:
    """Confirmed past every rule of the room, as the app's login may try."""
    who = session_of(by)
    with act("records.confirm_lineage", by=who, on=(f"records.{fact.dataset}", fact.record_id)) as entry:
        held = Lineage.objects.get(pk=fact.pk)
        held.state, held.decided_by_id, held.decided_at = "confirmed", who.staff_id, entry.at
        entry.put(held)


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
