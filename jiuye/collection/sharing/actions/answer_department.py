"""对外答复: another department's question about one person on one day, answered with the least. Art. 6(1), 6(4)."""

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from jiuye.collection.sharing.contracts.outbound import NO_, NOBODY, OFFERS, WITHHELD, YES_, Offer
from jiuye.collection.sharing.door import Caller
from jiuye.collection.sharing.models import Answered
from jiuye.collection.sharing.rules import may_be_told
from jiuye.lib import clock
from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.records import queries as records
from jiuye.records.keys import sealer
from jiuye.records.leaving import may_leave, used
from jiuye.records.models import MODELS, Person, Record

ONE_AT_A_TIME = no("上一个问题还没有答完", code="D006", help="一次只问一个人，答完再问下一个。")


@dataclass(frozen=True)
class Reply:
    """answer: one of TOLD. since: only with a yes."""

    answer: str
    since: date | None = None


def answer_department(contract: str, id_number: str, on: date, basis: str, *, caller: Caller) -> Reply:
    """Is this person registered on that day? What is not fit to leave is withheld, and said to be.

    Raises `Refused` for a contract that is not theirs, for a day to come, and while their last question is
    still being answered. Every answer is on file with the person's index."""
    began = time.monotonic()
    index = sealer().index(id_number.upper(), "identity")
    offer = OFFERS.get(contract)
    person, rows = (None, []) if offer is None else _known(index, offer, caller)
    subject = person or (rows[0] if rows else None)
    told = {"contract": contract, "waivers": _waived([*rows, *([person] if person else [])], caller)}
    with act("collection.answer_department", by=caller.session, on=subject, why=basis, detail=told) as entry:
        _alone(caller.key.department)
        may_be_told(contract, caller.key.department, on, entry.at.date()).or_refuse()
        assert offer is not None
        reply, told_of = _reply(offer, person, rows, on)
        entry.put(
            Answered(
                department=caller.key.department, key_id=caller.key.key_id, nonce=caller.nonce, contract=contract,
                subject_index=index, basis=basis, answer=reply.answer, answered_at=entry.at,
                dataset=offer.dataset if told_of else "", record_id=told_of.pk if told_of else None,
                district=told_of.district if told_of else person.district if person else None,
                milliseconds=int((time.monotonic() - began) * 1000),
            )
        )  # fmt: skip
    return reply


def _alone(department: str) -> None:
    """One question of a department at a time, until its answer is on file."""
    with connection.cursor() as c:
        c.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 6))", [f"answer {department}"])
        if not c.fetchone()[0]:
            ONE_AT_A_TIME.or_refuse()


def _known(index: bytes, offer: Offer, caller: Caller) -> tuple[Person | None, list[Record]]:
    """The person's file and his registrations, whichever district holds them."""
    with scope(caller.session):
        person = Person.objects.filter(id_number_folded_index=index, retired=False).order_by("-id").first()
        model = MODELS[offer.dataset]
        rows = model.objects.filter(id_number_index=index, retired=False, valid_flag="1")
        return person, list(rows.order_by("-id")[:100])


def _waived(records: list[Record], caller: Caller) -> list[str]:
    with scope(caller.session):
        return used(records, on=clock.today())


def _reply(offer: Offer, person: Person | None, rows: list[Record], on: date) -> tuple[Reply, Record | None]:
    if person is None and not rows:
        return Reply(NOBODY), None
    there = [r for r in rows if _covers(records.values_of(r), offer, on)]
    if not may_leave([*rows, *([person] if person else [])], on=clock.today()):
        return Reply(WITHHELD), there[0] if there else None
    if not there:
        return Reply(NO_), None
    since = min(records.values_of(r)[offer.since] for r in there)
    return Reply(YES_, since), there[0]


def _covers(values: dict[str, Any], offer: Offer, on: date) -> bool:
    since, until = values[offer.since], values[offer.until]
    return since is not None and since <= on and (until is None or until > on)
