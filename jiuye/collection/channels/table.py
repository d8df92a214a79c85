"""What reading a file gives: a table of text, slice by slice, faults of single rows, notes on the whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

ROW = "row_no"
SLICE = 10_000  # rows that are turned into Python objects at a time
# The column our own annotated file carries at its end; a file that comes back is known by it.
ERRORS = "错误"
SUMMARY = "汇总"


class BadFile(Exception):
    """The file as a whole cannot be read. `code` is stable; `message` is one sentence: cause and remedy."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Limits:
    """How much is taken in at once. bytes: of the file; cell: characters; unpacked: bytes of an XLSX
    when unpacked; ratio: unpacked to packed, judged only above `ratio_from` bytes; grid: cells of the
    rectangle a sheet spans; record: bytes of one CSV record; search: rows looked through for the header."""

    bytes: int = 200 * 1024 * 1024
    rows: int = 2_000_000
    columns: int = 300
    cell: int = 4_000
    entries: int = 2_000
    unpacked: int = 1024 * 1024 * 1024
    ratio: int = 120
    ratio_from: int = 10 * 1024 * 1024
    grid: int = 60_000_000
    record: int = 32 * 1024 * 1024
    search: int = 20
    sheets: int = 50


@dataclass(frozen=True)
class Note:
    """Something done or seen that the person should know, and that refuses nothing."""

    code: str
    message: str
    column: str = ""
    count: int = 0


@dataclass(frozen=True)
class RowFault:
    """A fault found while reading one row. column: header text as written, or "" for the whole row.

    Codes: F01 too many cells, F02 too few cells, F03 cell too long, F04 control characters,
    F05 digits lost by the spreadsheet, F06 formula error.
    """

    row_no: int
    column: str
    code: str
    message: str
    raw: str = ""
    severity: str = "error"


class Slice(NamedTuple):
    """At most SLICE rows. frame: `row_no` (Int64, 1 = first row after the header; blank rows count but are left
    out) and a text column per header; an empty cell is null. faults: of these rows, in their order."""

    frame: pl.DataFrame
    faults: list[RowFault]


@dataclass
class Table:
    """columns: header texts in file order. slices: the rows in file order, read as they are asked for and only
    once; asking for them raises BadFile where the file cannot be read on. notes: whole when they are through.
    empty: columns without a header in which nothing was met so far.
    kind: "csv" or "xlsx". header_row: rows before the first data row. encoding, delimiter: CSV only;
    sheet: XLSX only. returned: this is our own annotated file coming back."""

    columns: list[str]
    kind: str
    header_row: int
    notes: list[Note]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    returned: bool = False
    empty: set[str] = field(default_factory=set)
    slices: Iterator[Slice] = field(default_factory=lambda: iter(()))
