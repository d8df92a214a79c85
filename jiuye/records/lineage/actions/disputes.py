"""提请撤销、撤销、维持沿革: a confirmed fact that is wrong goes the way it came, by two hands. Art. 7, 9(2).

Whatever reads confirmed facts (search, likenesses, the heirs' pages, whether an employer may merge) follows at once.
How an employer ended is put back as it was before, unless another act has settled it since; a name that was changed
because of the fact goes back by a change order of its own (Art. 9(3)).
"""

from dataclasses import replace

from jiuye.lib.verdict import Refused
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session, scope
from jiuye.records import actions as records
from jiuye.records.amending import Difference, difference, in_json
from jiuye.records.handling.rules import conforms
from jiuye.records.lineage import facts, queries, rules
from jiuye.records.lineage.actions.statements import DAYS
from jiuye.records.models import Lineage, Record


def dispute_lineage(fact: Lineage, *, by: Session, why: str) -> Lineage:
    """提请撤销 of a confirmed fact: where it is wrong. It holds until another has decided."""
    with scope(by):
        record = queries.subject(fact)
    with act("records.dispute_lineage", by=by, on=record or fact, why=why, detail=facts.names(fact.pk)) as entry:
        held = _held(fact)
        rules.may_dispute(held, why).or_refuse()
        held.disputed_by_id, held.disputed_at, held.dispute = by.staff_id, entry.at, why.strip()[:200]
        held.due_on = workday_after(entry.at.date(), DAYS)
        entry.put(held)
    return held


def annul_lineage(fact: Lineage, *, by: Session, note: str = "") -> Lineage:
    """撤销沿革, by another than who disputes it. Raises `Refused` where the record as it was before would break a rule
    that holds now."""
    record, change = _drawn(fact, by)
    with act("records.annul_lineage", by=by, on=record or fact, why=note, detail=facts.names(fact.pk)) as entry:
        held = _held(fact)
        rules.may_settle(held, hands_of(by)).or_refuse()
        held.state, held.annulled_by_id, held.annulled_at = "annulled", by.staff_id, entry.at
        entry.put(held)
        if record is not None and change is not None:
            conforms(change, ()).or_refuse()
            origin = queries.origin(held, entry.at, entry.id, "沿革撤销，恢复原记")
            origins = {**(record.origins or {}), **dict.fromkeys(change.after, origin)}
            records.amend([replace(change, after={**change.after, "origins": origins})], under=entry)
    return held


def uphold_lineage(fact: Lineage, *, by: Session, note: str) -> Lineage:
    """维持沿革: it was right; what was said against it stays in the book."""
    with scope(by):
        record = queries.subject(fact)
    with act("records.uphold_lineage", by=by, on=record or fact, why=note, detail=facts.names(fact.pk)) as entry:
        rules.good_note(note).or_refuse()
        held = _held(fact)
        rules.may_settle(held, hands_of(by)).or_refuse()
        held.disputed_by_id, held.disputed_at, held.dispute = None, None, ""
        entry.put(held)
    return held


def _drawn(fact: Lineage, by: Session) -> tuple[Record | None, Difference | None]:
    """The record, and its status items as they were before, judged; None where nothing is to be put back."""
    with scope(by):
        record = queries.subject(fact)
        before = queries.ended_by(fact, record) if record is not None and facts.KINDS[fact.kind].status else None
        if record is None or before is None:
            return record, None
        change = difference(record, {n: str(in_json(v)) if v is not None else "" for n, v in before.items()})
    return record, change if change.after else None


def _held(fact: Lineage) -> Lineage:
    """The fact, held until the act ends."""
    held = Lineage.objects.select_for_update().filter(pk=fact.pk).first()
    if held is None:
        raise Refused(rules.GONE)
    return held
