"""Peer of inspect: pointblank on polars, the natural way of its user guide ("Validation methods", "Extracts")."""

from pathlib import Path

import pointblank as pb  # type: ignore[import-untyped]
import polars as pl

from bench import portable


def inspect(file: Path) -> int:
    """Read the Parquet file, interrogate the 24 rules, fetch the failing rows of each. Returns how many."""
    data = pl.read_parquet(file)
    validation = pb.Validate(data).col_vals_not_null(columns=list(portable.REQUIRED))
    for column, pattern in portable.PATTERNS.items():
        validation = validation.col_vals_regex(columns=column, pattern=pattern, na_pass=True)
    for column, codes in portable.codes().items():
        validation = validation.col_vals_in_set(columns=column, set=[*codes, None])
    first, last = portable.YEARS
    low, high = portable.VERSIONS
    validation = (
        validation.col_vals_between(columns="graduation_year", left=first, right=last, na_pass=True)
        .col_vals_between(columns="record_version", left=low, right=high, na_pass=True)
        .col_vals_ge(columns="graduation_date", value=pb.col("birth_date"), na_pass=True)
        .rows_distinct(columns_subset="id_number_index")
        .interrogate(extract_limit=data.height)
    )
    extracts = validation.get_data_extracts()
    return sum(e.height for e in extracts.values() if e is not None)
