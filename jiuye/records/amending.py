"""What a change of a record would be, drawn before anybody writes: columns before and after, and the verdicts.

One function makes the difference, whoever asks (an order, a merge, a batch): values are cast and judged as at the
counter, sealed items sealed in their place, facts and pinyin rewritten beside them. What it gives is exactly what
`records.actions.amend` writes. Art. 6(1), 9(2), 9(3).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import polars as pl

from jiuye.lib import clock, pinyin
from jiuye.lib.sealing import aad
from jiuye.records import naming
from jiuye.records.added import KEY, extra_of, spread, text_of
from jiuye.records.fields import SealedField
from jiuye.records.groups import provenance
from jiuye.records.history import dataset_of, read_back, values_of
from jiuye.records.judging import fault, judge
from jiuye.records.keys import sealer
from jiuye.records.models import MODELS, Record
from jiuye.records.relations import typed_in
from jiuye.records.seal import facts, open_item
from jiuye.standards.casting import cast
from jiuye.standards.catalogue import NUMBERS, Item
from jiuye.standards.queries import catalogue

FEW = 200  # rows that are judged one by one sooner than by joins over whole tables
Fault = dict[str, str]  # item, rule_id, severity, message
Broken = dict[tuple[str, str], Fault]
Row = dict[str, Any]  # column → value as the model holds it

# Columns every change renews by itself: who wrote last, how the row was judged then, what somebody was called before,
# where a value came from. No order names them.
RENEWED = ("entry_id", "verdicts", "standard_version", "updated_at", "updated_by", "formerly", "origins")
MERGED = {"person": "merged_into_person_id", "employer": "merged_into_employer_id"}


@dataclass(frozen=True)
class Difference:
    """One record's change. `before` and `after`: the columns that differ, as JSON holds them (bytes as \\x and hex
    digits); `base`: the entry that wrote the record as it was seen; `faults`: what the change would break that
    holds now; `verdicts`: the rules the record breaks afterwards."""

    dataset: str
    record_id: UUID
    base: UUID
    before: dict[str, Any]
    after: dict[str, Any]
    faults: tuple[Fault, ...] = ()
    verdicts: tuple[str, ...] = ()

    @property
    def stops(self) -> list[Fault]:
        return [f for f in self.faults if f["severity"] == "error"]


def amendable(dataset: str) -> dict[str, Item]:
    """The items an order may name: neither the record's provenance nor its business number, which others quote."""
    items = catalogue().items[dataset]
    own = {*provenance(items), NUMBERS[dataset], *MERGED.values()}
    return {n: i for n, i in items.items() if n not in own}


@dataclass(frozen=True)
class Plan:
    """A change that was asked for: a record and the columns it is to have, as the model holds them; `named` are the
    items somebody typed, `said` what the cast says of the whole row."""

    record: Record
    columns: Mapping[str, Any]
    named: frozenset[str] = frozenset()
    said: Sequence[Fault] = ()


def planned(asked: Sequence[tuple[Record, Mapping[str, str]]]) -> list[Plan]:
    """Records with their items as typed ("" clears one), cast. Unknown names raise KeyError."""
    known = [(r, {amendable(dataset_of(r))[n].name: t for n, t in texts.items()}) for r, texts in asked]
    cast_ = _typed([(r, named, None) for r, named in known])
    return [
        Plan(r, _columns(r, dataset_of(r), {n: typed[n] for n in named}), frozenset(named), said)
        for (r, named), (typed, said) in zip(known, cast_, strict=True)
    ]


def difference(record: Record, texts: Mapping[str, str]) -> Difference:
    """The change of one record to these items as typed."""
    return drawn(planned([(record, texts)]))[0]


def drawn(plans: Sequence[Plan]) -> list[Difference]:
    """The changes, judged together: rows of one dataset that change at once are seen by each other as they will
    be. Columns that would not differ are left out; where none does, the rows are judged once, as they are."""
    new = [_differing(p.record, p.columns) for p in plans]
    held = [{f.attname: getattr(p.record, f.attname) for f in p.record._meta.concrete_fields} for p in plans]
    was = _broken([(dataset_of(p.record), h) for p, h in zip(plans, held, strict=True)])
    changed = [(dataset_of(p.record), h | n) for p, h, n in zip(plans, held, new, strict=True)]
    will = _broken(changed) if any(new) else was
    return [_drawn(*one) for one in zip(plans, held, new, was, will, strict=True)]


