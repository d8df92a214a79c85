"""A file read to its end, its slices put together: what most tests of reading look at."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from jiuye.collection.channels import (
    Arranged,
    Known,
    Limits,
    Note,
    RowFault,
    Slice,
    Table,
    map_headers,
    open_table,
)
from jiuye.standards.catalogue import Catalogue


@dataclass(frozen=True)
class Whole:
    """See `Slice`, `Table` and `Arranged`."""

    table: Table
    columns: list[str]
    frame: pl.DataFrame
    faults: list[RowFault]
    notes: list[Note]
    headers: dict[str, str]


def read_table(path: Path, *, limits: Limits | None = None, known: Known | None = None) -> Whole:
    table = open_table(path, limits=limits, known=known)
    frame, faults = joined(list(table.slices))
    columns = [c for c in table.columns if c not in table.empty]
    return Whole(table, columns, frame.select("row_no", *columns), faults, table.notes, {})


def arranged(path: Path, dataset: str, standard: Catalogue, mapping: str = "", known: Known | None = None) -> Whole:
    table = open_table(path, known=known)
    found = Arranged(table, map_headers(table.columns, dataset, standard, mapping or None), standard)
    frame, faults = joined(list(found.slices()))
    return Whole(table, table.columns, frame, faults, found.notes, found.headers)


def joined(slices: list[Slice]) -> tuple[pl.DataFrame, list[RowFault]]:
    return pl.concat([s.frame for s in slices]), [f for s in slices for f in s.faults]
