"""批量申请、登记省级批复: a batch drawn row by row, frozen, and bound to the document that allows it. Art. 9(3)."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.progress import Progress, Tell, silent
from jiuye.lib.verdict import YES, Refused, first_no
from jiuye.lib.workdays import workday_after
from jiuye.maintenance import batch_rules, queries, rules
from jiuye.maintenance.actions.evidence import discard, keep
from jiuye.maintenance.actions.steps import intact, lock
from jiuye.maintenance.asking import Condition, Listed
from jiuye.maintenance.batch_rules import Document
from jiuye.maintenance.digest import digest
from jiuye.maintenance.models import Approval, Line, Order
from jiuye.parties.act import act, write_refusal
from jiuye.parties.entry import Entry
from jiuye.parties.models import Staff
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session, scope
from jiuye.records.amending import Difference, drawn, planned
from jiuye.records.custody.papers import File
from jiuye.records.models import Record
from jiuye.records.numbers import next_number
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue, holding

Drawn = Sequence[tuple[Record, Difference]]
DAYS = 20  # workdays until the province has answered


@holding()
def propose_batch(
    ask: Condition | Listed, *, by: Session, reason: str, key: UUID | None = None, tell: Tell = silent
) -> Order:
    """试算并申请: draw every row's change with the verdicts of the standard, and put it on file, frozen, under its
    digest. Nothing is written into the records. Raises `Refused` where nothing would change, a row would break
    what holds now, or the file names what is not there."""
    key, reason = key or uuid7(), reason.strip()
    told = ("maintenance.propose_batch", Order._meta.label_lower, key, reason, "")
    try:
        rules.good_reason(reason).or_refuse()
        with scope(by):
            found = _drawn(ask, tell)
        stops = [f"{_number(r, d)} {d.stops[0]['message']}" for r, d in found if d.stops]
        batch_rules.may_propose(len(found), stops).or_refuse()
    except Refused as refusal:
        write_refusal(by, told, refusal.verdict)
        raise
    with act("maintenance.propose_batch", by=by, on=(Order._meta.label_lower, key), why=reason) as entry:
        order = _order(key, ask, found, entry, by, reason)
        lines = [
            Line(
                order_id=key, position=n, dataset=d.dataset, record_id=d.record_id, base=d.base, before=d.before,
                after=d.after, faults=list(d.faults), verdicts=list(d.verdicts), district=r.district,
            )
            for n, (r, d) in enumerate(found)
        ]  # fmt: skip
        order.digest = digest(reason, order.detail, lines, [])
        entry.put(order)
        entry.put_many(lines)
    return order


def _drawn(ask: Condition | Listed, tell: Tell) -> Drawn:
    tell(Progress("选出档案", 0))
    asked = ask.asked()
    tell(Progress("选出档案", len(asked), len(asked)))
    batch_rules.may_propose(len(asked), ()).or_refuse()
    plans = planned(asked)
    tell(Progress("逐行按标准试算", 0, len(plans)))
    differences = drawn(plans)
    tell(Progress("逐行按标准试算", len(plans), len(plans)))
    return [(p.record, d) for p, d in zip(plans, differences, strict=True) if d.after]


def _number(record: Record, change: Difference) -> str:
    return str(getattr(record, NUMBERS[change.dataset]) or record.pk)


def _order(key: UUID, ask: Condition | Listed, found: Drawn, entry: Entry, by: Session, reason: str) -> Order:
    districts = Counter(r.district for r, _ in found)
    agencies = Counter(str(getattr(r, "agency_code", "") or "") for r, _ in found)
    verdicts = Counter(v for _, d in found for v in d.verdicts)
    counts = {"rows": len(found), "districts": districts, "agencies": agencies, "verdicts": verdicts}
    return Order(
        id=key, number=next_number("PL", entry.at), kind="batch", grade="key", dataset=ask.dataset,
        record_id=found[0][0].pk, district=next(iter(districts)) if len(districts) == 1 else by.district,
        title=f"{len(found):,} 份", reason=reason, detail={"ask": ask.told(), **counts},
        standard_version=catalogue().version, due_on=workday_after(entry.at.date(), DAYS),
        applied_by=Staff.objects.get(pk=by.staff_id), applied_at=entry.at,
    )  # fmt: skip


def bind_province(order: Order, document: Document, scan: File | None, *, by: Session, seen: str) -> Order:
    """登记省级批复: the document filed with its scan and bound to the difference the approver was shown. Raises
    `Refused` for whoever applied, a document that quotes another difference, has lapsed or served already."""
    told = ("maintenance.bind_province", Order._meta.label_lower, order.pk, document.number, "")
    try:
        batch_rules.good_document(document, order.digest, clock.today()).or_refuse()
        kept = keep([scan]) if scan else []
        (YES if kept else batch_rules.NO_SCAN).or_refuse()
    except Refused as refusal:
        write_refusal(by, told, refusal.verdict)
        raise
    try:
        with act("maintenance.bind_province", by=by, on=order, why=document.number) as entry:
            held = lock(order)
            first_no(
                batch_rules.is_batch(held), rules.may_decide(held, "approved", hands_of(by)),
                YES if seen == held.digest else rules.SEEN_ELSE,
                batch_rules.good_document(document, held.digest, entry.at.date()),
            ).or_refuse()  # fmt: skip
            intact(held)
            paper = kept[0]
            paper.order_id, paper.district = held.pk, held.district
            entry.put(paper)
            assert document.issued_on
            assert document.valid_until
            approval = Approval(
                order=held, scan=paper, district=held.district, number=document.number, office=document.office,
                scope=document.scope, rows=len(queries.lines(held)), digest=held.digest, scan_sm3=paper.sm3,
                issued_on=document.issued_on, valid_until=document.valid_until,
            )  # fmt: skip
            _once(approval, entry)
            held.decided_by_id, held.decided_at, held.approved_digest = by.staff_id, entry.at, seen
            held.state, held.note, held.due_on = "approved", "", document.valid_until
            entry.put(held)
    except BaseException:
        discard(kept)
        raise
    return held


def _once(approval: Approval, entry: Entry) -> None:
    try:
        with transaction.atomic():
            entry.put(approval)
    except IntegrityError as error:
        raise Refused(batch_rules.USED) from error
