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
from jiuye.records.groups import PROVENANCE
from jiuye.records.history import dataset_of, read_back, values_of
from jiuye.records.judging import fault, judge, typed_in
from jiuye.records.keys import sealer
from jiuye.records.models import MODELS, Record
from jiuye.records.seal import facts, open_item
from jiuye.standards.casting import cast
from jiuye.standards.catalogue import NUMBERS, Item
from jiuye.standards.queries import catalogue

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
    own = {*PROVENANCE, NUMBERS[dataset], *MERGED.values()}
    return {n: i for n, i in catalogue().items[dataset].items() if n not in own}


@dataclass(frozen=True)
class Plan:
    """A change that was asked for: a record and the columns it is to have, as the model holds them; `named` are the
    items somebody typed, `said` what the cast says of the whole row."""

    record: Record
    columns: Mapping[str, Any]
    named: frozenset[str] = frozenset()
    said: Sequence[Fault] = ()


def planned(record: Record, texts: Mapping[str, str]) -> Plan:
    """Items as typed ("" clears one), cast. Unknown names raise KeyError."""
    dataset = dataset_of(record)
    items = amendable(dataset)
    named = {items[n].name: t for n, t in texts.items()}
    typed, said = _typed(record, dataset, named)
    return Plan(record, _columns(record, dataset, {n: typed[n] for n in named}), frozenset(named), said)


def difference(record: Record, texts: Mapping[str, str]) -> Difference:
    """The change of one record to these items as typed."""
    return drawn([planned(record, texts)])[0]


def drawn(plans: Sequence[Plan]) -> list[Difference]:
    """The changes, judged together: rows of one dataset that change at once are seen by each other as they will
    be. Columns that would not differ are left out."""
    new = [_differing(p.record, p.columns) for p in plans]
    held = [{f.attname: getattr(p.record, f.attname) for f in p.record._meta.concrete_fields} for p in plans]
    was = _broken([(dataset_of(p.record), h) for p, h in zip(plans, held, strict=True)])
    will = _broken([(dataset_of(p.record), h | n) for p, h, n in zip(plans, held, new, strict=True)])
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
    plans = []
    for record, after in changes:
        fields = {f.attname: f for f in record._meta.concrete_fields}
        columns = {c: read_back(fields[c], v) for c, v in after.items()}
        plans.append(Plan(record, columns, said=_typed(record, dataset_of(record), {}, columns)[1]))
    return drawn(plans)


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


def _typed(
    record: Record, dataset: str, named: Mapping[str, str], columns: Row | None = None
) -> tuple[Row, list[Fault]]:
    """The named items cast, and what the cast says of the whole row (with `columns` in place of the record's own):
    of values that stay as well. Of sealed ones that stay it can only say whether they are there."""
    standard, values = catalogue(), values_of(record) | (columns or {})
    kept = {
        n: text_of(values[n]) for n, i in standard.items[dataset].items()
        if i.data_type in ("string", "code") and i.protection != "sealed" and values.get(n) is not None
    }  # fmt: skip
    texts = kept | {n: t.replace("\0", "") for n, t in named.items()}
    frame = pl.DataFrame(
        {"row_no": [1], **{n: [t] for n, t in texts.items()}}, schema_overrides=dict.fromkeys(texts, pl.Utf8)
    )
    silent = {n for n in standard.items[dataset] if n not in named and values.get(n) is not None} - set(kept)
    done = cast(frame, dataset, standard, system_items=frozenset(silent | set(PROVENANCE) | {NUMBERS[dataset]}))
    nul = [_fault(n, "I06", "有看不见的控制字符，请删去") for n, t in named.items() if "\0" in t]
    said = [_fault(f.item, f.code, f.message) for f in done.faults]
    return done.frame.row(0, named=True), said + nul + _unread(record, done.frame.row(0, named=True))


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
        for b in judge(dataset, typed_in(dataset), {"rows": asked}, clock.now(), many=False, instead=True):
            row = mine[b.row_no] | spread(mine[b.row_no]["extra"], dataset, catalogue())
            told = fault(b, row, catalogue(), dataset)
            found[b.row_no][told["rule_id"], told["item"]] = told
    return found
