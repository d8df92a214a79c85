"""Which rows quote a record by its business number, and where: what follows a person or an employer that is merged.

Older systems gave a number twice. Where another record bears it too, a row follows only if it names the same
identity number or credit code. Call in the scope of whoever asks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from jiuye.records.history import dataset_of
from jiuye.records.models import MODELS, Record
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue

# How a record names one of another dataset: the item with the dataset, the item with its business number.
POINTERS = (
    ("expected_entity", "stored_record_id"), ("eligibility_entity", "eligibility_record_id"),
    ("business_entity", "business_record_id"), ("matched_entity", "matched_record_id"),
)  # fmt: skip


@dataclass(frozen=True)
class Tie:
    """A row that quotes the number, and the column it stands in."""

    record: Record
    column: str


def referring(record: Record) -> list[Tie]:
    """Every row, retired ones too, that quotes this record's business number."""
    number = number_of(record)
    if not number:
        return []
    return [Tie(r, column) for dataset, column, where in _places(record) for r in _rows(record, dataset, where)]


def all_in_sight(record: Record) -> bool:
    """Is everything that quotes the number within the asker's sight?"""
    return everywhere(record) == sum(MODELS[d].objects.filter(**where).count() for d, _, where in _places(record))


def everywhere(record: Record, *, in_use: bool = False) -> int:
    """How many rows of the whole city (`in_use`: that are in use) quote the number, in the asker's sight or not."""
    count = 0
    for dataset, _, where in _places(record):
        table, conditions = MODELS[dataset]._meta.db_table, [f"{c} = %s" for c in where]
        conditions += ["not retired"] if in_use else []
        with connections["inspector"].cursor() as c:
            c.execute(f"select count(*) from jiuye.{table} where {' and '.join(conditions)}", [*where.values()])
            count += int(c.fetchone()[0])
    return count


def number_of(record: Record) -> str:
    """The business number others quote; "" for a record that has none."""
    return getattr(record, NUMBERS[dataset_of(record)]) or ""


def shared(record: Record) -> bool:
    """Does another record of the dataset bear the same number?"""
    number = {NUMBERS[dataset_of(record)]: number_of(record)}
    return bool(type(record)._default_manager.filter(**number).exclude(pk=record.pk).exists())


def _places(record: Record) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(dataset, column, what it must hold) of every place that may quote the number."""
    own, number = dataset_of(record), number_of(record)
    item = NUMBERS[own]
    for dataset in MODELS:
        for name, one in catalogue().items[dataset].items():
            if not one.in_extra and (name == item or name.endswith(f"_{item}")) and not _own(dataset, own, name):
                yield dataset, name, {name: number}
        for entity, column in POINTERS:
            if entity in catalogue().items[dataset]:
                yield dataset, column, {entity: own, column: number}


def _own(dataset: str, own: str, name: str) -> bool:
    """The number's own place, and the mark of a merge."""
    return (dataset == own and name == NUMBERS[own]) or name.startswith("merged_into_")


def _rows(record: Record, dataset: str, where: dict[str, Any]) -> "QuerySet[Any]":
    rows = MODELS[dataset].objects.filter(**where).order_by("id")
    index = getattr(record, "id_number_index", None)
    named = "id_number_index" in {f.attname for f in MODELS[dataset]._meta.concrete_fields}
    return rows.filter(id_number_index=bytes(index)) if named and index is not None and shared(record) else rows
