"""登记沿革: a fact with its day and evidence, which holds nowhere until another confirms it. Art. 2(1), 9(2)."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

import psycopg
from django.db import IntegrityError, transaction

from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act, write_refusal
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.records import naming
from jiuye.records.custody.contents import hold, let_go, store
from jiuye.records.custody.papers import File, put_by
from jiuye.records.history import dataset_of
from jiuye.records.keys import sealer
from jiuye.records.lineage import facts, queries, rules
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
        rules.may_prove(told.kind, fact_id is not None, paper is not None).or_refuse()
        kept = put_by(paper) if paper else {}
    except Refused as refusal:
        write_refusal(by, ("records.state_lineage", *subject, "", ""), refusal.verdict)
        raise
    try:
        made, why = uuid7(), facts.label(told.kind)
        with act("records.state_lineage", by=by, on=record, why=why, detail=facts.names(made)) as entry:
            held = type(record)._default_manager.select_for_update().filter(pk=record.pk).first()
            if held is None:
                raise Refused(NOT_HERE)
            rules.may_state(
                told, dataset_of(held), getattr(held, "uscc", "") or "", getattr(held, "registered_date", None),
                queries.in_use(held), entry.at.date(),
            ).or_refuse()  # fmt: skip
            if fact_id is not None:
                known = queries.revocations(held).filter(pk=fact_id, fact_start_date=told.effective_on)
                rules.still_known(known.exists()).or_refuse()
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


def _keys(told: Told) -> list[str]:
    names = [told.former, told.later]
    return [key for name in names if name for key in naming.keys_of(name, sealer(), number=False)]


def _put(fact: Lineage, entry: Entry) -> None:
    """Twice is a refusal in words; any other breach is told as what it is."""
    try:
        with transaction.atomic():
            entry.put(fact)
    except IntegrityError as error:
        cause = error.__cause__
        if isinstance(cause, psycopg.Error) and cause.diag.constraint_name == "lineage_once":
            raise Refused(rules.TWICE) from error
        raise
