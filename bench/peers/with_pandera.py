"""Peer of inspect: pandera on polars, the natural way of its guide ("Data validation with Polars", lazy errors)."""

from pathlib import Path

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from bench import portable


def inspect(file: Path) -> int:
    """Read the Parquet file, validate the 24 rules lazily, fetch the failure cases. Returns how many."""
    data = pl.read_parquet(file)
    columns: dict[str, pa.Column] = {}
    for name in [*portable.REQUIRED, *portable.PATTERNS, *portable.LISTS, *portable.NUMBERS]:
        checks = []
        if name in portable.PATTERNS:
            checks.append(pa.Check.str_matches(portable.PATTERNS[name]))
        if name in portable.LISTS:
            checks.append(pa.Check.isin(portable.codes()[name]))
        if name == "graduation_year":
            checks.append(pa.Check.in_range(*portable.YEARS))
        if name == "record_version":
            checks.append(pa.Check.in_range(*portable.VERSIONS))
        columns[name] = pa.Column(
            checks=checks, nullable=name not in portable.REQUIRED, unique=name == "id_number_index"
        )  # fmt: skip
    in_order = pa.Check(
        lambda data: data.lazyframe.select(pl.col("graduation_date").ge(pl.col("birth_date"))), name="order"
    )  # fmt: skip
    schema = pa.DataFrameSchema(columns, checks=in_order)
    try:
        schema.validate(data, lazy=True)
    except SchemaErrors as found:
        return len(found.failure_cases)
    return 0
