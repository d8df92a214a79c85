"""On the way into the records: what agrees with another section is marked as from there, what another section lacks
flows on to it, what differs becomes a conflict: for the city to decide where the two lie in two districts. Steps of
the act that admits; one place for every way in. Art. 6(2).
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from jiuye.collection.models import Submission
from jiuye.collection.sections.models import Conflict
from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.collection.sharing.queries import confirmed_items
from jiuye.lib import clock
from jiuye.lib.workdays import workday_after
from jiuye.parties.entry import Entry
from jiuye.parties.weihai import CITY
from jiuye.records.amending import difference
from jiuye.records.flows import Met, meet, meet_elsewhere
from jiuye.records.models import MODELS
from jiuye.records.numbers import next_number
from jiuye.records.refreshing import refresh, value_of
from jiuye.records.staged import Staged
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue

CONFLICT_DAYS = 5  # workdays somebody has to look at a conflict
DEPARTMENT = "40"
Origins = dict[UUID, dict[str, dict[str, str]]]  # row → item → where it stood before, how sure


def mark(submission: Submission, staged: Staged) -> Sequence[Met]:
    """Write the origins of single values beside the staged rows; they are stored with them. Returns what they met."""
    met = list(meet(submission.dataset, staged))
    seen = {(one.flow.flow_id, one.row_id, one.record_id) for one in met}
    met += [
        one
        for one in meet_elsewhere(submission.dataset, staged)
        if (one.flow.flow_id, one.row_id, one.record_id) not in seen
    ]
    told: Origins = {}
    for one in met:
        if one.same and one.way == "in":
            before = told.setdefault(one.row_id, {}).get(one.flow.target_item)
            strength = max(one.strength, one.held_strength)
            if before is None or before["strength"] < strength:
                told[one.row_id][one.flow.target_item] = {
                    "strength": strength, "dataset": one.flow.source, "number": one.number, "at": _iso(one.at),
                }  # fmt: skip
    _confirmed(submission, staged, told)
    with connection.cursor() as c:
        for row_id, origins in told.items():
            c.execute(
                f"update work.stage_{submission.dataset} s set origins = %s where {Staged.WHERE} and s.id = %s",
                [json.dumps(origins), *staged.bounds, row_id],
            )
    return met


def _confirmed(submission: Submission, staged: Staged, told: Origins) -> None:
    """What a department has confirmed of a form's one row is as sure as it gets. Art. 6(4)."""
    items = confirmed_items(submission.pk) if submission.kind == "window" else {}
    if not items:
        return
    with connection.cursor() as c:
        c.execute(f"select s.id from work.stage_{submission.dataset} s where {Staged.WHERE}", staged.bounds)
        for (row_id,) in c.fetchall():
            for item, (department, at) in items.items():
                told.setdefault(row_id, {})[item] = {
                    "strength": DEPARTMENT, "said": CONTRACTS[department].label, "at": _iso(at),
                }  # fmt: skip


def _iso(at: datetime | None) -> str:
    return at.astimezone(clock.ZONE).isoformat() if at else ""


def follow(met: Sequence[Met], submission: Submission, *, under: Entry, hand: str) -> None:
    """After the rows are in: fill what the others lack, open conflicts where they differ."""
    conflicts: dict[tuple[Any, ...], Conflict] = {}
    filled = set()
    for one in met:
        mine, theirs = ends(one)
        if one.empty and one.way == "out" and (one.record_id, theirs[1]) not in filled:
            if catalogue().items[theirs[0]][theirs[1]].upkeep == "handling":
                filled.add((one.record_id, theirs[1]))
                _fill(one, mine, theirs, under, hand)
        elif not one.same and not one.empty and one.flow.differs == "ask":
            key = (one.row_id, mine, one.record_id, theirs)
            conflicts.setdefault(key, _conflict(one, mine, theirs, submission, under))
    for conflict in conflicts.values():
        conflict.number = next_number("XT", under.at)
    under.put_many(list(conflicts.values()))


def ends(one: Met) -> tuple[tuple[str, str], tuple[str, str]]:
    """(dataset, item) of the new row and of the other."""
    source, target = (one.flow.source, one.flow.source_item), (one.flow.target, one.flow.target_item)
    return (target, source) if one.way == "in" else (source, target)


def _fill(one: Met, mine: tuple[str, str], theirs: tuple[str, str], under: Entry, hand: str) -> None:
    value = value_of(mine[0], one.row_id, mine[1])
    if not _conforms(theirs, one.record_id, value):
        return
    origin = {"strength": one.strength, "dataset": mine[0], "number": number_of(mine[0], one.row_id)}
    refresh(theirs[0], one.record_id, theirs[1], value, origin, under=under, hand=hand)


def _conforms(to: tuple[str, str], record_id: UUID, value: Any) -> bool:
    """Would the record take the value if it were typed there? What one section's rules let pass another's may not."""
    record = MODELS[to[0]].objects.get(pk=record_id)
    return not difference(record, {to[1]: str(value)}).stops


def number_of(dataset: str, record_id: UUID) -> str:
    """The business number of a record."""
    return str(MODELS[dataset].objects.filter(pk=record_id).values_list(NUMBERS[dataset], flat=True).get() or "")


def _whose(one: Met, submission: Submission) -> str:
    """Whose it is to decide: the district's where both sources lie in it, otherwise the city's."""
    return submission.district if one.district == submission.district else CITY[0]


def _conflict(
    one: Met, mine: tuple[str, str], theirs: tuple[str, str], submission: Submission, under: Entry
) -> Conflict:
    return Conflict(
        flow_id=one.flow.flow_id, district=_whose(one, submission), submission_id=submission.pk, dataset=mine[0],
        record_id=one.row_id, item=mine[1], strength=one.strength, held_dataset=theirs[0],
        held_record_id=one.record_id, held_item=theirs[1], held_strength=one.held_strength, title=submission.title,
        opened_at=under.at, due_on=workday_after(under.at.date(), CONFLICT_DAYS),
        collected_by_id=submission.submitted_by_id,
    )  # fmt: skip