def _drawn(plan: Plan, held: Row, new: Row, was: Broken, will: Broken) -> Difference:
    introduced = [f for f in plan.said if f["item"] in plan.named] + [f for key, f in will.items() if key not in was]
    return Difference(
        dataset_of(plan.record), plan.record.pk, plan.record.entry_id,
        {c: in_json(held[c]) for c in new}, {c: in_json(v) for c, v in new.items()}, tuple(introduced),
        tuple(dict.fromkeys(f["rule_id"] for f in [*plan.said, *will.values()])),
    )  # fmt: skip


def item_columns(dataset: str, item: str) -> tuple[str, ...]:
    """The columns that hold one item: of a sealed one its index and facts too, of a name what it is found by."""
    known = catalogue().items[dataset][item]
    if known.in_extra:
        return ("extra",)
    if known.protection == "sealed":
        return (item, *facts(known, None, catalogue(), sealer()))
    named = dataset in pinyin.NAMED and pinyin.NAMED[dataset][0] == item
    return (item, *naming.COLUMNS) if named else (item,)


def transplanted(source: Record, target: Record, item: str) -> dict[str, Any]:
    """The columns `target` would have with the item's value of `source`: sealed anew for its own place."""
    dataset = dataset_of(source)
    columns = {c: getattr(source, c) for c in item_columns(dataset, item)}
    if catalogue().items[dataset][item].protection == "sealed" and columns[item] is not None:
        clear = open_item(dataset, source.pk, item, columns[item], sealer())
        columns[item] = sealer().seal(clear, aad(dataset, target.pk, item))
    return columns


def again(changes: Sequence[tuple[Record, Mapping[str, Any]]]) -> list[Difference]:
    """Changes drawn earlier (record, columns after in JSON), judged as things stand now."""
    asked = []
    for record, after in changes:
        fields = {f.attname: f for f in record._meta.concrete_fields}
        asked.append((record, {c: read_back(fields[c], v) for c, v in after.items()}))
    cast_ = _typed([(record, {}, columns) for record, columns in asked])
    return drawn([Plan(r, columns, said=said) for (r, columns), (_, said) in zip(asked, cast_, strict=True)])


def in_json(value: Any) -> Any:
    """A stored value as the database's JSON would be read back from it."""
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, UUID) else value


def _same(a: Any, b: Any) -> bool:
    return (bytes(a) if isinstance(a, memoryview) else a) == (bytes(b) if isinstance(b, memoryview) else b)


def _differing(record: Record, columns: Mapping[str, Any]) -> Row:
    """The columns that change. A value sealed anew differs as ciphertext only: its index tells that it is the same."""
    idle = {
        f.attname for f in record._meta.concrete_fields
        if isinstance(f, SealedField) and f.attname in columns
        and _same(columns[f"{f.attname}_index"], getattr(record, f"{f.attname}_index"))
    }  # fmt: skip
    return {c: v for c, v in columns.items() if c not in idle and not _same(getattr(record, c), v)}


Ask = tuple[Record, Mapping[str, str], Row | None]  # a record, items typed anew, columns in place of its own


def _typed(asked: Sequence[Ask]) -> list[tuple[Row, list[Fault]]]:
    """Of each row the named items cast, and what the cast says of the whole row: of values that stay as well. Of
    sealed ones that stay, and of numbers and days, it can only say whether they are there."""
    found: list[tuple[Row, list[Fault]]] = [({}, [])] * len(asked)
    for dataset in dict.fromkeys(dataset_of(record) for record, _, _ in asked):
        mine = [(n, ask) for n, ask in enumerate(asked) if dataset_of(ask[0]) == dataset]
        for (n, _), told in zip(mine, _cast_together(dataset, [ask for _, ask in mine]), strict=True):
            found[n] = told
    return found


