"""登记沿革、核实、不采信: stated by one, decided by another. Art. 2(1), 7, 9(2).

A fact leaves what is in store where it is: rows of an employer that was merged remain its own, and a name changes by a
change order (Art. 9(3)). Only how an employer ended follows from the confirmed fact, as the status items of a matter
follow from its steps: from then on the standard's own rules stop what begins later.
"""

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jiuye.lib.keys import uuid7
from jiuye.lib.store import Damaged
from jiuye.lib.verdict import Refused, no
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act, write_refusal
from jiuye.parties.entry import Entry
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session, scope
from jiuye.records import actions as records
from jiuye.records import naming
from jiuye.records.amending import Difference, difference
from jiuye.records.custody.contents import hold, let_go, store
from jiuye.records.custody.papers import File, put_by
from jiuye.records.handling.rules import conforms
from jiuye.records.history import dataset_of
from jiuye.records.keys import sealer
from jiuye.records.lineage import queries, rules
from jiuye.records.lineage.facts import KINDS
from jiuye.records.lineage.rules import Told
from jiuye.records.models import Lineage, Record
from jiuye.records.rules import NOT_HERE

DAYS = 3  # workdays for the second hand


def state_lineage(
    record: Record, told: Told, *, by: Session, paper: File | None = None, fact_id: UUID | None = None
) -> Lineage:
    """登记沿革. fact_id: the shared fact a revocation rests upon instead of a paper. Raises `Refused` for what a
    record of its kind cannot have, a day that cannot be, an employer that is none, without evidence, and twice."""
    kept: dict[str, Any] = {}
    subject = (f"records.{dataset_of(record)}", record.pk)
    try:
        rules.may_prove(fact_id is not None, paper is not None).or_refuse()
        kept = put_by(paper) if paper and fact_id is None else {}
    except Refused as refusal:
        write_refusal(by, ("records.state_lineage", *subject, "", ""), refusal.verdict)
        raise
    try:
        made, why = uuid7(), _label(told.kind)
        with act("records.state_lineage", by=by, on=record, why=why, detail=_names(made)) as entry:
            held = type(record)._default_manager.select_for_update().filter(pk=record.pk).first()
            if held is None:
                raise Refused(NOT_HERE)
            rules.may_state(
                told, dataset_of(held), getattr(held, "uscc", "") or "", getattr(held, "registered_date", None),
                queries.in_use(held), entry.at.date(),
            ).or_refuse()  # fmt: skip
            if kept:
                hold(kept["sha256"])
                store().put(paper.data if paper else b"")  # once more, should it have gone meanwhile
            fact = Lineage(
                pk=made, dataset=dataset_of(held), record_id=held.pk, district=held.district, keys=_keys(told),
                fact_id=fact_id, stated_by_id=by.staff_id, stated_at=entry.at,
                due_on=workday_after(entry.at.date(), DAYS), **asdict(told), **kept,
            )  # fmt: skip
            _put(fact, entry)
    except BaseException:
        if kept:
            let_go(kept["sha256"])
        raise
    return fact


def confirm_lineage(fact: Lineage, *, by: Session, note: str = "") -> Lineage:
    """核实沿革, by another person. Of a revocation and a merger the employer's status and the day of its end follow."""
    record, change = _drawn(fact, by)
    why, detail = _label(fact.kind), _names(fact.pk)
    with act("records.confirm_lineage", by=by, on=record or fact, why=why, detail=detail) as entry:
        held = _decided(fact, "confirmed", note, by, entry)
        if record is None:
            raise Refused(NOT_HERE)
        if change is not None:
            conforms(change, ()).or_refuse()
            origin = queries.origin(held, entry.at, entry.id)
            for item in change.after:
                rules.strong_enough(queries.last_source(record, item), origin["strength"]).or_refuse()
            origins = {**(record.origins or {}), **dict.fromkeys(change.after, origin)}
            records.amend([replace(change, after={**change.after, "origins": origins})], under=entry)
    return held


def refuse_lineage(fact: Lineage, *, by: Session, note: str) -> Lineage:
    """不采信, with the reason; what it says holds nowhere."""
    with scope(by):
        record = queries.subject(fact)
    with act("records.refuse_lineage", by=by, on=record or fact, why=note, detail=_names(fact.pk)) as entry:
        rules.good_note(note).or_refuse()
        return _decided(fact, "refused", note, by, entry)


def view_paper(fact: Lineage, *, by: Session) -> bytes:
    """查看沿革依据: seeing is an act. Raises `Refused` when there is none, or it is damaged."""
    with act("records.view_paper", by=by, on=fact, why=_label(fact.kind)):
        if not Lineage.objects.filter(pk=fact.pk).exclude(sha256="").exists():
            raise Refused(rules.GONE)
        try:
            return store().get(fact.sha256)
        except Damaged:
            raise Refused(no("依据文件已损坏或丢失", code="A014", help="请告诉信息机构运维岗，从备份恢复。")) from None


def _drawn(fact: Lineage, by: Session) -> tuple[Record | None, Difference | None]:
    """The record, and its end as the fact tells it, judged; None where nothing ends or it stands so already."""
    status = KINDS[fact.kind].status
    with scope(by):
        record = queries.subject(fact)
        if record is None or not status:
            return record, None
        texts = {"employer_status": status, "cancelled_date": fact.effective_on.isoformat()}
        change = difference(record, texts)
    return record, change if change.after else None


def _decided(fact: Lineage, state: str, note: str, by: Session, entry: Entry) -> Lineage:
    held = Lineage.objects.select_for_update().filter(pk=fact.pk).first()
    if held is None:
        raise Refused(rules.GONE)
    rules.may_decide(held, hands_of(by)).or_refuse()
    held.state, held.note, held.decided_by_id, held.decided_at = state, note.strip()[:200], by.staff_id, entry.at
    entry.put(held)
    return held


def _keys(told: Told) -> list[str]:
    names = [told.former, told.later]
    return [key for name in names if name for key in naming.keys_of(name, sealer(), number=False)]


def _names(key: UUID) -> dict[str, str]:
    """The fact an entry about a record is of, as its timeline asks it."""
    return {"lineage": str(key)}


def _label(kind: str) -> str:
    return KINDS[kind].label if kind in KINDS else ""


def _put(fact: Lineage, entry: Entry) -> None:
    try:
        with transaction.atomic():
            entry.put(fact)
    except IntegrityError as error:
        raise Refused(rules.TWICE) from error
