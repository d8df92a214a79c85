"""The rows of an export as they stand at one moment, in the order only this export has, in constant memory.

A connection of its own, of the app's login, in one repeatable read under the asker's token: row security holds, the
statement names its districts, and each chunk is asked for with its districts again.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from jiuye.lib import vault
from jiuye.records import added
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import Catalogue
from jiuye.usage.exports.models import Export

CHUNK = 5_000  # rows of one entry
Row = dict[str, Any]
# Whom a row of any dataset speaks of: the number it bears, and the table of whose it is.
ABOUT = {"person_id": "records_person", "employer_id": "records_employer"}


@dataclass(frozen=True)
class Chunk:
    """Rows in the order of the file; `named`: of each of ABOUT, number → keys of whoever bears it."""

    rows: Sequence[Row]
    named: dict[str, dict[str, list[UUID]]]


def order_key(export: UUID) -> bytes:
    """What the order of an export's rows is made with."""
    return vault.mac("export-order", export.bytes)


def chunks(export: Export, standard: Catalogue, token: str) -> Iterator[Chunk]:
    """All rows, at most 5,000 at a time. Call once the statement is known to be what was asked for."""
    with psycopg.connect(os.environ["JIUYE_DSN_APP"], row_factory=dict_row) as db:
        db.isolation_level, db.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        db.execute("select set_config('jiuye.token', %s, true), set_config('search_path', 'jiuye', true)", [token])
        told = export.query.replace("%", "%%")
        with db.cursor(name="export") as keys:
            keys.execute(
                f"select x.id from ({told}) x order by sha256(%s || uuid_send(x.id))".encode(), [order_key(export.pk)]
            )
            while found := [row["id"] for row in keys.fetchmany(CHUNK)]:
                yield _chunk(db, export, standard, found)


def _chunk(db: "psycopg.Connection[Row]", export: Export, standard: Catalogue, keys: list[UUID]) -> Chunk:
    table = f"jiuye.{MODELS[export.dataset]._meta.db_table}"
    rows = db.execute(
        f"select {_columns(export, standard)} from {table} where id = any(%s) and district = any(%s)".encode(),
        [keys, export.places],
    ).fetchall()
    by_key = {row["id"]: row for row in rows}
    return Chunk([by_key[key] for key in keys if key in by_key], _named(db, export.dataset, rows))


def _columns(export: Export, standard: Catalogue) -> str:
    own, later = standard.items[export.dataset], added.columns(export.dataset, standard)
    wanted = [f"({later[n]}) as {n}" if own[n].in_extra else n for n in export.items]
    return ", ".join(dict.fromkeys(["id", "verdicts", *(n for n in ABOUT if n in own), *wanted]))


def _named(db: "psycopg.Connection[Row]", dataset: str, rows: Sequence[Row]) -> dict[str, dict[str, list[UUID]]]:
    found: dict[str, dict[str, list[UUID]]] = {}
    for number, table in ABOUT.items():
        numbers = list({row[number] for row in rows if row.get(number)})
        if numbers and table != MODELS[dataset]._meta.db_table:
            sql = f"select id, {number} as number from jiuye.{table} where {number} = any(%s)"
            for row in db.execute(sql.encode(), [numbers]):
                found.setdefault(number, {}).setdefault(row["number"], []).append(row["id"])
    return found