def _cast_together(dataset: str, asked: Sequence[Ask]) -> list[tuple[Row, list[Fault]]]:
    """Rows of one dataset cast at once."""
    items = catalogue().items[dataset]
    values = [values_of(record) | (columns or {}) for record, _, columns in asked]
    shown = [n for n, i in items.items() if i.data_type in ("string", "code") and i.protection != "sealed"]
    texts = [
        {n: text_of(v[n]) for n in shown if v.get(n) is not None} | {n: t.replace("\0", "") for n, t in named.items()}
        for v, (_, named, _) in zip(values, asked, strict=True)
    ]
    names = sorted(set().union(*texts))
    frame = pl.DataFrame(
        {"row_no": list(range(len(asked))), **{n: [t.get(n) for t in texts] for n in names}},
        schema_overrides=dict.fromkeys(names, pl.Utf8),
    )
    done = cast(frame, dataset, catalogue(), system_items=frozenset(provenance(items)) | {NUMBERS[dataset]})
    said: list[list[Fault]] = [
        [_fault(n, "I06", "有看不见的控制字符，请删去") for n, t in named.items() if "\0" in t] for _, named, _ in asked
    ]
    for f in done.faults:
        there = f.code == "I05" and f.item not in texts[f.row_no] and values[f.row_no].get(f.item) is not None
        if not there:  # it was not put before the cast, and is in store
            said[f.row_no].append(_fault(f.item, f.code, f.message))
    rows = done.frame.to_dicts()
    return [(row, faults + _unread(ask[0], row)) for row, faults, ask in zip(rows, said, asked, strict=True)]


def _unread(record: Record, typed: Mapping[str, Any]) -> list[Fault]:
    """What could not be read when the row came in and has no value to this day."""
    held = [n for n in (record.extra or {}).get("uncast", {}) if typed.get(n) is None]
    return [_fault(n, c, "") for n in held for c in ("I01", "I02") if c in record.verdicts]


def _fault(item: str, code: str, message: str) -> Fault:
    return {"item": item, "rule_id": code, "severity": "error", "message": message}


def _columns(record: Record, dataset: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The columns a record stores for these typed items: ciphertext, index and facts, pinyin, added items."""
    standard, columns = catalogue(), dict[str, Any]()
    items = standard.items[dataset]
    for name, value in typed.items():
        if items[name].protection == "sealed":
            columns[name] = None if value is None else sealer().seal(value, aad(dataset, record.pk, name))
            columns |= facts(items[name], value, standard, sealer())
        elif not items[name].in_extra:
            columns[name] = value
    if any(items[n].in_extra for n in typed):
        added = extra_of({**values_of(record), **typed}, dataset, standard)
        columns["extra"] = {k: v for k, v in record.extra.items() if k != KEY} | added
    if dataset in pinyin.NAMED and pinyin.NAMED[dataset][0] in typed:
        columns |= {c: v[0] for c, v in naming.columns(dataset, [typed[pinyin.NAMED[dataset][0]]]).items()}
    return columns


def _broken(rows: Sequence[tuple[str, Row]]) -> list[Broken]:
    """What rows in place of the stored ones break, each by rule and item."""
    found: list[Broken] = [{} for _ in rows]
    for dataset in dict.fromkeys(d for d, _ in rows):
        sealed = {f.attname for f in MODELS[dataset]._meta.concrete_fields if isinstance(f, SealedField)}
        mine = {
            n: {c: v for c, v in row.items() if c not in sealed} | {"row_no": n}
            for n, (d, row) in enumerate(rows) if d == dataset
        }  # fmt: skip
        asked = json.dumps([{c: in_json(v) for c, v in r.items()} for r in mine.values()], ensure_ascii=False)
        many = len(mine) > FEW
        for b in judge(dataset, typed_in(dataset), {"rows": asked}, clock.now(), many=many, instead=True):
            row = mine[b.row_no] | spread(mine[b.row_no]["extra"], dataset, catalogue())
            told = fault(b, row, catalogue(), dataset)
            found[b.row_no][told["rule_id"], told["item"]] = told
    return found
