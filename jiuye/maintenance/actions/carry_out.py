"""修改: an approved order written into the records, exactly, or not at all. Art. 9(3)."""

from collections.abc import Sequence
from dataclasses import replace

from jiuye.lib.verdict import Refused
from jiuye.maintenance import queries, rules
from jiuye.maintenance.actions.steps import intact, lock, moved, send_back
from jiuye.maintenance.models import Line, Order
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session
from jiuye.records import actions as records
from jiuye.records.amending import again
from jiuye.records.rules import MOVED_ON
from jiuye.standards.queries import holding


def modify(order: Order, *, by: Session) -> Order:
    """修改: write the approved values. Raises `Refused` for a hand that may not, and when the record has moved on
    since: then the order goes back to whoever applied, and nothing was written."""
    return carry_out("maintenance.modify", order, by=by)


@holding()
def carry_out(name: str, order: Order, *, by: Session) -> Order:
    """Under the act of that name: every line of the order, or none."""
    try:
        with act(name, by=by, on=order, origin=order.origin) as entry:
            held = lock(order)
            rules.may_carry_out(held, name, hands_of(by)).or_refuse()
            intact(held)
            held.modified_by_id, held.modified_at = by.staff_id, entry.at
            entry.put(moved(held, "modified", entry.at, ""))
            _write(held, queries.lines(held), entry)
    except Refused as refusal:
        if refusal.verdict.code in rules.GOES_BACK:
            send_back(order, by=by, note=refusal.verdict.reason)
        raise
    return held


def _write(order: Order, lines: Sequence[Line], entry: Entry) -> None:
    """Each record in its line's hands: as it was drawn, judged as things stand now."""
    found = [(line, queries.held(line.dataset, line.record_id)) for line in lines]
    changes = [(record, line.after) for line, record in found if record is not None and record.entry_id == line.base]
    if len(changes) != len(lines):
        raise Refused(MOVED_ON)
    drawn = again(changes)
    rules.may_break(order.kind, [(d.dataset, f) for d in drawn for f in d.faults]).or_refuse()
    for line, now in zip(lines, drawn, strict=True):
        records.amend([replace(now, before=line.before, after=line.after)], under=entry)
