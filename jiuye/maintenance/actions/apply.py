"""申报: what is to change, why, on what evidence. Art. 9(3)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import YES, Refused, Verdict, first_no
from jiuye.lib.workdays import workday_after
from jiuye.maintenance import queries, rules
from jiuye.maintenance.actions.evidence import discard, keep
from jiuye.maintenance.digest import digest
from jiuye.maintenance.models import Evidence, Line, Order
from jiuye.parties.act import act, write_refusal
from jiuye.parties.entry import Entry
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.parties.weihai import CITY
from jiuye.records import rules as records_rules
from jiuye.records.amending import Difference, Plan, difference, drawn
from jiuye.records.custody.papers import File
from jiuye.records.history import dataset_of, read_back, values_of
from jiuye.records.models import MODELS, Record
from jiuye.records.numbers import next_number
from jiuye.standards.queries import catalogue, holding


@holding()
def apply(
    record: Record, texts: Mapping[str, str], *, by: Session, reason: str, kind: str = "correct",
    files: Sequence[File] = (), origin: str = "", resumes: Order | None = None,
) -> Order:  # fmt: skip
    """Ask for new values of a record's items, as typed ("" clears one). kind: correct or complete. Raises `Refused`
    for values that do not conform, without a reason or the evidence key items want, and for a record that lies
    elsewhere or is out of use. `resumes`: the returned order this asks for again."""
    with scope(by):
        held = MODELS[dataset_of(record)].objects.filter(pk=record.pk).first()
        changes = [difference(held, texts)] if held else []
    return file_order(record, changes, by=by, kind=kind, reason=reason, files=files, origin=origin, resumes=resumes)


@holding()
def apply_back(order: Order, *, by: Session, reason: str, files: Sequence[File] = ()) -> Order:
    """原样改回: a new order that would put every column of an order back as it was before. Raises `Refused` when
    one of them has been changed since by another hand."""
    with scope(by):
        plans = [_back(line) for line in queries.lines(order)]
        changes = drawn([p for p in plans if p is not None])
        pairs = zip(queries.lines(order), plans, strict=True)
        altered = any(p is None or _changed_since(line, p.record) for line, p in pairs)
    verdict = rules.may_reverse(order, altered)
    if not verdict:
        write_refusal(by, ("maintenance.apply", order._meta.label_lower, order.pk, reason, ""), verdict)
        raise Refused(verdict)
    record = plans[0].record if plans and plans[0] else None
    return file_order(
        record, changes, by=by, kind="restore", reason=reason, files=files, origin=f"order:{order.pk}", reverses=order
    )


def _back(line: Line) -> Plan | None:
    record = queries.record_of(line)
    if record is None:
        return None
    fields = {f.attname: f for f in record._meta.concrete_fields}
    return Plan(record, {c: read_back(fields[c], v) for c, v in line.before.items()}, frozenset(line.before))


def _changed_since(line: Line, record: Record) -> bool:
    """Is a column of the line no longer as the line left it?"""
    fields = {f.attname: f for f in record._meta.concrete_fields}
    return bool(drawn([Plan(record, {c: read_back(fields[c], v) for c, v in line.after.items()})])[0].after)


def file_order(
    record: Record | None, changes: Sequence[Difference], *, by: Session, kind: str, reason: str,
    files: Sequence[File] = (), origin: str = "", reverses: Order | None = None, resumes: Order | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Order:  # fmt: skip
    """Put an order on file with its lines and evidence: one act. The changes are drawn already, the first of them
    on `record`. Raises `Refused`; then nothing of it is kept."""
    key, reason = uuid7(), reason.strip()
    told = ("maintenance.apply", Order._meta.label_lower, key, reason, "")
    lane = rules.grade([(c.dataset, n) for c in changes for n in c.after], _light_items())
    usable = record is not None and queries.in_use(record)
    verdict = first_no(
        records_rules.NOT_HERE if record is None or not changes else YES,
        rules.good_reason(reason),
        rules.may_apply(kind, lane, any(c.after for c in changes), len(files), usable),
        rules.may_break(kind, [(c.dataset, f) for c in changes for f in c.faults]),
        _may_resume(resumes, by),
    )
    kept = _kept(files, verdict, by, told)
    try:
        with act("maintenance.apply", by=by, on=("maintenance.order", key), why=reason, origin=origin) as entry:
            assert record is not None
            held = {(c.dataset, c.record_id): queries.held(c.dataset, c.record_id) for c in changes}
            districts = {k: r.district for k, r in held.items() if r is not None}
            (YES if len(districts) == len(changes) else rules.NOT_ALL_HERE).or_refuse()
            # Of a merge both are held to what was seen, whether or not a value of theirs changes.
            both = {c.record_id for c in changes[:2]} if kind in ("merge", "unmerge") else set()
            lines = [
                Line(
                    order_id=key, position=n, dataset=c.dataset, record_id=c.record_id, base=c.base, before=c.before,
                    after=c.after, faults=list(c.faults), verdicts=list(c.verdicts),
                    district=districts[c.dataset, c.record_id],
                )
                for n, c in enumerate(changes)
                if c.after or c.record_id in both
            ]  # fmt: skip
            for one in kept:
                one.order_id, one.district = key, record.district
            order = _order(key, record, entry, by, kind=kind, grade=lane, reason=reason, origin=origin)
            order.reverses, order.resumes = reverses, resumes
            order.detail = dict(detail or {})
            order.digest = digest(reason, order.detail, lines, [e.sm3 for e in kept])
            entry.put(order)
            entry.put_many(lines)
            entry.put_many(kept)
    except BaseException:
        discard(kept)
        raise
    return order


def _may_resume(order: Order | None, by: Session) -> Verdict:
    if order is None:
        return YES
    with scope(by):
        held = queries.order(order.pk)
    return rules.may_resume(held, held is not None and hasattr(held, "resumed_by"))


def _kept(files: Sequence[File], verdict: Verdict, by: Session, told: tuple[Any, ...]) -> list[Evidence]:
    """The files read and put into the store, or the refusal, on file."""
    try:
        verdict.or_refuse()
        return keep(files)
    except Refused as refusal:
        write_refusal(by, told, refusal.verdict)
        raise


def _order(key: UUID, record: Record, entry: Entry, by: Session, **told: str) -> Order:
    values = values_of(record)
    return Order(
        id=key, number=next_number("BG", entry.at), dataset=dataset_of(record), record_id=record.pk,
        district=record.district, title=str(values.get("name") or values.get("employer_name") or ""),
        standard_version=catalogue().version, due_on=workday_after(entry.at.date(), rules.DAYS["applied"]),
        applied_by=Staff.objects.get(pk=by.staff_id), applied_at=entry.at, **told,
    )  # fmt: skip


def _light_items() -> frozenset[str]:
    """`dataset.item` of the light lane: the city's parameter."""
    held = catalogue().parameters.get("light_maintenance_items")
    return frozenset(held.on(clock.today(), CITY[0]).split() if held else ())
