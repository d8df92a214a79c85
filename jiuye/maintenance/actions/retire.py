"""清理垃圾数据: out of use for a reason, on file for its term, back by a new order. Art. 9(3), 20(3)."""

from collections.abc import Sequence

from jiuye.lib.verdict import YES, Refused, first_no
from jiuye.maintenance import queries, rules
from jiuye.maintenance.actions.apply import file_order
from jiuye.maintenance.actions.carry_out import carry_out
from jiuye.maintenance.models import Order
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session, scope
from jiuye.records.amending import Plan, drawn
from jiuye.records.custody.papers import File
from jiuye.records.models import Record
from jiuye.records.rules import NOT_HERE
from jiuye.records.ties import everywhere, number_of
from jiuye.standards.queries import holding


@holding()
def apply_retire(
    record: Record, *, by: Session, junk: str, reason: str, files: Sequence[File] = (), origin: str = ""
) -> Order:
    """Ask for a record to be taken out of use. junk: which kind of junk (rules.JUNK). Raises `Refused` while rows
    in use quote the record: those are merged or cleared first."""
    with scope(by):
        held = queries.fresh(record)
        quoted = everywhere(held, in_use=True) if held is not None and number_of(held) else 0
        verdict = first_no(YES if held is not None else NOT_HERE, rules.may_retire(junk, quoted))
        changes = drawn([Plan(held, {"retired": True})]) if held is not None and verdict else []
    if not verdict:
        write_refusal(by, ("maintenance.apply", record._meta.label_lower, record.pk, reason, ""), verdict)
        raise Refused(verdict)
    detail = {"junk": rules.JUNK[junk]}
    return file_order(held, changes, by=by, kind="retire", reason=reason, files=files, origin=origin, detail=detail)


def retire(order: Order, *, by: Session) -> Order:
    """清理: carry out an approved order. The row stays on file for its term; nothing is deleted."""
    return carry_out("maintenance.retire", order, by=by)
