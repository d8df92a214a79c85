"""撤销合并: both stand by themselves again, and every later fact goes to whom it belongs. Art. 9(3).

What the merge changed goes back by the merge's own lines. What came later goes back by what it says itself (the
identity number on a row that quotes the record); where it says nothing, a person decides, and until then nothing is
undone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jiuye.lib.verdict import Refused, Verdict
from jiuye.maintenance import queries, rules
from jiuye.maintenance.actions.apply import file_order
from jiuye.maintenance.actions.carry_out import carry_out
from jiuye.maintenance.models import Line, Order
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session, scope
from jiuye.records.amending import MERGED, Plan, amendable, drawn, item_columns, transplanted
from jiuye.records.custody.papers import File
from jiuye.records.history import dataset_of, left_by, read_back, values_of
from jiuye.records.models import Record
from jiuye.records.ties import Tie, number_of, referring
from jiuye.standards.queries import holding

KEPT, MERGED_ONE = "kept", "merged"  # whose a later fact is


@dataclass(frozen=True)
class Later:
    """One fact that came after the merge. key: how a choice names it; owner: whose it is by what it says itself,
    "" where a person has to say; `item` of a value of the record that stayed, `tie` of a row that quotes it."""

    key: str
    owner: str
    item: str = ""
    tie: Tie | None = None


@dataclass(frozen=True)
class Merged:
    """A merge as it stands now: both records, its lines, the entry that carried it out, and what came later."""

    order: Order
    kept: Record
    other: Record
    lines: Sequence[Line]
    left: dict[str, Any]
    later: Sequence[Later]

    @property
    def dataset(self) -> str:
        return dataset_of(self.kept)

    def line_of(self, record: Record) -> Line | None:
        return next((x for x in self.lines if x.record_id == record.pk), None)


def as_it_stands(order: Order) -> Merged | None:
    """None where one of the two, or what the merge wrote, lies outside the reader's scope. Call in scope."""
    lines = queries.lines(order)
    kept = queries.subject(order)
    other = queries.record(order.dataset, UUID(order.detail["merged"]))
    entry = queries.carried_out_by(order)
    if kept is None or other is None or entry is None:
        return None
    left = left_by(kept, entry)
    if left is None:
        return None
    return Merged(order, kept, other, lines, left, [*_items(kept, left), *_rows(order, kept, other, lines)])


def _items(kept: Record, left: Mapping[str, Any]) -> list[Later]:
    """Items of the record that stayed, changed since: nobody can tell from the value whose it is."""
    now = values_of(kept)
    return [
        Later(f"item:{n}", "", item=n)
        for n in amendable(dataset_of(kept))
        if any(queries.plain(now.get(c)) != queries.plain(left.get(c)) for c in _told_apart(dataset_of(kept), n))
    ]


def _told_apart(dataset: str, item: str) -> Sequence[str]:
    """The columns by which a change of the item is recognised: of a sealed one its index, never the ciphertext."""
    columns = item_columns(dataset, item)
    return columns[1:2] if len(columns) > 1 and columns[1] == f"{item}_index" else columns[:1]


def _rows(order: Order, kept: Record, other: Record, lines: Sequence[Line]) -> list[Later]:
    """Rows that quote the record that stayed and came in after the merge."""
    moved = {x.record_id for x in lines}
    came = [t for t in referring(kept) if t.record.pk not in moved and queries.came_after(t.record, order)]
    return [Later(f"row:{t.record.pk}", _owner(t.record, kept, other), tie=t) for t in came]


def _owner(row: Record, kept: Record, other: Record) -> str:
    """By the identity number or credit code the row itself bears, where it fits one of the two and not the other."""
    for column in ("id_number_index", "uscc"):
        said = queries.plain(getattr(row, column, None))
        a, b = (queries.plain(getattr(r, column, None)) for r in (kept, other))
        if said is not None and a != b and said in (a, b):
            return KEPT if said == a else MERGED_ONE
    return ""


@holding()
def apply_unmerge(
    order: Order, choices: Mapping[str, str], *, by: Session, reason: str, files: Sequence[File] = ()
) -> Order:
    """Ask for a merge to be undone. choices: `Later.key` → "kept" or "merged", for every later fact that does not
    tell by itself. Raises `Refused` while one is open, and while a later merge stands on this one."""
    with scope(by):
        held = queries.order(order.pk)
        merged = as_it_stands(held) if held is not None and held.kind == "merge" and held.modified_at else None
        open_ = [x for x in merged.later if _chosen(x, choices) == ""] if merged else []
        verdict = rules.may_unmerge(
            merged is not None,
            stands=merged is not None and queries.merged_into(merged.other) == number_of(merged.kept),
            kept_in_use=merged is not None and queries.in_use(merged.kept), undecided=len(open_),
        )  # fmt: skip
        changes = drawn(_plans(merged, choices)) if merged is not None and verdict else []
    _or_refuse(verdict, by, order, reason)
    assert merged is not None
    detail = {"merged": order.detail["merged"], "routed": {x.key: _chosen(x, choices) for x in merged.later}}
    return file_order(
        merged.kept, changes, by=by, kind="unmerge", reason=reason, files=files, origin=f"order:{order.pk}",
        reverses=order, detail=detail,
    )  # fmt: skip


def _chosen(later: Later, choices: Mapping[str, str]) -> str:
    said = later.owner or choices.get(later.key, "")
    return said if said in (KEPT, MERGED_ONE) else ""


def _plans(m: Merged, choices: Mapping[str, str]) -> list[Plan]:
    """The record that stayed first, so that what is unique is free for the one that comes back."""
    taken = m.line_of(m.kept)
    before = _values(m.kept, taken.before) if taken else {}
    stays, comes = dict(before), {MERGED[m.dataset]: None}
    for one in (x for x in m.later if x.item):
        columns = item_columns(m.dataset, one.item)
        if _chosen(one, choices) == KEPT:
            for column in columns:
                stays.pop(column, None)
        else:
            comes |= transplanted(m.kept, m.other, one.item)
            stays |= {c: before.get(c, m.left.get(c)) for c in columns}
    back = [
        Plan(record, _values(record, x.before))
        for x in m.lines
        if x.record_id not in (m.kept.pk, m.other.pk) and (record := queries.record(x.dataset, x.record_id))
        and _still(record, x)
    ]  # fmt: skip
    rows = [x.tie for x in m.later if x.tie and _chosen(x, choices) == MERGED_ONE]
    number = number_of(m.other)
    return [Plan(m.kept, stays), Plan(m.other, comes), *back, *(Plan(t.record, {t.column: number}) for t in rows)]


def _still(record: Record, line: Line) -> bool:
    """Does the row still quote what the merge had it quote? What was moved on since by another order stays there."""
    return all(queries.plain(getattr(record, c)) == v for c, v in _values(record, line.after).items())


def _values(record: Record, columns: Mapping[str, Any]) -> dict[str, Any]:
    fields = {f.attname: f for f in record._meta.concrete_fields}
    return {c: read_back(fields[c], v) for c, v in columns.items()}


def _or_refuse(verdict: Verdict, by: Session, order: Order, reason: str) -> None:
    if not verdict:
        write_refusal(by, ("maintenance.apply", order._meta.label_lower, order.pk, reason, ""), verdict)
        raise Refused(verdict)


def unmerge(order: Order, *, by: Session) -> Order:
    """撤销合并: carry out an approved order, all of it or nothing."""
    return carry_out("maintenance.unmerge", order, by=by)
