"""A slice of a file made ready for the staging table: sealed, fingerprinted, written as COPY reads it.

Values in, bytes out; no database and no Django here, because of a large file the slices are made by several
processes at once (`hands`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import polars as pl

from jiuye.collection.rows import Source, stage_rows
from jiuye.lib.sealing import Sealer
from jiuye.standards.catalogue import Catalogue


@dataclass(frozen=True)
class Maker:
    """What all slices of a file share. columns: the staging table's, in the order of the COPY."""

    source: Source
    columns: Sequence[str]
    catalogue: Catalogue
    sealer: Sealer

    def parts(self) -> tuple[Any, ...]:
        """What `of` makes the same maker from, in another process: a sealer's own state cannot go there."""
        return self.source, tuple(self.columns), self.catalogue, self.sealer.keys()

    @classmethod
    def of(cls, parts: tuple[Any, ...]) -> "Maker":
        source, columns, catalogue, keys = parts
        return cls(source, columns, catalogue, Sealer(*keys))

    def make(self, settled: pl.DataFrame, prints: Sequence[bytes]) -> bytes:
        """settled: the rows as they are meant (`rows.settle`); prints: their fingerprints. Returns rows of CSV."""
        return csv(stage_rows(self.source, settled, prints, self.catalogue, self.sealer), self.columns)


def csv(rows: pl.DataFrame, columns: Sequence[str]) -> bytes:
    """Rows as PostgreSQL's COPY reads them: null is nothing, bytes are hexadecimal, moments carry their
    offset to the second (Shanghai's was +08:05:43 once). PostgreSQL's text knows no NUL: it is left out, and
    the cell is at fault already (I06, F04). Columns the rows do not have are null."""
    out = BytesIO()
    rows.with_columns(_without_nul(rows.get_column("extra"))).select(
        _cell(name, rows.schema.get(name)) for name in columns
    ).write_csv(out, include_header=False, datetime_format="%Y-%m-%d %H:%M:%S%.6f%::z")
    return out.getvalue()


def _cell(name: str, kind: pl.DataType | None) -> pl.Expr:
    if kind is None:
        return pl.lit(None, pl.String).alias(name)
    if kind == pl.Binary:
        return pl.concat_str(pl.lit("\\x"), pl.col(name).bin.encode("hex")).alias(name)
    return pl.col(name).str.replace_all("\0", "", literal=True) if kind == pl.String else pl.col(name)


# An escaped NUL, and not a backslash somebody wrote before the letters u0000.
ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def _without_nul(texts: pl.Series) -> pl.Series:
    """JSON texts that PostgreSQL takes. Hardly ever is there anything to do."""
    if not texts.str.contains("\\u0000", literal=True).any():
        return texts
    return pl.Series(texts.name, [ESCAPED_NUL.sub(r"\1", t) for t in texts], dtype=pl.String)
