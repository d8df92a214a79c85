"""The annotated copy without the looks of the original: for very large sheets and spoilt styles.

xlsxwriter makes a book with the looks and the summary; the rows are written into its sheet as they are read, as XML at
once: cell by cell through the library takes longer than taking the whole file in (ADR 16).
"""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from .escape import escaped
from .table import ERRORS, SUMMARY
from .workbook import Layout, all_rows

_COLOURS = {"error": "#FFC7CE", "warning": "#FFEB9C"}
_SHEET = "xl/worksheets/sheet1.xml"
_DATA = re.compile(rb"<sheetData>.*</sheetData>", re.S)
_DIMENSION = re.compile(rb"<dimension [^>]*>")
_LONGEST = 32_767  # characters of a cell
_AT_ONCE = 500  # rows
# Texts that XML does not hold as they are, or that would be read as something else (ECMA-376 Part 1, 22.9.2.19).
_ODD = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\s|\s$")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write_plain(
    layout: Layout,
    texts: dict[int, str],
    summary: list[list[str | int]],
    marks: dict[tuple[int, str], str],
    out: Path,
) -> Path:
    """Values only, row by row. texts: row number → its faults in one text; marks: (row number, header) → severity."""
    book, styles = _skeleton(layout.sheet, summary)
    with ZipFile(book) as old, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=3) as new:
        for name in old.namelist():
            content = old.read(name)
            if name != _SHEET:
                new.writestr(name, content)
                continue
            before, after = _DATA.split(_DIMENSION.sub(b"", content))
            rows = _rows(layout, texts, marks, styles)
            with new.open(name, "w", force_zip64=True) as sheet:
                sheet.write(before + b"<sheetData>")
                while some := "".join(islice(rows, _AT_ONCE)):
                    sheet.write(some.encode())
                sheet.write(b"</sheetData>" + after)
    return out


def _skeleton(name: str, summary: list[list[str | int]]) -> tuple[BytesIO, dict[str, str]]:
    """A book with an empty sheet of that name and the summary; severity → how a cell says that it looks so."""
    made, styles = BytesIO(), {}
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(name)
        for at, colour in enumerate(_COLOURS.values()):
            sheet.write_blank(at, 0, None, book.add_format({"bg_color": colour}))
        counts = book.add_worksheet(SUMMARY)
        for at, cells in enumerate(summary):
            for column, cell in enumerate(cells):
                counts.write(at, column, cell)
    with ZipFile(made) as book:
        looks = re.findall(r'<c r="A\d"( s="\d+")/>', book.read(_SHEET).decode())
    styles = dict(zip(_COLOURS, looks, strict=True))
    return made, styles


def _rows(
    layout: Layout, texts: Mapping[int, str], marks: Mapping[tuple[int, str], str], styles: Mapping[str, str]
) -> Iterator[str]:
    """Each row as XML."""
    names = [""] * layout.left + [c.strip() for c in layout.cells]
    last = names.index(ERRORS) if ERRORS in names else len(names)
    columns = {name: at for at, name in enumerate(names) if name}
    looks: dict[int, dict[int, str]] = {}
    for (row_no, header), severity in marks.items():
        if header in columns:
            looks.setdefault(row_no, {})[columns[header]] = styles.get(severity, styles["error"])
    letters: list[str] = []
    for number, row in enumerate(all_rows(layout), 1):
        row_no = number - 1 - layout.header
        while len(letters) < max(len(row), last + 1):
            letters.append(xl_col_to_name(len(letters)))
        mine = looks.get(row_no, {}) if row_no > 0 else {}
        cells = {at: _cell(f"{letters[at]}{number}", v, mine.get(at, "")) for at, v in enumerate(row) if v != ""}
        cells |= {at: f'<c r="{letters[at]}{number}"{look}/>' for at, look in mine.items() if at not in cells}
        cells.pop(last, None)
        if row_no == 0 or row_no in texts:
            look = styles["error"] if row_no else ""
            cells[last] = _cell(f"{letters[last]}{number}", texts[row_no] if row_no else ERRORS, look)
        if cells:
            yield f'<row r="{number}">{"".join(cells[at] for at in sorted(cells))}</row>'
        else:
            yield f'<row r="{number}"/>'


def _cell(place: str, value: object, look: str) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}"{look} t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float) and math.isfinite(value):
        return f'<c r="{place}"{look}><v>{value!r}</v></c>'
    text = escaped(_text(value))[:_LONGEST]
    if _ODD.search(text) is None:
        return f'<c r="{place}"{look} t="inlineStr"><is><t>{text}</t></is></c>'
    text = _CONTROL.sub(lambda c: f"_x{ord(c[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", text))
    return f'<c r="{place}"{look} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time(0) else "%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date | time) else str(value)
