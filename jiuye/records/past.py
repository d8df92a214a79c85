"""A record as it stood at a moment, read in one statement: the row, and what the book says was replaced in it since,
laid over it by PostgreSQL (ledger.past). Art. 9(2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from jiuye.records.added import spread
from jiuye.records.models import MODELS
from jiuye.standards.queries import catalogue


@dataclass(frozen=True)
class Past:
    """The record at a moment. `existed` is False before it was admitted; `known` is False where the
    entries that would tell lie outside the reader's scope. `values` is empty unless both hold."""

    values: dict[str, Any]
    existed: bool
    known: bool


@cache
def _reading(dataset: str) -> tuple[str, tuple[str, ...], dict[str, Callable[..., Any]]]:
    """The statement, the columns it gives, and how those are read that the driver gives as text."""
    fields = MODELS[dataset]._meta.concrete_fields
    columns = ", ".join(f'x."{f.column}"' for f in fields)
    table = MODELS[dataset]._meta.db_table
    statement = (
        f"select h.existed, h.known, {columns} from {table} r"
        f" cross join lateral ledger.past('{table}', r.id, r.entry_id, %s) h"
        " cross join lateral jsonb_populate_record(r, h.before) x where r.id = %s"
    )
    read = {f.attname: f.from_db_value for f in fields if hasattr(f, "from_db_value")}
    return statement, tuple(f.attname for f in fields), read


def as_of(dataset: str, key: UUID, moment: datetime) -> Past:
    """The record as it stood at an aware moment, items without a column of their own included. Call in scope; of a
    record out of reach nothing is known."""
    statement, columns, read = _reading(dataset)
    with connection.cursor() as c:
        c.execute(statement, [moment, key])
        found = c.fetchone()
    if found is None:
        return Past({}, existed=True, known=False)
    existed, known, *row = found
    if not (existed and known):
        return Past({}, existed, known)
    values = dict(zip(columns, row, strict=True))
    values |= {name: as_read(values[name], None, connection) for name, as_read in read.items()}
    return Past(values | spread(values["extra"], dataset, catalogue()), existed, known)
