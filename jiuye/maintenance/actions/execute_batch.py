"""授权执行、反向执行: exactly the approved difference, in one transaction, after its way back has been tried.
Art. 9(3)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from jiuye.lib.progress import Progress, Tell, silent
from jiuye.lib.verdict import Refused, first_no
from jiuye.maintenance import batch_rules, queries, rules
from jiuye.maintenance.actions.steps import intact, lock, moved, send_back
from jiuye.maintenance.asking import back
from jiuye.maintenance.models import Line, Order, Report
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session
from jiuye.records import actions as records
from jiuye.records.amending import Difference, again, drawn, planned
from jiuye.records.handling.beginning import restate
from jiuye.records.models import Record
from jiuye.records.rules import MOVED_ON
from jiuye.standards.queries import holding

Held = dict[UUID, Record]


@holding()
def execute_batch(order: Order, *, by: Session, tell: Tell = silent) -> Order:
    """授权执行: draw the difference anew and hold it against the approved one; write it, try its way back in a
    savepoint, and report. All of it or nothing. Raises `Refused` for a hand that may not, an approval out of its
    days, and a difference that is another by a single row: then the order goes back."""
    try:
        with act("maintenance.execute_batch", by=by, on=order) as entry:
            held = lock(order)
            approval = queries.approval(held)
            first_no(
                rules.may_carry_out(held, entry.act, hands_of(by)),
                batch_rules.in_force(approval.issued_on, approval.valid_until, entry.at.date())
                if approval else batch_rules.NO_APPROVAL,
            ).or_refuse()  # fmt: skip
            intact(held)
            lines = queries.lines(held)
            found = queries.held_all(held.dataset, [x.record_id for x in lines])
            changes = _as_approved(held, lines, found, tell)
            held.modified_by_id, held.modified_at = by.staff_id, entry.at
            entry.put(moved(held, "modified", entry.at, ""))
            tried = _written(changes, entry, tell)
            tell(Progress("核验", 0, len(lines), final=True))
            entry.put(_report(held, lines, found, entry, tried))
    except Refused as refusal:
        if refusal.verdict.code in rules.GOES_BACK:
            send_back(order, by=by, note=refusal.verdict.reason)
        raise
    return held


def _as_approved(order: Order, lines: Sequence[Line], found: Held, tell: Tell) -> list[Difference]:
    """The changes drawn anew, every one as it was approved, and no row more than that."""
    tell(Progress("与批准的清单核对", 0, len(lines)))
    if any(x.record_id not in found or found[x.record_id].entry_id != x.base for x in lines):
        raise Refused(MOVED_ON)
    condition = back(order.detail["ask"])
    if condition is not None:
        known = {x.record_id for x in lines}
        more = [(r, {condition.change: condition.to}) for r in condition.selected().exclude(pk__in=known)]
        if any(d.after for d in drawn(planned(more))):
            raise Refused(batch_rules.MORE_ROWS)
    now = again([(found[x.record_id], x.after) for x in lines])
    for line, change in zip(lines, now, strict=True):
        if not _judged_alike(change, line):
            raise Refused(batch_rules.DIFFERS)
    tell(Progress("与批准的清单核对", len(lines), len(lines)))
    return [replace(d, before=x.before, after=x.after) for x, d in zip(lines, now, strict=True)]


def _judged_alike(change: Difference, line: Line) -> bool:
    """The same verdicts as were approved, whatever their order."""
    broken = [{(f["rule_id"], f["item"]) for f in faults} for faults in (change.faults, line.faults)]
    return broken[0] == broken[1] and set(change.verdicts) == set(line.verdicts or ())


class _Tried(Exception):
    """The way back has been tried, and nothing of it stays."""


def _written(changes: Sequence[Difference], entry: Entry, tell: Tell) -> int:
    """Carry out; go back, compare, and undo the way back: how many rows it would put back to the letter. Raises
    `Refused` where it would not."""
    tell(Progress("写入", 0, len(changes)))
    dataset, keys = changes[0].dataset, [d.record_id for d in changes]
    before = queries.prints(dataset, keys)
    records.amend(changes, under=entry)
    tell(Progress("写入", len(changes), len(changes)))
    tell(Progress("试反向还原", 0, len(changes)))
    after = queries.prints(dataset, keys)
    try:
        with transaction.atomic():
            records.give_back(dataset, entry.id, keys, under=entry)
            returned = queries.prints(dataset, keys)
            raise _Tried
    except _Tried:
        pass
    if returned != before or any(after[k] == before[k] for k in keys) or queries.prints(dataset, keys) != after:
        raise Refused(batch_rules.NOT_RESTORED)
    tell(Progress("试反向还原", len(changes), len(changes)))
    return len(returned)


def _report(order: Order, lines: Sequence[Line], before: Held, entry: Entry, tried: int) -> Report:
    """核验: what stands in the database now, read and judged anew. Raises `Refused` where it is not as approved."""
    rows = len(lines)
    equal, written = queries.as_lines_say(order, entry.id), queries.versions_by(order.dataset, entry.id)
    fresh = queries.held_all(order.dataset, [x.record_id for x in lines])
    now = again([(fresh[x.record_id], {}) for x in lines])
    same = sum(set(d.verdicts) == set(x.verdicts or ()) for d, x in zip(now, lines, strict=True))
    if not equal == written == same == tried == rows:
        raise Refused(batch_rules.NOT_AS_WRITTEN)
    told = {
        "rows": rows, "equal": equal, "written": written, "judged": same, "restored": tried, "digest": order.digest,
        "before": Counter(v for r in before.values() for v in r.verdicts),
        "after": Counter(v for d in now for v in d.verdicts),
    }  # fmt: skip
    return Report(order=order, district=order.district, detail=told)


def invert_batch(order: Order, *, by: Session, tell: Tell = silent) -> Order:
    """反向执行: every row as it was before the batch, to the letter, its matter where the row then says. Raises
    `Refused` for whoever had a hand in it, and where one of the rows has been changed since: then nothing goes back."""
    with act("maintenance.invert_batch", by=by, on=order) as entry:
        held = lock(order)
        batch_rules.may_invert(held, hands_of(by)).or_refuse()
        executed = queries.carried_out_by(held)
        lines = queries.lines(held)
        keys = [x.record_id for x in lines]
        found = queries.held_all(held.dataset, keys)
        if executed is None or any(k not in found or found[k].entry_id != executed for k in keys):
            raise Refused(batch_rules.MOVED_SINCE)
        tell(Progress("反向执行", 0, len(keys), final=True))
        held.inverted_by_id, held.inverted_at = by.staff_id, entry.at
        entry.put(moved(held, "inverted", entry.at, held.note))
        records.give_back(held.dataset, executed, keys, under=entry)
        for line in lines:
            restate(held.dataset, line.record_id, line.after, under=entry)
    return held
