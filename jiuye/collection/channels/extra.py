"""What is no item of the standard, kept beside the row as one JSON text."""

import json

import polars as pl

# Keys of `extra` that are ours: added items, and texts that could not be cast.
OURS = ("items", "uncast")


def extra_json(frame: pl.DataFrame, columns: list[str]) -> pl.Series:
    """`extra`: one JSON object per row, keyed by the names of `columns` in their order, nulls left out; null
    when nothing is left. NUL cannot be stored in JSON by the database and becomes U+FFFD."""
    if not columns:
        return pl.Series("extra", [None] * frame.height, dtype=pl.String)
    named = [pl.col(c).alias(f"{c}（原列）" if c in OURS else c) for c in sorted(columns)]
    rows = frame.select(named).iter_rows(named=True)
    return pl.Series("extra", [_text(row) for row in rows], dtype=pl.String)


def _text(row: dict[str, object]) -> str | None:
    kept = {k: _storable(v) for k, v in row.items() if v is not None}
    return json.dumps(kept, ensure_ascii=False) if kept else None


def _storable(value: object) -> object:
    return value.replace("\x00", "\ufffd") if isinstance(value, str) else value
