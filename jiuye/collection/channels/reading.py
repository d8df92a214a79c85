"""Reading a user's file, CSV or XLSX, into a table of text, slice by slice. Art. 6."""

import csv
import mmap
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import polars as pl

from . import delimited, workbook
from .checks import check_cells
from .escape import UNDO
from .names import Known, fold
from .table import ERRORS, ROW, BadFile, Limits, Note, RowFault, Slice, Table

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF, _RTF, _RAR, _7Z = b"%PDF", b"{\\rtf", b"Rar!", b"7z\xbc\xaf"


def open_table(path: Path, *, limits: Limits | None = None, known: Known | None = None) -> Table:
    """The table in the file at `path`; what it is, is told by its first bytes and not by its name.

    known: names and items that help to find the header row, the sheet, dates and code columns
    (`Known.of(catalogue, dataset)`). Raises BadFile with one sentence (cause and remedy) for a file that cannot
    be read or has no rows; what is wrong further down is raised when its slice is asked for.
    """
    limits, known = limits or Limits(), known or Known()
    kind = sniff(path, limits)
    try:
        table, names, rows = _open_xlsx(path, limits, known) if kind == "xlsx" else _open_csv(path, limits, known)
    except csv.Error as e:
        raise BadFile("csv", "文件不是完整的 CSV，请另存为“CSV UTF-8”后重新上传。") from e
    slices = _checked(rows, names, table, limits)
    first = next(slices, None)
    if first is None:
        raise delimited.no_rows()
    table.slices = chain([first], slices)
    return table


def sniff(path: Path, limits: Limits) -> str:
    """ "xlsx" or "csv". Raises BadFile for what is neither, is empty or too big."""
    size = path.stat().st_size
    if size == 0:
        raise BadFile("empty_file", "文件是空的，请检查是否选错了文件。")
    if size > limits.bytes:
        raise BadFile("too_big", f"文件超过 {limits.bytes // 1024 // 1024} MB，请拆成几个文件分别上传。")
    with path.open("rb") as f:
        head = f.read(8)
        if head == _OLE:
            raise _old_or_encrypted(mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ))
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith((_PDF, _RTF, _RAR, _7Z)):
        raise BadFile("not_table", "这不是表格文件，请上传 .xlsx 或 .csv 文件。")
    return "csv"


def _old_or_encrypted(content: mmap.mmap) -> BadFile:
    """Both live in an OLE container; an encrypted XLSX names its stream."""
    with content:
        encrypted = content.find("EncryptedPackage".encode("utf-16-le")) >= 0
    if encrypted:
        return BadFile("encrypted", "文件设有密码，请去掉密码后重新上传。")
    words = "这是旧版 .xls 文件，请在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”后重新上传。"
    return BadFile("old_xls", words)


Opened = tuple[Table, dict[str, str], Iterator[Slice]]  # the table, frame column → header, the rows as they stand


def _open_csv(path: Path, limits: Limits, known: Known) -> Opened:
    layout = delimited.locate(path, limits, known)
    names = _name_columns(layout.cells, limits)
    table = _table(names, "csv", layout.header, [])
    table.encoding, table.delimiter = layout.encoding.codec, layout.delimiter
    return table, names, delimited.read(path, layout, limits)


def _open_xlsx(path: Path, limits: Limits, known: Known) -> Opened:
    layout = workbook.locate(path, limits, known)
    names = _name_columns(layout.cells, limits)
    notes: list[Note] = []
    table = _table(names, "xlsx", layout.header, notes)
    table.sheet = layout.sheet
    return table, names, workbook.read(layout, limits, known, notes)


def _table(names: dict[str, str], kind: str, header: int, notes: list[Note]) -> Table:
    """The table before its rows are read; an error column of ours is none of its columns."""
    returned = ERRORS in names.values()
    for name in [n for n, h in names.items() if h == ERRORS]:
        del names[name]
    empty = {h for n, h in names.items() if _unnamed(n, names)}
    return Table(list(names.values()), kind, header + 1, notes, returned=returned, empty=empty)


def _name_columns(cells: list[str], limits: Limits) -> dict[str, str]:
    """Frame column → header text; a column without a header is named by its place. Raises BadFile."""
    if len(cells) > limits.columns:
        raise BadFile("too_many_columns", f"列数超过 {limits.columns} 列，请删除多余的列后重新上传。")
    named: dict[str, str] = {}
    places: dict[str, list[int]] = {}
    for i, cell in enumerate(cells):
        text = " ".join(cell.split())[:100]
        if fold(text):
            places.setdefault(fold(text), []).append(i + 1)
        named[f"c{i}"] = f"{text}（原列）" if text == ROW else text
    for at in places.values():
        if len(at) > 1:
            where = "、".join(str(n) for n in at)
            words = f"表头“{named[f'c{at[0] - 1}']}”重复出现（第 {where} 列），请删去多余的列后重新上传。"
            raise BadFile("duplicate_header", words)
    for i, name in enumerate(named):
        if not fold(named[name]):
            named[name] = f"第{i + 1}列"
    return named


def _unnamed(column: str, names: dict[str, str]) -> bool:
    return names[column] == f"第{int(column[1:]) + 1}列"


def _checked(rows: Iterator[Slice], names: dict[str, str], table: Table, limits: Limits) -> Iterator[Slice]:
    """Drop what is blank, check every cell, give the columns their headers; at the end say what was met."""
    last = kept = 0
    unnamed = {n: h for n, h in names.items() if h in table.empty}
    for frame, faults in rows:
        part = _filled(frame, names, faults, table.returned)
        if not part.height:
            continue
        last, kept = part.item(-1, ROW), kept + part.height
        table.empty -= {h for n, h in unnamed.items() if part.get_column(n).null_count() < part.height}
        part, found = check_cells(part, names, limits)
        there = set(part.get_column(ROW)) if faults else set()
        yield Slice(part.rename(names), _sorted([f for f in faults if f.row_no in there] + found))
    if last > kept:
        table.notes.append(Note("blank_rows", f"跳过了 {last - kept} 个空行。", count=last - kept))
    if table.returned:
        table.notes.append(Note("returned", "这是退回改正的文件，“错误”列不作为数据读取。"))
    met = [h for h in unnamed.values() if h not in table.empty]
    table.notes += [Note("unnamed_column", f"{h}没有表头，内容另存，不作为标准数据项。", h) for h in met]


def _filled(frame: pl.DataFrame, names: dict[str, str], faults: list[RowFault], returned: bool) -> pl.DataFrame:
    """The rows that hold something, be it a formula without a result. In our own annotated file the apostrophe put
    before formulas goes as well."""
    if not names:
        return frame.clear()
    undone = pl.col(*names).str.replace(UNDO, "$1") if returned else pl.col(*names)
    frame = frame.select(ROW, undone)
    failed = pl.Series([f.row_no for f in faults if f.code == "F06"], dtype=pl.Int64)
    there = frame.select(~pl.all_horizontal(pl.col(*names).is_null()) | pl.col(ROW).is_in(failed.implode())).to_series()
    return frame if there.all() else frame.filter(there)


def _sorted(faults: Iterable[RowFault]) -> list[RowFault]:
    """By row; one of a kind per cell (a number from a spreadsheet is met twice)."""
    single = {(f.row_no, f.code, f.column): f for f in faults}
    return [single[key] for key in sorted(single)]
