"""审批、不批、复核、退改: the steps of an order that change no record. Art. 9(3)."""

from datetime import datetime

from jiuye.lib.verdict import YES, Refused, no
from jiuye.lib.workdays import workday_after
from jiuye.maintenance import queries, rules
from jiuye.maintenance.digest import digest
from jiuye.maintenance.models import Order
from jiuye.parties.act import act
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session


def lock(order: Order) -> Order:
    """The order as it stands, held until the act ends. Raises `Refused` for one of another district."""
    held = Order.objects.select_for_update().filter(pk=order.pk).first()
    if held is None:
        raise Refused(rules.NOT_HERE)
    return held


def intact(order: Order) -> None:
    """Raises `Refused` when lines, reason and evidence no longer give the order's digest."""
    files = [e.sm3 for e in queries.evidence(order) if not hasattr(e, "approval")]
    if digest(order.reason, order.detail, queries.lines(order), files) != order.digest:
        raise Refused(rules.ALTERED)


def moved(order: Order, to: str, at: datetime, note: str) -> Order:
    """The order in its next state, with the day the next hand has; not saved."""
    order.state, order.note = to, note.strip()
    if to in rules.DAYS:
        order.due_on = workday_after(at.date(), rules.DAYS[to])
    return order


def approve(order: Order, *, by: Session, seen: str, note: str = "") -> Order:
    """审批: seen is the digest of the difference the approver was shown; the approval is bound to it. Raises
    `Refused` for the applicant and for whoever goes on with his work."""
    with act("maintenance.approve", by=by, on=order, why=note) as entry:
        held = lock(order)
        rules.not_batch(held).or_refuse()
        rules.may_decide(held, "approved", hands_of(by)).or_refuse()
        (YES if seen == held.digest else rules.SEEN_ELSE).or_refuse()
        intact(held)
        held.decided_by_id, held.decided_at, held.approved_digest = by.staff_id, entry.at, seen
        entry.put(moved(held, "approved", entry.at, note))
    return held


def refuse(order: Order, *, by: Session, note: str) -> Order:
    """不批, with the reason."""
    with act("maintenance.refuse", by=by, on=order, why=note) as entry:
        held = lock(order)
        rules.may_decide(held, "refused", hands_of(by)).or_refuse()
        _wanted(note, "请写明为什么不批")
        held.decided_by_id, held.decided_at = by.staff_id, entry.at
        entry.put(moved(held, "refused", entry.at, note))
    return held


def recheck(order: Order, *, by: Session, note: str = "") -> Order:
    """复核: the change is as approved and right. By somebody who took no earlier part."""
    with act("maintenance.recheck", by=by, on=order, why=note) as entry:
        held = lock(order)
        rules.may_recheck(held, hands_of(by)).or_refuse()
        held.rechecked_by_id, held.rechecked_at = by.staff_id, entry.at
        entry.put(moved(held, "confirmed", entry.at, note))
    return held


def send_back(order: Order, *, by: Session, note: str) -> Order:
    """退改: back to whoever applied. What was changed already stays until a new order changes it back."""
    with act("maintenance.send_back", by=by, on=order, why=note) as entry:
        held = lock(order)
        rules.may_send_back(held, hands_of(by), by.post).or_refuse()
        _wanted(note, "请写明为什么退回")
        held.returned_by_id, held.returned_at = by.staff_id, entry.at
        entry.put(moved(held, "returned", entry.at, note))
    return held


def _wanted(note: str, otherwise: str) -> None:
    if len(note.strip()) < 2:
        no(otherwise, code="M018").or_refuse()
