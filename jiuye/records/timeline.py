"""What happened to a record and who looked, in one line of time: entries of the book made readable."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from jiuye.ledger.models import EntryShown
from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import POSTS
from jiuye.records import marks, queries
from jiuye.records.hits import district
from jiuye.records.keys import sealer
from jiuye.records.models import Record
from jiuye.records.queries import Changed, Step
from jiuye.records.seal import open_item
from jiuye.records.shown import covered, show, words
from jiuye.standards.catalogue import Item
from jiuye.standards.queries import catalogue

ORDER = "maintenance.order"


@dataclass(frozen=True)
class Difference:
    """One item before and after; `sealed`: its values stand covered."""

    column: str
    label: str
    marked: marks.Marked
    sealed: bool


@dataclass(frozen=True)
class Event:
    """One thing that happened. `kind`: admitted, changed, told or looked; `order`: the change order it was done under;
    `fact`: the fact of its 沿革 it was about."""

    at: datetime
    kind: str
    entry_id: UUID
    act: str
    who: str
    post: str
    where: str
    why: str
    number: str
    refusal: str = ""
    items: tuple[str, ...] = ()
    differences: list[Difference] = field(default_factory=list)
    order: UUID | None = None
    fact: UUID | None = None


def timeline(record: Record) -> tuple[list[Event], bool]:
    """Events of a record, the newest first; False when its beginning lies outside the reader's scope."""
    steps, admitted = queries.steps(record)
    looks, said = list(queries.opened(record)), queries.told_of(record)
    known = queries.entries_of([s.version.entry_id for s in steps])
    said = [e for e in said if e.pk not in known]
    entries = [*known.values(), *looks, *said, *([admitted] if admitted else [])]
    names = queries.staff_names([e.staff_id for e in entries])
    events = [
        _event(known[s.version.entry_id], "changed", names, record, s) for s in steps if s.version.entry_id in known
    ]
    events += [_event(e, kind, names, record) for kind, some in (("looked", looks), ("told", said)) for e in some]
    if admitted:
        events.append(_event(admitted, "admitted", names, record))
    return sorted(events, key=lambda e: e.at, reverse=True), admitted is not None


def _event(entry: EntryShown, kind: str, names: dict[UUID, str], record: Record, step: Step | None = None) -> Event:
    labels = catalogue().items[queries.dataset_of(record)]
    return Event(
        entry.at, kind, entry.pk, ACTS[entry.act].label if entry.act in ACTS else entry.act,
        names.get(entry.staff_id, "") if entry.staff_id else "", POSTS[entry.post].label if entry.post else "",
        district(entry.district or ""), entry.why, entry.number, entry.refusal,
        tuple(labels[i].label for i in entry.items if i in labels),
        in_words(record, step.changed) if step else [], entry.subject_id if entry.dataset == ORDER else None,
        UUID(entry.detail["lineage"]) if "lineage" in entry.detail else None,
    )  # fmt: skip


def in_words(record: Record, changed: Sequence[Changed]) -> list[Difference]:
    """Before and after as a page shows them: labels for codes, sealed items covered."""
    items = catalogue().items[queries.dataset_of(record)]
    found = [
        Difference(c.column, c.label, _marked(record, items.get(c.column), c), _is_sealed(items.get(c.column)))
        for c in changed
    ]
    # A value sealed anew under another key reads the same: nothing happened to it.
    return [d for d in found if d.marked.before != d.marked.after or d.marked.hidden]


def _is_sealed(item: Item | None) -> bool:
    return item is not None and item.protection == "sealed"


def _marked(record: Record, item: Item | None, change: Any) -> marks.Marked:
    if item is not None and _is_sealed(item):
        plain = [
            open_item(item.dataset, record.pk, item.name, bytes(v), sealer()) if v is not None else ""
            for v in (change.before, change.after)
        ]
        covers = [covered(item, record.pk, v) for v in (change.before, change.after)]
        return marks.sealed(plain[0], plain[1], covers[0], covers[1])
    if item is not None:
        dataset = queries.dataset_of(record)
        return marks.plain(*(show(dataset, record.pk, item.name, v).text for v in (change.before, change.after)))
    return marks.plain(_also(change.column, change.before), _also(change.column, change.after))


def _also(column: str, value: Any) -> str:
    if value is None:  # before the record came in
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if column == "district":
        return district(value)
    return "、".join(value) if isinstance(value, Sequence) and not isinstance(value, str) else words(value)
