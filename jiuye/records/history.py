"""What a record was: the book's versions applied backwards. Art. 9(2).

A version keeps what one change replaced, and whose entry had written it before. Walking from the row as
it stands, each step must meet the entry it expects; where it does not, the rest lies outside the reader's
scope, and that is said rather than guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Field

from jiuye.ledger import queries as ledger
from jiuye.ledger.models import EntryShown, VersionShown
from jiuye.records.added import spread
from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models import MODELS, Record
from jiuye.standards.queries import catalogue

# What is not an item but still worth telling when it changes.
ALSO = {"district": "所属区市", "retired": "退出使用", "verdicts": "所带问题"}


@dataclass(frozen=True)
class Changed:
    """One column before and after one change; values as stored."""

    column: str
    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Step:
    """One change: its version in the book and the columns that differ."""

    version: VersionShown
    changed: list[Changed]


def dataset_of(record: Record) -> str:
    """The dataset a record belongs to."""
    return next(d for d, m in MODELS.items() if isinstance(record, m))


def values_of(record: Record) -> dict[str, Any]:
    """Column → value of a record as it stands, items without a column of their own included."""
    values = {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields}
    return values | _added(record, values)


def _added(record: Record, values: dict[str, Any]) -> dict[str, Any]:
    return spread(values["extra"], dataset_of(record), catalogue())


def steps(record: Record) -> tuple[list[Step], EntryShown | None]:
    """Every change, the newest first, and the entry that admitted the record (None: outside the scope)."""
    walked = list(walk(record))
    first = UUID(walked[-1][0].old["entry_id"]) if walked else record.entry_id
    found = [Step(v, differences(record, before, after)) for v, before, after in walked]
    return found, ledger.entry(first)


def left_by(record: Record, entry_id: UUID) -> dict[str, Any] | None:
    """The record's columns as one entry left them; None when it never wrote the record, as far as can be seen."""
    if record.entry_id == entry_id:
        return values_of(record)
    for version, before, _ in walk(record):
        if UUID(version.old["entry_id"]) == entry_id:
            return before
    return None


def walk(record: Record) -> Iterator[tuple[VersionShown, dict[str, Any], dict[str, Any]]]:
    """(version, values before, values after) of a record's changes, the newest first, as long as the chain of writers
    holds."""
    fields = {f.attname: f for f in record._meta.concrete_fields}
    after, writer = values_of(record), record.entry_id
    for version in ledger.versions_of(record._meta.db_table, record.pk):
        if version.entry_id != writer:
            return
        old = {c: read_back(fields[c], v) for c, v in version.old.items() if c in fields}
        before = after | old
        if "extra" in old:
            before |= _added(record, before)
        yield version, before, after
        after, writer = before, UUID(version.old["entry_id"])


def differences(record: Record, before: dict[str, Any], after: dict[str, Any]) -> list[Changed]:
    """The items that differ between two sets of columns of a record, in the order of the standard."""
    items = catalogue().items[dataset_of(record)]
    labels = {n: i.label for n, i in items.items()} | ALSO
    return [
        Changed(column, label, before[column], after[column])
        for column, label in labels.items()
        if column in before and _plain(before[column]) != _plain(after[column])
    ]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def read_back(field: "Field[Any, Any]", stored: Any) -> Any:
    """A value out of the book's JSON, as the model holds it. Bytes stand there as \\x and hex digits."""
    if stored is None:
        return None
    if isinstance(field, SealedField | IndexField):
        return bytes.fromhex(stored[2:])
    if field.get_internal_type() == "JSONField":
        return stored
    return field.to_python(str(stored) if field.get_internal_type() == "DecimalField" else stored)
