"""The annotated copy without the looks of the original: for very large sheets and spoilt styles."""

from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from .escape import escaped
from .table import ERRORS, SUMMARY
from .workbook import Layout, all_rows

_COLOURS = {"error": "#FFC7CE", "warning": "#FFEB9C"}


def write_plain(
    layout: Layout,
    texts: dict[int, str],
    summary: list[list[str | int]],
    marks: dict[tuple[int, str], str],
    out: Path,
) -> Path:
    """Values only, row by row in constant memory. texts: row number → its faults in one text; marks:
    (row number, header) → severity."""
    book = xlsxwriter.Workbook(str(out), {"constant_memory": True, "strings_to_formulas": False,
                                          "strings_to_urls": False})  # fmt: skip
    fills = {severity: book.add_format({"bg_color": colour}) for severity, colour in _COLOURS.items()}
    sheet = book.add_worksheet(layout.sheet)
    names = [""] * layout.left + [c.strip() for c in layout.cells]
    last = names.index(ERRORS) if ERRORS in names else len(names)
    for at, row in enumerate(all_rows(layout)):
        row_no = at - layout.header
        for column, value in enumerate(row):
            if column == last or value == "":
                continue
            severity = marks.get((row_no, names[column])) if row_no > 0 else None
            _put(sheet, at, column, value, fills.get(severity) if severity else None)
        if row_no == 0 or row_no in texts:
            text = texts[row_no] if row_no else ERRORS
            _put(sheet, at, last, text, fills["error"] if row_no else None)
    counts = book.add_worksheet(SUMMARY)
    for at, cells in enumerate(summary):
        for column, cell in enumerate(cells):
            _put(counts, at, column, cell, None)
    book.close()
    return out


def _put(sheet: xlsxwriter.Workbook, row: int, column: int, value: object, look: object) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, datetime):
        whole = value.time() == time(0)
        sheet.write_string(row, column, value.strftime("%Y-%m-%d" if whole else "%Y-%m-%d %H:%M:%S"), look)
    elif isinstance(value, date | time):
        sheet.write_string(row, column, value.isoformat(), look)
    else:
        sheet.write_string(row, column, escaped(str(value))[:32_767], look)
