"""裁定冲突: a second person has looked at both sources and says which one stands. Art. 6(2), 7."""

from jiuye.collection.sections import rules
from jiuye.collection.sections.following import number_of
from jiuye.collection.sections.models import Conflict
from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.records.refreshing import refresh, value_of
from jiuye.standards.queries import catalogue


def settle_conflict(conflict: Conflict, *, by: Session, verdict: str, note: str) -> Conflict:
    """verdict: one of `rules.VERDICTS`; the value that stands is written to the other record, unless both stay.
    Raises `Refused` for the collector, without a reason, for another district, a conflict settled before, a weaker
    source against a stronger, and an item that only maintenance may correct."""
    with act("collection.settle_conflict", by=by, on=conflict, why=note, items=[conflict.item]) as entry:
        held = Conflict.objects.select_for_update().filter(pk=conflict.pk).first()
        if held is None:
            no("所涉数据不在您的辖区或权限之内", code="JY403", help="由该区市的审核岗办理。").or_refuse()
        assert held is not None
        rules.may_settle(held, by.staff_id, verdict, note).or_refuse()
        if verdict != "apart":
            _write(held, verdict, entry, by.staff.staff_no)
        held.state, held.verdict, held.note = "settled", verdict, note.strip()
        held.settled_by_id, held.settled_at = by.staff_id, entry.at
        entry.put(held)
    return held


def _write(conflict: Conflict, verdict: str, entry: Entry, hand: str) -> None:
    new = (conflict.dataset, conflict.record_id, conflict.item, conflict.strength)
    other = (conflict.held_dataset, conflict.held_record_id, conflict.held_item, conflict.held_strength)
    (dataset, key, item, strength), (to, to_key, to_item, _) = (new, other) if verdict == "new" else (other, new)
    rules.may_rewrite(catalogue().items[to][to_item].upkeep).or_refuse()
    origin = {"strength": strength, "dataset": dataset, "number": number_of(dataset, key)}
    refresh(to, to_key, to_item, value_of(dataset, key, item), origin, under=entry, hand=hand)
