"""A matter begins when its record is admitted, in the state its own items tell; and is restated after a correction.

Steps of an act that admits or corrects; both want `under=`. Limits run from the day of the entry.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session, scope
from jiuye.records.handling.facts import PROCEDURES
from jiuye.records.handling.limits import due_after
from jiuye.records.models import MODELS, Proceeding, ProceedingStep
from jiuye.records.staged import Staged
from jiuye.standards.catalogue import NUMBERS

CHUNK = 5000  # rows of one act
# The member of staff a record names.
_NAMED = "select s.id from parties_staff s where s.staff_no = to_jsonb(r) ->> '{}'"
_SEEN = ("reviewed", "accepted", "publicised")  # states in which somebody has reviewed it: whoever accepts it


def begin(dataset: str, staged: Staged, *, under: Entry, collected_by: UUID | None) -> None:
    """Lay down where the rows stand that this entry has just admitted. Nothing where the dataset has no procedure."""
    if dataset in PROCEDURES:
        rows = f"select s.id from work.stage_{dataset} s where {Staged.WHERE}"
        _lay_down(dataset, rows, staged.bounds, "select %s::uuid", [collected_by], under)


def begin_earlier(dataset: str, *, by: Session) -> int:
    """补立办理 of records that were admitted before procedures were kept, an act each 5,000; by the machine.
    Interrupted, the next call goes on. Returns how many there were."""
    lacking = MODELS[dataset].objects.filter(~Exists(Proceeding.objects.filter(pk=OuterRef("pk"))))
    done, last = 0, UUID(int=0)
    while True:
        with scope(by):
            keys = list(lacking.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return done
        last = keys[-1]
        with act("records.begin", by=by, why=f"{dataset} {len(keys)} 行") as entry:
            _lay_down(dataset, "select unnest(%s)", [keys], _NAMED.format("handler_id"), [], entry)
        done += len(keys)


def _lay_down(
    dataset: str, rows: str, bounds: Sequence[Any], collector: str, given: Sequence[Any], under: Entry
) -> None:
    """The matters of these rows (SQL for their keys), each where its record says: collected by whom `collector` (SQL)
    tells, reviewed by whom the record names, where that is another human."""
    today = under.at.date()
    dues = {state: due_after(dataset, state, today) for state in PROCEDURES[dataset]}
    cases = " ".join("when %s then %s::date" for d in dues.values() if d)
    due = f"case b.state {cases} end" if cases else "null::date"
    under.cover_selected(Proceeding._meta.db_table, rows, bounds)
    with connection.cursor() as c:
        c.execute(
            f"insert into {Proceeding._meta.db_table} (id, entry_id, dataset, number, district, state,"
            " begun_as, begun_on, due_on, not_before, collected_by_id, reviewed_by_id)"
            f" select r.id, %s, %s, coalesce(r.{NUMBERS[dataset]}, ''), r.district, b.state, b.state, %s,"
            f" {due}, case b.state when 'publicised' then (to_jsonb(r) ->> 'notice_end_date')::date end,"
            f" c.hand, case when b.state = any(%s) then ({_NAMED.format('reviewer_id')}"
            " and not exists (select from ledger.hands_of(c.hand) h where h = s.id)) end"
            f" from ({rows}) k(id) join {MODELS[dataset]._meta.db_table} r on r.id = k.id"
            " cross join lateral (select ledger.began(%s, to_jsonb(r)) as state) b"
            f" cross join lateral ({collector}) c(hand)",
            [under.id, dataset, today, *(v for s, d in dues.items() if d for v in (s, d)), list(_SEEN), *bounds,
             dataset, *given],
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
        proceeding=held, district=held.district, act=under.act, old=held.state,
        new=told, by_id=by.staff_id, at=under.at, happened_on=today,
    ))  # fmt: skip
    held.state, held.due_on = told, due_after(dataset, told, today)
    under.put(held)
