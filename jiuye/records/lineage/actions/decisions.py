"""核实、不采信、查看依据: what one stated another decides, once. Art. 2(1), 7, 9(2).

A fact leaves what is in store where it is: rows of an employer that was merged remain its own, and a name changes by a
change order (Art. 9(3)). Only how an employer ended follows from the confirmed fact, as the status items of a matter
follow from its steps: from then on the standard's own rules stop what begins later.
"""

from dataclasses import replace

from jiuye.lib.store import Damaged
from jiuye.lib.verdict import Refused, no
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session, scope
from jiuye.records import actions as records
from jiuye.records.amending import Difference, difference
from jiuye.records.custody.contents import store
from jiuye.records.handling.rules import conforms
from jiuye.records.lineage import facts, queries, rules
from jiuye.records.models import MODELS, Lineage, Record
from jiuye.records.rules import NOT_HERE


def confirm_lineage(fact: Lineage, *, by: Session, note: str = "") -> Lineage:
    """核实沿革, by another person. Of a revocation and a merger the employer's status and the day of its end follow.

    Raises `Refused` for whoever stated it, for a file out of use or gone elsewhere, for a merger that cannot be
    (`rules.may_merge`), and where market regulation no longer says what it rests upon."""
    record, change = _drawn(fact, by)
    why, detail = facts.label(fact.kind), facts.names(fact.pk)
    with act("records.confirm_lineage", by=by, on=record or fact, why=why, detail=detail) as entry:
        held = _undecided(fact, by)
        _still_so(held)
        _decide(held, "confirmed", note, by, entry)
        if record is not None and change is not None:
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
    with act("records.refuse_lineage", by=by, on=record or fact, why=note, detail=facts.names(fact.pk)) as entry:
        rules.good_note(note).or_refuse()
        return _decide(_undecided(fact, by), "refused", note, by, entry)


def view_paper(fact: Lineage, *, by: Session) -> bytes:
    """查看沿革依据: seeing is an act. Raises `Refused` when there is none, or it is damaged."""
    with act("records.view_paper", by=by, on=fact, why=facts.label(fact.kind)):
        if not Lineage.objects.filter(pk=fact.pk).exclude(sha256="").exists():
            raise Refused(rules.GONE)
        try:
            return store().get(fact.sha256)
        except Damaged:
            raise Refused(no("依据文件已损坏或丢失", code="A014", help="请告诉信息机构运维岗，从备份恢复。")) from None


def _drawn(fact: Lineage, by: Session) -> tuple[Record | None, Difference | None]:
    """The record, and its end as the fact tells it, judged; None where nothing ends or it stands so already."""
    status = facts.KINDS[fact.kind].status
    with scope(by):
        record = queries.subject(fact)
        if record is None or not status:
            return record, None
        texts = {"employer_status": status, "cancelled_date": fact.effective_on.isoformat()}
        change = difference(record, texts)
    return record, change if change.after else None


def _undecided(fact: Lineage, by: Session) -> Lineage:
    """The fact, held until the act ends, for a hand that may decide it."""
    held = Lineage.objects.select_for_update().filter(pk=fact.pk).first()
    if held is None:
        raise Refused(rules.GONE)
    rules.may_decide(held, hands_of(by)).or_refuse()
    return held


def _still_so(fact: Lineage) -> None:
    """The subject's file, held until the act ends, may have gone out of use since; so may what the fact rests upon."""
    record = MODELS[fact.dataset].objects.select_for_update().filter(pk=fact.record_id).first()
    if record is None:
        raise Refused(NOT_HERE)
    rules.alive(queries.in_use(record), record.district == fact.district).or_refuse()
    if fact.fact_id is not None:
        known = queries.revocations(record).filter(fact_start_date=fact.effective_on)
        rules.still_known(known.exists()).or_refuse()
    if fact.kind == "merged":
        rules.may_merge(queries.merger_fault(fact.record_id, fact.other_uscc)).or_refuse()


def _decide(held: Lineage, state: str, note: str, by: Session, entry: Entry) -> Lineage:
    held.state, held.note, held.decided_by_id, held.decided_at = state, note.strip()[:200], by.staff_id, entry.at
    entry.put(held)
    return held
