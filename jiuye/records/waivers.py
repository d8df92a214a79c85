"""放行: asked for by one, decided by another, for named rules of one record and until a day. Art. 6(1)."""

from collections.abc import Sequence
from datetime import date

from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records import rules
from jiuye.records.history import dataset_of
from jiuye.records.models import Record, Waiver


def waive(record: Record, broken: Sequence[str], *, by: Session, reason: str, valid_until: date) -> Waiver:
    """申请放行. Raises `Refused` for rules the record did not break, without a reason, and beyond a year."""
    with act("records.waive", by=by, on=record, why=reason) as entry:
        rules.may_waive(record.verdicts, broken, reason, valid_until, entry.at.date()).or_refuse()
        waiver = Waiver(
            dataset=dataset_of(record), record_id=record.pk, district=record.district, rules=list(broken),
            reason=reason.strip(), valid_until=valid_until, proposed_by_id=by.staff_id, proposed_at=entry.at,
        )  # fmt: skip
        entry.put(waiver)
    return waiver


def approve_waiver(waiver: Waiver, *, by: Session, note: str = "") -> Waiver:
    """批准放行: by a second person; from now on the named rules do not hold the record back."""
    with act("records.approve_waiver", by=by, on=waiver, why=note) as entry:
        held = _held(waiver)
        rules.may_decide(held.state, held.proposed_by_id, by.staff_id).or_refuse()
        held.state, held.note = "approved", note.strip()
        held.decided_by_id, held.decided_at = by.staff_id, entry.at
        entry.put(held)
    return held


def refuse_waiver(waiver: Waiver, *, by: Session, note: str) -> Waiver:
    """不予放行, with the reason."""
    with act("records.refuse_waiver", by=by, on=waiver, why=note) as entry:
        held = _held(waiver)
        rules.may_decide(held.state, held.proposed_by_id, by.staff_id).or_refuse()
        if not note.strip():
            no("请写明为什么不予放行", code="J025").or_refuse()
        held.state, held.note = "refused", note.strip()
        held.decided_by_id, held.decided_at = by.staff_id, entry.at
        entry.put(held)
    return held


def _held(waiver: Waiver) -> Waiver:
    found = Waiver.objects.select_for_update().filter(pk=waiver.pk).first()
    if found is None:
        no("没有这份放行申请，或不在您的辖区", code="J024").or_refuse()
    assert found is not None
    return found
