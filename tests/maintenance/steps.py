"""Steps the tests of maintenance begin with: a person on file, an order on its way. Synthetic."""

from collections.abc import Mapping
from typing import Any

from jiuye.collection import actions as collection
from jiuye.lib.identity import ric_check_digit
from jiuye.maintenance import actions
from jiuye.maintenance.models import Order
from jiuye.parties.sessions import scope
from jiuye.records.custody.papers import File
from jiuye.records.models import Person, Record
from tests.book import SessionOf
from tests.clean import person
from tests.papers import picture

# Every question of the rules answered.
SURE = [f"R{n:03d}" for n in range(1, 229)]
WHY = "本人持证件到窗口，建档时录错"


def other_number(number: str) -> str:
    """Another number of the same place, day and sex."""
    body = number[:14] + f"{(int(number[14:17]) + 2) % 1000:03d}"
    return body + ric_check_digit(body + "0")


def admitted(session: SessionOf, *, clerk: str = "clerk2", reviewer: str = "reviewer2", **changed: str) -> Person:
    """One person of the town, handed in and accepted."""
    done = collection.submit("person", person(**changed), by=session(clerk), confirmed=SURE)
    collection.accept(done, by=session(reviewer))
    with scope(session(reviewer)):
        found: Person = Person.objects.get(submission_id=done.pk)
    return found


def again(record: Person, session: SessionOf, who: str = "manager") -> Person:
    """The record as it stands now."""
    with scope(session(who)):
        found: Person = Person.objects.get(pk=record.pk)
    return found


def now(order: Order, session: SessionOf, who: str = "manager") -> Order:
    """The order as it stands now."""
    with scope(session(who)):
        return Order.objects.get(pk=order.pk)


def paper(seed: int = 1) -> File:
    return File("身份证.png", "11", picture(seed))


def applied(record: Record, session: SessionOf, texts: Mapping[str, str], *, by: str = "clerk2", **more: Any) -> Order:
    """An order with evidence, waiting for the approver."""
    return actions.apply(record, texts, by=session(by), **{"reason": WHY, "files": [paper()], **more})


def approved(order: Order, session: SessionOf, *, by: str = "approver2") -> Order:
    return actions.approve(order, by=session(by), seen=order.digest, note="与证件一致")


def carried_out(record: Person, session: SessionOf, texts: Mapping[str, str], **more: Any) -> Order:
    """Applied, approved and modified; waits for the recheck."""
    order = approved(applied(record, session, texts, **more), session)
    return actions.modify(order, by=session("operator2"))
