"""A matter begins when its record is admitted, in the state its own items tell; and is restated after a correction.

Steps of an act that admits or corrects; both want `under=`. Limits run from the day of the entry.
"""

import json
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.db import connection

from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.records.handling.facts import PROCEDURES
from jiuye.records.handling.limits import due_after
from jiuye.records.models import MODELS, Proceeding, ProceedingStep
from jiuye.records.staged import Staged
from jiuye.standards.catalogue import NUMBERS

_SEEN = ("reviewed", "accepted", "publicised")  # states in which somebody has reviewed it: whoever accepts it


def begin(dataset: str, staged: Staged, *, under: Entry, collected_by: UUID | None) -> None:
    """Lay down where the rows stand that this entry has just admitted. Nothing where the dataset has no procedure."""
    if dataset not in PROCEDURES:
        return
    by, today = cast(Session, under.by), under.at.date()
    dues = {state: due_after(dataset, state, today) for state in PROCEDURES[dataset]}
    cases = " ".join("when %s then %s::date" for d in dues.values() if d)
    due = f"case b.state {cases} end" if cases else "null::date"
    reviewer = by.staff_id if under.act == "collection.accept" else None
    index = "r.id_number_index" if "id_number_index" in _columns(dataset) else "null::bytea"
    source = f"from work.stage_{dataset} s where {Staged.WHERE}"
    under.cover_selected(Proceeding._meta.db_table, f"select s.id {source}", staged.bounds)
    with connection.cursor() as c:
        c.execute(
            f"insert into {Proceeding._meta.db_table} (id, entry_id, dataset, number, district, subject_index, state,"
            " begun_as, begun_on, due_on, not_before, collected_by_id, reviewed_by_id)"
            f" select r.id, %s, %s, coalesce(r.{NUMBERS[dataset]}, ''), r.district, {index}, b.state, b.state, %s,"
            f" {due}, case b.state when 'publicised' then (to_jsonb(r) ->> 'notice_end_date')::date end,"
            " %s::uuid, case when b.state = any(%s) then %s::uuid end"
            f" from (select s.id {source}) s join {MODELS[dataset]._meta.db_table} r on r.id = s.id"
            " cross join lateral (select ledger.began(%s, to_jsonb(r)) as state) b",
            [under.id, dataset, today, *(v for s, d in dues.items() if d for v in (s, d)), collected_by, list(_SEEN),
             reviewer, *staged.bounds, dataset],
        )  # fmt: skip


def restate(dataset: str, record_id: UUID, before: Mapping[str, Any], *, under: Entry) -> None:
    """After four hands corrected the record (`before`: the columns as they were, in JSON): where its items now tell
    another state than they did, the matter stands there."""
    held = Proceeding.objects.select_for_update().filter(pk=record_id).first() if dataset in PROCEDURES else None
    if held is None:
        return
    with connection.cursor() as c:
        c.execute(
            "select ledger.began(%s, to_jsonb(r) || %s::jsonb), ledger.began(%s, to_jsonb(r))"
            f" from {MODELS[dataset]._meta.db_table} r where r.id = %s",
            [dataset, json.dumps(before, ensure_ascii=False), dataset, record_id],
        )
        was, told = c.fetchone()
    if told in (was, held.state):
        return
    by, today = cast(Session, under.by), under.at.date()
    under.put(ProceedingStep(
        proceeding=held, district=held.district, subject_index=held.subject_index, act=under.act, old=held.state,
        new=told, by_id=by.staff_id, at=under.at, happened_on=today,
    ))  # fmt: skip
    held.state, held.due_on = told, due_after(dataset, told, today)
    under.put(held)


def _columns(dataset: str) -> set[str]:
    return {str(f.column) for f in MODELS[dataset]._meta.concrete_fields}
