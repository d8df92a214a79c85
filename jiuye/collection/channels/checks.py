"""Faults of single cells that make a row unfit whatever the column means. Vectorised over the whole table."""

import polars as pl

from jiuye.standards.casting_kinds import CONTROL

from .cells import PRECISION
from .table import ROW, Limits, RowFault

# An 11-digit number and longer, as a spreadsheet shows it when it saves CSV.
SCIENTIFIC = r"^[0-9](\.[0-9]+)?[Ee]\+(1[0-9]|[2-9][0-9])$"
_CONTROL = "格内有看不见的控制字符，请删除后重新录入该格。"
_RAW = 100


def check_cells(frame: pl.DataFrame, headers: dict[str, str], limits: Limits) -> tuple[pl.DataFrame, list[RowFault]]:
    """Too long cells (emptied: the row is refused, not the file), control characters and lost digits.
    headers: frame column → header text."""
    faults: list[RowFault] = []
    cells = pl.col(*headers)
    longest = frame.select(cells.str.len_bytes().max()).row(0)
    for (name, header), most in zip(headers.items(), longest, strict=True):
        if most is not None and most > limits.cell:
            frame, found = _cut(frame, name, header, limits)
            faults += found
    for pattern, code, words in ((CONTROL, "F04", _CONTROL), (SCIENTIFIC, "F05", PRECISION)):
        hits = frame.select(cells.str.contains(pattern).any()).row(0)
        for (name, header), hit in zip(headers.items(), hits, strict=True):
            if hit:
                faults += _matches(frame, name, header, pattern, code, words)
    return frame, faults


def _cut(frame: pl.DataFrame, name: str, header: str, limits: Limits) -> tuple[pl.DataFrame, list[RowFault]]:
    long = pl.col(name).str.len_chars() > limits.cell
    found = frame.filter(long).select(
        ROW, pl.col(name).str.slice(0, _RAW).alias("raw"), pl.col(name).str.len_chars().alias("n")
    )
    if not found.height:
        return frame, []
    faults = [
        RowFault(
            row_no, header, "F03",
            f"“{header}”有 {n:,} 个字，超过 {limits.cell:,} 个字，不予读取。请缩短内容；"
            "若并非有意，请检查本行的引号是否成对。",
            raw,
        )
        for row_no, raw, n in found.rows()
    ]  # fmt: skip
    return frame.with_columns(pl.when(~long).then(pl.col(name)).alias(name)), faults


def _matches(frame: pl.DataFrame, name: str, header: str, pattern: str, code: str, message: str) -> list[RowFault]:
    found = frame.filter(pl.col(name).str.contains(pattern)).select(ROW, pl.col(name).str.slice(0, _RAW))
    return [RowFault(row_no, header, code, message, raw) for row_no, raw in found.rows()]
