"""Reads of the maintenance room, scoped to who asks (row security does the scoping)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jiuye.ledger import queries as ledger
from jiuye.maintenance.models import Evidence, Line, Order
from jiuye.maintenance.rules import CARRIED_OUT_BY
from jiuye.parties.permissions import ACTS
from jiuye.parties.queries import hands_of, in_hand
from jiuye.parties.sessions import Session
from jiuye.records.history import steps
from jiuye.records.models import MODELS, Record

PAGE = 50


def order(key: UUID) -> Order | None:
    return _whole(Order.objects.all()).filter(pk=key).first()


def by_number(number: str) -> Order | None:
    return Order.objects.filter(number=number).first()


def lines(order: Order) -> Sequence[Line]:
    """In the order they are written."""
    return list(Line.objects.filter(order_id=order.pk).select_related("order").order_by("position"))


def evidence(order: Order) -> Sequence[Evidence]:
    return list(Evidence.objects.filter(order_id=order.pk).select_related("order").order_by("id"))


def held(dataset: str, key: UUID) -> Record | None:
    """A record kept from others until the act ends; None where there is none within reach."""
    return MODELS[dataset].objects.select_for_update().filter(pk=key).first()


def record_of(line: Line) -> Record | None:
    return record(line.dataset, line.record_id)


def record(dataset: str, key: UUID) -> Record | None:
    return MODELS[dataset].objects.filter(pk=key).first()


def fresh(record: Record) -> Record | None:
    """The same record as it stands; None where it lies outside the reader's scope."""
    return type(record)._default_manager.filter(pk=record.pk).first()


def in_use(record: Record) -> bool:
    """Neither retired nor merged into another."""
    return not record.retired and not merged_into(record)


def merged_into(record: Record) -> str:
    """The business number of the record this one was merged into; "" for one that stands by itself."""
    return getattr(record, "merged_into_person_id", None) or getattr(record, "merged_into_employer_id", None) or ""


def about(record_id: UUID) -> Sequence[Order]:
    """Orders that touch a record, the newest first."""
    touching = Line.objects.filter(record_id=record_id).values("order_id")
    return list(_whole(Order.objects.filter(pk__in=touching)).order_by("-applied_at", "-id")[:PAGE])


def waiting(by: Session) -> "QuerySet[Order]":
    """What waits for this post and this person: never a step his own earlier hand forbids."""
    me, hands = by.staff_id, hands_of(by)
    asked = Q(pk__in=[])
    if by.post in ACTS["maintenance.approve"].posts:
        asked |= Q(state="applied") & ~Q(applied_by_id__in=hands)
    if by.post in ACTS["maintenance.modify"].posts:
        mine = Q(applied_by_id__in=hands) | Q(decided_by_id__in=hands)
        asked |= Q(state="approved") & ~(Q(grade="key") & mine)
    if by.post in ACTS["maintenance.recheck"].posts:
        mine = Q(applied_by_id__in=hands) | Q(decided_by_id__in=hands)
        asked |= Q(state="modified") & ~Q(modified_by_id__in=hands) & ~(~Q(grade="light") & mine)
    if by.post in ACTS["maintenance.apply"].posts:
        # What came back waits for its applicant, for whoever went on with his work, and, when he has left, for all.
        own = in_hand(me, who="applied_by_id", when="applied_at") | Q(applied_by__left_on__isnull=False)
        asked |= Q(state="returned", resumed_by=None, reversed_by=None) & own
    return _whole(Order.objects.filter(asked)).order_by("due_on", "id")


def orders(by: Session, *, state: str = "", mine: bool = False) -> Sequence[Order]:
    """The newest orders within the asker's scope."""
    found = _whole(Order.objects.all())
    if state:
        found = found.filter(state=state)
    if mine:
        found = found.filter(in_hand(by.staff_id, who="applied_by_id", when="applied_at"))
    return list(found.order_by("-id")[:PAGE])


def open_work(staff_id: UUID) -> list[tuple[str, int]]:
    """What someone has open: (words, how many), nothing for none."""
    own = in_hand(staff_id, who="applied_by_id", when="applied_at")
    on_their_way = Order.objects.filter(own, state__in=["applied", "approved", "modified"]).count()
    back = Order.objects.filter(own, state="returned", resumed_by=None, reversed_by=None).count()
    found = [("还没办结的变更单", on_their_way), ("退回等重报的变更单", back)]
    return [(label, count) for label, count in found if count]


def _whole(found: "QuerySet[Order]") -> "QuerySet[Order]":
    hands = ("applied_by", "decided_by", "modified_by", "rechecked_by", "returned_by")
    return found.select_related(*hands, "reverses", "resumed_by")


def subject(order: Order) -> Record | None:
    """The record an order is about, within the reader's scope."""
    return record(order.dataset, order.record_id)


def reversals(order: Order) -> Sequence[Order]:
    """Orders that take this one back, on their way or done."""
    return list(Order.objects.filter(reverses_id=order.pk).exclude(state="refused").order_by("-id"))


def carried_out_by(order: Order) -> UUID | None:
    """The entry that wrote the order into the records; None before that, and outside the reader's scope."""
    done = [e for e in ledger.about(order.pk, [CARRIED_OUT_BY[order.kind]], PAGE) if e.outcome == "done"]
    return done[0].pk if done else None


def came_after(row: Record, order: Order) -> bool:
    """Did the row come in after an order was carried out, by itself and not by another merge?"""
    assert order.modified_at is not None
    brought = Line.objects.filter(record_id=row.pk, order__kind="merge", order__modified_at__gt=order.modified_at)
    _, admitted = steps(row)
    return admitted is not None and admitted.at > order.modified_at and not brought.exists()


def plain(value: Any) -> Any:
    """A stored value that can be compared with another."""
    return bytes(value) if isinstance(value, memoryview) else value
