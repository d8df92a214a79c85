"""XLSX into columns of text. Macros are never run, formulas give their stored results. Art. 6."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl
import python_calamine as calamine

from .cells import Column
from .delimited import too_many_rows
from .extent import torn
from .names import Known, header_index
from .package import Package, inspect
from .table import ROW, SLICE, SUMMARY, BadFile, Limits, Note, RowFault, Slice

Span = tuple[tuple[int, int], tuple[int, int]]

_FITS = 3


@dataclass(frozen=True)
class Layout:
    """Which sheet, its header row (rows before it), first column and header cells; content: the sheet itself, laid
    out in memory; grid: cells it spans."""

    sheet: str
    content: calamine.CalamineSheet
    header: int
    left: int
    cells: list[str]
    package: Package
    notes: list[Note]
    grid: int = 0


def locate(path: Path, limits: Limits, known: Known) -> Layout:
    """The first visible sheet whose header fits, else the best of them. Raises BadFile."""
    package = inspect(path, limits)
    book = _open(path)
    visible = [
        s.name
        for s in book.sheets_metadata
        if s.visible == calamine.SheetVisibleEnum.Visible and s.typ == calamine.SheetTypeEnum.WorkSheet
    ][: limits.sheets]
    best: tuple[int, Layout] | None = None
    for name in visible:
        if name == SUMMARY and len(visible) > 1:
            continue
        found = _look(book, name, package, limits, known)
        if found is None:
            continue
        score = known.score(found.cells)
        if best is None or score > best[0]:
            best = score, found
        if score >= _FITS:
            break
    if best is None:
        raise BadFile("empty_file", "工作簿里没有内容，请检查是否选错了文件。")
    others = [n for n in visible if n not in (best[1].sheet, SUMMARY)]
    if others:
        words = f"只读取了工作表“{best[1].sheet}”，其余 {len(others)} 个（{'、'.join(others[:5])}）没有读取。"
        best[1].notes.append(Note("sheets", words, count=len(others)))
    return best[1]


@contextmanager
def _careful() -> Iterator[None]:
    """Whatever the reader meets in a spoilt file is a torn file. Its panics are no `Exception`."""
    try:
        yield
    except calamine.PasswordError as e:
        raise BadFile("encrypted", "文件设有密码，请去掉密码后重新上传。") from e
    except (calamine.CalamineError, OSError, ValueError) as e:
        raise torn() from e
    except BaseException as e:
        if type(e).__name__ == "PanicException":
            raise torn() from e
        raise


def _open(path: Path) -> calamine.CalamineWorkbook:
    with _careful():
        return calamine.CalamineWorkbook.from_path(str(path))


def _sheet(book: calamine.CalamineWorkbook, name: str) -> calamine.CalamineSheet:
    with _careful():
        return book.get_sheet_by_name(name)


def all_rows(layout: Layout) -> Iterator[list[object]]:
    """Every row of the sheet as it stands, from column A on."""
    for row in layout.content.iter_rows():
        yield [""] * layout.left + row


def _look(book: calamine.CalamineWorkbook, name: str, package: Package, limits: Limits, known: Known) -> Layout | None:
    sheet = _sheet(book, name)
    if sheet.start is None:
        return None
    if sheet.width > limits.columns:
        raise BadFile("too_many_columns", f"列数超过 {limits.columns} 列，请删除多余的列后重新上传。")
    head = [[str(v) if v != "" else None for v in row] for row in _rows(sheet, limits.search)]
    at = header_index(head, known)
    if at is None:
        return None
    cells = [c or "" for c in head[at]]
    return Layout(name, sheet, at, sheet.start[1], cells, package, [], sheet.height * sheet.width)


def _rows(sheet: calamine.CalamineSheet, most: int | None = None) -> Iterator[list[object]]:
    """Rows from the sheet's first; a merged block gives its value to each of its rows (in its own column)."""
    left = sheet.start[1] if sheet.start else 0
    spans = [(top, bottom, c - left) for (top, c), (bottom, _) in _tall(sheet)]
    active: dict[int, tuple[int, object]] = {}
    upcoming = iter(sorted(spans))
    next_span = next(upcoming, None)
    for at, row in enumerate(islice(sheet.iter_rows(), most)):
        for column, (bottom, value) in list(active.items()):
            if at > bottom:
                del active[column]
            elif row[column] == "":
                row[column] = value
        while next_span is not None and next_span[0] <= at:
            if next_span[0] == at and 0 <= next_span[2] < len(row) and row[next_span[2]] != "":
                active[next_span[2]] = (next_span[1], row[next_span[2]])
            next_span = next(upcoming, None)
        yield row


def _tall(sheet: calamine.CalamineSheet) -> list[Span]:
    """Merged blocks of more than one row."""
    return [s for s in sheet.merged_cell_ranges or [] if s[1][0] > s[0][0]]


def read(layout: Layout, limits: Limits, known: Known, notes: list[Note]) -> Iterator[Slice]:
    """The rows, under columns c0, c1, …; what was met on the way is added to `notes` at the end. Raises BadFile."""
    columns = [Column(c, known.item(c), known, layout.package.date1904) for c in layout.cells]
    names = [f"c{i}" for i in range(len(columns))]
    failed = _formula_faults(layout)
    rows, done = islice(_rows(layout.content), layout.header + 1, None), 0
    while chunk := list(islice(rows, SLICE)):
        if done + len(chunk) > limits.rows:
            raise too_many_rows(limits)
        series = [
            pl.Series(name, _texts(column, values, done), dtype=pl.String)
            for name, column, values in zip(names, columns, zip(*chunk, strict=True), strict=True)
        ]
        numbers = range(done + 1, done + len(chunk) + 1)
        frame = pl.DataFrame([pl.Series(ROW, numbers, dtype=pl.Int64), *series])
        yield Slice(frame, [f for c in columns for f in c.told()] + [f for n in numbers for f in failed.get(n, ())])
        done += len(chunk)
    notes += layout.notes
    notes += [n for c in columns for n in c.notes()] + _merged_note(layout.content, layout.header)


def _texts(column: Column, values: tuple[object, ...], done: int) -> list[str | None]:
    return [(v or None) if type(v) is str else column.text(v, row_no) for row_no, v in enumerate(values, done + 1)]


def _formula_faults(layout: Layout) -> dict[int, list[RowFault]]:
    """By row number."""
    faults: dict[int, list[RowFault]] = {}
    for row, column in sorted(layout.package.errors.get(layout.sheet, ())):
        row_no, at = row - layout.header - 1, column - 1 - layout.left
        if row_no >= 1 and 0 <= at < len(layout.cells):
            words = "公式没有算出结果（如 #N/A、#REF!），请改正公式或直接填写内容。"
            faults.setdefault(row_no, []).append(RowFault(row_no, layout.cells[at], "F06", words))
    return faults


def _merged_note(sheet: calamine.CalamineSheet, header: int) -> list[Note]:
    count = sum(1 for (top, _), _ in _tall(sheet) if top > header)
    if not count:
        return []
    return [Note("merged", f"有 {count} 处跨行合并的单元格，其内容已填到所含的每一行，请核对。", count=count)]
