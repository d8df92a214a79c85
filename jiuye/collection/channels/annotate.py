"""The user's own file back, with what is wrong in it: an 错误 column, coloured cells, a 汇总 sheet.

The copy holds the values that were judged: formulas are replaced by their results, macros are gone, and
text that would start a formula carries an apostrophe.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from . import delimited, workbook
from .annotate_plain import write_plain
from .escape import escaped
from .names import Known
from .reading import sniff
from .table import ERRORS, SUMMARY, Limits

# row number, item or header, rule, severity ("error" or "warning"), message
Fault = tuple[int, str, str, str, str]

_FILLS = {"error": PatternFill("solid", fgColor="FFC7CE"), "warning": PatternFill("solid", fgColor="FFEB9C")}
_LABELS = {"error": "错误", "warning": "提醒"}
# Cells up to which the copy keeps its looks; beyond, it is written plainly and fast.
_STYLED = 1_000_000
_MOST = 32_000  # characters a cell takes, with room for the last sentence


def annotate(
    original_path: Path,
    faults: Sequence[Fault],
    out_path: Path,
    *,
    headers: Mapping[str, str] | None = None,
    known: Known | None = None,
    limits: Limits | None = None,
) -> Path:
    """Write the annotated copy; gives its path: `out_path` with the suffix of what was written.

    faults name rows as `open_table` numbers them. headers: item → header text, for colouring cells whose
    fault names an item. known and limits: as given to `open_table`, so that the same header is found.
    Raises BadFile as `open_table` does.
    """
    known, limits = known or Known(), limits or Limits()
    if sniff(original_path, limits) == "csv":
        return _csv(original_path, faults, out_path.with_suffix(".csv"), known, limits)
    return _xlsx(original_path, faults, out_path.with_suffix(".xlsx"), known, limits, headers or {})


def sentences(faults: Sequence[Fault]) -> dict[int, str]:
    """Row number → all its faults, errors first, in one text."""
    by_row: dict[int, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(fault[0], []).append(fault)
    texts = {}
    for row_no, found in by_row.items():
        found.sort(key=lambda f: f[3] != "error")
        text = "；".join(f"{f[4].rstrip('。')}（{f[2]}）" for f in found)
        texts[row_no] = escaped(text if len(text) <= _MOST else text[:_MOST] + "……")
    return texts


def _csv(path: Path, faults: Sequence[Fault], out: Path, known: Known, limits: Limits) -> Path:
    """Comma and UTF-8 with a byte-order mark, which spreadsheets open without asking."""
    layout = delimited.locate(path, limits, known)
    texts = sentences(faults)
    old = next((i for i, c in enumerate(layout.cells) if c.strip() == ERRORS), None)
    width = len(layout.cells) - (old is not None)
    with (
        delimited.records(path, layout.encoding, layout.delimiter, limits.record) as rows,
        out.open("w", encoding="utf-8-sig", newline="") as f,
    ):
        writer = csv.writer(f, lineterminator="\r\n")
        for at, row in enumerate(rows):
            row_no = at - layout.header
            if row_no >= 0 and (row or row_no in texts):
                if old is not None:
                    del row[old : old + 1]
                row += [""] * (width - len(row))
                row.insert(width, ERRORS if row_no == 0 else texts.get(row_no, ""))
            writer.writerow(map(escaped, row))
    return out


def _xlsx(
    path: Path, faults: Sequence[Fault], out: Path, known: Known, limits: Limits, headers: Mapping[str, str]
) -> Path:
    layout = workbook.locate(path, limits, known)
    book = _book(path, layout)
    if book is None:
        marks = _marks(faults, headers)
        return write_plain(layout, sentences(faults), summary_rows(faults), marks, out)
    sheet: Worksheet = book[layout.sheet]
    _escape_all(book)
    columns = {cell.strip(): layout.left + 1 + i for i, cell in enumerate(layout.cells) if cell.strip()}
    last = columns.get(ERRORS, layout.left + len(layout.cells) + 1)
    header_row = layout.header + 1
    _clear(sheet, last, header_row)
    sheet.cell(header_row, last, ERRORS).font = Font(bold=True)
    for row_no, text in sentences(faults).items():
        _write(sheet, header_row + row_no, last, text, "error")
    for (row_no, header), severity in _marks(faults, headers).items():
        if header in columns:
            sheet.cell(header_row + row_no, columns[header]).fill = _FILLS.get(severity, _FILLS["error"])
    sheet.column_dimensions[sheet.cell(1, last).column_letter].width = 60
    _summary(book, faults)
    book.save(out)
    return out


def _book(path: Path, layout: workbook.Layout) -> Workbook | None:
    """The workbook with its looks; None when it is too large for that or its looks are spoilt."""
    if layout.grid > _STYLED:
        return None
    try:
        book = load_workbook(path, data_only=True, keep_links=False)
    except Exception:  # the data was read already; whatever is wrong lies in styles, drawings or charts
        return None
    return book if layout.sheet in book.sheetnames else None


def _marks(faults: Sequence[Fault], headers: Mapping[str, str]) -> dict[tuple[int, str], str]:
    """(row number, header) → severity; an error outweighs a warning."""
    ordered = sorted(faults, key=lambda f: f[3] == "error")
    return {(row_no, headers.get(item, item).strip()): severity for row_no, item, _, severity, _ in ordered}


def _clear(sheet: Worksheet, column: int, header_row: int) -> None:
    """An error column of an earlier round."""
    if sheet.max_column >= column:
        for (cell,) in sheet.iter_rows(min_row=header_row, min_col=column, max_col=column):
            if type(cell).__name__ == "Cell":
                cell.value = None


def _write(sheet: Worksheet, row: int, column: int, text: str, severity: str) -> None:
    cell = sheet.cell(row, column)
    cell.value, cell.data_type = text, "s"
    cell.fill = _FILLS[severity]


def _escape_all(book: Workbook) -> None:
    """Every text in every sheet, hidden ones too: more people open the file than the one who sent it."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type != "e":
                    cell.value = escaped(cell.value)
                    cell.data_type = "s"


def summary_rows(faults: Sequence[Fault]) -> list[list[str | int]]:
    """Rows at fault, then the count of each rule, most first, with one of its sentences."""
    counts = Counter((f[2], f[3]) for f in faults)
    words = {(f[2], f[3]): f[4] for f in reversed(faults)}
    rows = len({f[0] for f in faults if f[3] == "error"})
    first = f"有错误的行：{rows}；错误与提醒共 {len(faults)} 处。"
    first += "改正后可直接上传本文件，“错误”列不必删除。"
    found: list[list[str | int]] = [[first], ["规则", "程度", "处数", "说明（一例）"]]
    for (rule, severity), n in sorted(counts.items(), key=lambda c: (-c[1], c[0])):
        found.append([escaped(rule), _LABELS.get(severity, severity), n, escaped(words[rule, severity])])
    return found


def _summary(book: Workbook, faults: Sequence[Fault]) -> None:
    """The last sheet."""
    if SUMMARY in book.sheetnames:
        del book[SUMMARY]
    sheet = book.create_sheet(SUMMARY)
    for row in summary_rows(faults):
        sheet.append(row)
    for cells in sheet.iter_rows(min_row=1, max_row=2):
        for cell in cells:
            cell.font = Font(bold=True)
    for letter, width in zip("ABCD", (12, 8, 8, 100), strict=True):
        sheet.column_dimensions[letter].width = width
