"""Reading a user's file, CSV or XLSX, into a table of text. Art. 6."""

import csv
import mmap
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from . import delimited, workbook
from .checks import check_cells
from .escape import UNDO
from .names import Known, fold
from .table import ERRORS, ROW, BadFile, Limits, Note, RowFault, Table

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF, _RTF, _RAR, _7Z = b"%PDF", b"{\\rtf", b"Rar!", b"7z\xbc\xaf"


def read_table(path: Path, *, limits: Limits | None = None, known: Known | None = None) -> Table:
    """The table in the file at `path`; what it is, is told by its first bytes and not by its name.

    known: names and items that help to find the header row, the sheet, dates and code columns
    (`Known.of(catalogue, dataset)`). Raises BadFile with one sentence: cause and remedy.
    """
    limits, known = limits or Limits(), known or Known()
    kind = sniff(path, limits)
    try:
        return _read_xlsx(path, limits, known) if kind == "xlsx" else _read_csv(path, limits, known)
    except csv.Error as e:
        raise BadFile("csv", "文件不是完整的 CSV，请另存为“CSV UTF-8”后重新上传。") from e


def sniff(path: Path, limits: Limits) -> str:
    """"xlsx" or "csv". Raises BadFile for what is neither, is empty or too big."""
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


def _read_csv(path: Path, limits: Limits, known: Known) -> Table:
    layout = delimited.locate(path, limits, known)
    names = _name_columns(layout.cells, limits)
    frame, faults = delimited.read(path, layout, limits)
    return _finish(
        Table(
            [], frame, [], faults, "csv", layout.header + 1,
            encoding=layout.encoding.codec, delimiter=layout.delimiter,
        ),
        names, limits,
    )  # fmt: skip


def _read_xlsx(path: Path, limits: Limits, known: Known) -> Table:
    layout = workbook.locate(path, limits, known)
    names = _name_columns(layout.cells, limits)
    frame, faults, notes = workbook.read(path, layout, limits, known)
    return _finish(
        Table([], frame, notes, faults, "xlsx", layout.header + 1, sheet=layout.sheet), names, limits
    )


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


def _finish(table: Table, names: dict[str, str], limits: Limits) -> Table:
    """Drop what is blank, check every cell, give the columns their headers."""
    frame, notes = table.frame, list(table.notes)
    empty = {n for n in names if _unnamed(n, names) and frame.get_column(n).null_count() == frame.height}
    names = {n: h for n, h in names.items() if n not in empty}
    returned = ERRORS in names.values()
    kept, names = _restore(frame, names) if returned else (frame.select(ROW, *names), names)
    if names:
        filled = kept.select(~pl.all_horizontal(pl.col(*names).is_null())).to_series()
        kept = kept if filled.all() else kept.filter(filled)
    if kept.height == 0 or not names:
        raise delimited.no_rows()
    if skipped := _inner_blanks(frame, kept):
        notes.append(Note("blank_rows", f"跳过了 {skipped} 个空行。", count=skipped))
    if returned:
        notes.append(Note("returned", "这是退回改正的文件，“错误”列不作为数据读取。"))
    kept, faults = check_cells(kept, names, limits)
    unnamed = [h for n, h in names.items() if _unnamed(n, names)]
    notes += [Note("unnamed_column", f"{h}没有表头，内容另存，不作为标准数据项。", h) for h in unnamed]
    present = set(kept.get_column(ROW)) if table.faults else set()
    return Table(
        list(names.values()), kept.rename(names), notes,
        _sorted([f for f in table.faults if f.row_no in present or f.code == "F06"] + faults),
        table.kind, table.header_row, table.encoding, table.delimiter, table.sheet, returned,
    )  # fmt: skip


def _inner_blanks(frame: pl.DataFrame, kept: pl.DataFrame) -> int:
    """Blank rows before the last row that holds something."""
    last = kept.get_column(ROW).max()
    return int(last) - kept.height if isinstance(last, int) else 0


def _restore(frame: pl.DataFrame, names: dict[str, str]) -> tuple[pl.DataFrame, dict[str, str]]:
    """Our own annotated file: the error column away, and the apostrophe put before formulas as well."""
    names = {n: h for n, h in names.items() if h != ERRORS}
    undone = pl.col(*names).str.replace(UNDO, "$1")
    return frame.select(ROW, undone), names


def _sorted(faults: Iterable[RowFault]) -> list[RowFault]:
    """By row; one of a kind per cell (a number from a spreadsheet is met twice)."""
    single = {(f.row_no, f.code, f.column): f for f in faults}
    return [single[key] for key in sorted(single)]
