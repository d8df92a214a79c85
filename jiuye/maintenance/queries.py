"""Reads of the maintenance room, scoped to who asks (row security does the scoping)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from jiuye.ledger import queries as ledger
from jiuye.ledger.models import VersionShown
from jiuye.maintenance.models import Approval, Evidence, Line, Order, Report
from jiuye.maintenance.rules import CARRIED_OUT_BY
from jiuye.parties.permissions import ACTS
from jiuye.parties.queries import hands_of, in_hand
from jiuye.parties.sessions import Session
from jiuye.records.history import steps
from jiuye.records.models import MODELS, Record

PAGE = 50
# Columns that name the hand that wrote a row last; a way back does not put them back.
LAST_HAND = ("entry_id", "updated_at", "updated_by")


def order(key: UUID) -> Order | None:
    return _whole(Order.objects.all()).filter(pk=key).first()


def by_number(number: str) -> Order | None:
    return Order.objects.filter(number=number).first()


def lines(order: Order) -> Sequence[Line]:
    """In the order they are written."""
    return list(Line.objects.filter(order_id=order.pk).select_related("order").order_by("position"))


def line_page(order: Order, first: int, district: str) -> Sequence[Line]:
    """A page of a batch's lines, from a position on, of one district or of all."""
    found = Line.objects.filter(order_id=order.pk, position__gte=first).select_related("order")
    return list((found.filter(district=district) if district else found).order_by("position")[:PAGE])


def records_of(lines: Sequence[Line]) -> dict[UUID, Record]:
    """The records of lines of one dataset, by key."""
    dataset = lines[0].dataset if lines else "person"
    return {r.pk: r for r in MODELS[dataset].objects.filter(pk__in=[x.record_id for x in lines])}


def evidence(order: Order) -> Sequence[Evidence]:
    return list(Evidence.objects.filter(order_id=order.pk).select_related("order", "approval").order_by("id"))


def approval(order: Order) -> Approval | None:
    """The provincial approval of a batch."""
    return Approval.objects.select_related("scan").filter(order_id=order.pk).first()


def report(order: Order) -> Report | None:
    return Report.objects.filter(order_id=order.pk).first()


def held_all(dataset: str, keys: Sequence[UUID]) -> dict[UUID, Record]:
    """Records kept from others until the act ends, by key; those out of reach are left out."""
    found = MODELS[dataset].objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {r.pk: r for r in found}


def prints(dataset: str, keys: Sequence[UUID], but: Sequence[str] = LAST_HAND) -> dict[UUID, str]:
    """A digest of each whole row, all columns but those named."""
    table = MODELS[dataset]._meta.db_table
    with connection.cursor() as c:
        c.execute(
            "select r.id, encode(sha256(convert_to((to_jsonb(r) - %s::text[])::text, 'UTF8')), 'hex')"
            f" from {table} r where r.id = any(%s)",
            [list(but), list(keys)],
        )
        return dict(c.fetchall())


def as_lines_say(order: Order, entry: UUID) -> int:
    """How many records bear this entry and every value their line gives them."""
    table = MODELS[order.dataset]._meta.db_table
    with connection.cursor() as c:
        c.execute(
            f"select count(*) from maintenance_line l join {table} r on r.id = l.record_id where l.order_id = %s"
            " and r.entry_id = %s and to_jsonb(jsonb_populate_record(r, l.after)) = to_jsonb(r)",
            [order.pk, entry],
        )
        return int(c.fetchone()[0])


def versions_by(dataset: str, entry: UUID) -> int:
    """How many rows of a dataset an entry changed, as the book has it."""
    table = MODELS[dataset]._meta.db_table
    return VersionShown.objects.filter(entry_id=entry, tbl=table).count()


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
        earlier = mine | Q(modified_by_id__in=hands) | Q(returned_by_id__in=hands)
        asked |= Q(kind="batch", state="returned", modified_by__isnull=False) & ~earlier
    if by.post in ACTS["maintenance.recheck"].posts:
        mine = Q(applied_by_id__in=hands) | Q(decided_by_id__in=hands)
        asked |= Q(state="modified") & ~Q(modified_by_id__in=hands) & ~(~Q(grade="light") & mine)
    if by.post in ACTS["maintenance.apply"].posts:
        # What came back waits for its applicant, for whoever went on with his work, and, when he has left, for all.
        own = in_hand(me, who="applied_by_id", when="applied_at") | Q(applied_by__left_on__isnull=False)
        asked |= ~Q(kind="batch") & Q(state="returned", resumed_by=None, reversed_by=None) & own
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
    back = Order.objects.filter(own, state="returned", resumed_by=None, reversed_by=None).exclude(kind="batch").count()
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
