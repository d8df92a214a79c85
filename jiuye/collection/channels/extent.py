"""How far the cells of a worksheet's XML reach, without building them.

The reader lays out the whole rectangle from the first cell to the last: an address far away, or one it
misreads, asks for more memory than there is, and that ends the process. So the XML is measured before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .table import BadFile, Limits

_SHEETS = ("xl/worksheets/", "xl/chartsheets/", "xl/dialogsheets/", "xl/macrosheets/")
# Tags of rows and cells as nearly every program writes them (of a cell: column and row). They are good and are taken
# out first; what remains is looked at closely: a tag in another form might be read differently by the reader than by
# the measuring here, and is refused: no "=", "<" or ">" within values, `r` once and an address.
_USUAL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]{1,5}")?(?: t="(?:s|n|b|d|str|inlineStr)")?>'
    rb'|<row r="[0-9]{1,7}"(?: (?:spans|s|ht|customFormat|customHeight)="[0-9.:]{1,20}")*>'
)
_OPEN = re.compile(rb"<(?:\w+:)?(?:c|row)(?![\w:.-])")
_PLAIN = re.compile(rb"""<(?:\w+:)?(?:c|row)(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>=]*"|'[^'<>=]*'))*\s*/?>""")
_ODD_REF = re.compile(
    rb"""<(?:\w+:)?(?:c|row)\s[^<>]*\br\s*=(?:(?!\s*["'](?:[A-Za-z]{1,3})?[0-9]{1,7}["'])|[^<>]*\sr\s*=)"""
)
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*\s)?r\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^<>]*(?<!/)>""")
_BARE = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?![^<>]*\sr\s*=)")
_TAG = re.compile(rb"""<(?:\w+:)?(row|c)(?=[\s/>])(?:[^<>]*\sr\s*=\s*["']([0-9]{1,7})["'])?""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\s[^<>]*\bt\s*=\s*["']e["'][^<>]*>""")
_REF = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
# The reader sets aside room for as many as are claimed here.
_CLAIM = re.compile(rb"""\s(?:uniqueCount|count)\s*=\s*["']?\s*\+?([0-9]+)""")
# One text run or tag of a sheet is never so long; a longer one hides what comes after it.
_RUN = 8 * 1024 * 1024


@dataclass
class Sheet:
    """Extent of the cells of one part that hold a value, and the cells (row, column from 1) in error."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    errors: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    column: int = 0


def torn() -> BadFile:
    words = "文件不完整（可能没有传完或已损坏），请在 Excel 或 WPS 中打开检查，另存后重新上传。"
    return BadFile("torn", words)


def bomb() -> BadFile:
    return BadFile("zip_bomb", "文件解压后异常庞大，为安全起见不予打开，请把数据复制到新的工作簿后重新上传。")


def column_number(letters: bytes) -> int:
    """ "A" is 1, "AA" is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def is_sheet(name: str) -> bool:
    """Is the part of that name one that may hold cells?"""
    return name.lower().startswith(_SHEETS) and name.lower().endswith(".xml")


def check_claims(xml: bytes, size: int) -> None:
    """Raises BadFile for a part of `size` bytes that claims to list more things than it has bytes."""
    if any(len(claim) > 12 or int(claim) > max(size, 1_000) for claim in _CLAIM.findall(xml)):
        raise torn()


def measure_whole(xml: bytes, sheet: Sheet) -> bytes:
    """Measure up to the last tag's start; what may be cut off there is given back for the next round."""
    cut = max(xml.rfind(b"<"), 0)
    if len(xml) - cut > _RUN:
        raise bomb()
    measure(xml[:cut], sheet)
    return xml[cut:]


def measure(xml: bytes, sheet: Sheet) -> None:
    """Widen the sheet's extent by the cells in this piece of XML. Raises BadFile for tags in an odd form."""
    # In turn: what stands between the usual tags, and of each tag its column and row (None for a row's).
    parts = _USUAL.split(xml)
    _widen(sheet, parts[1::3], parts[2::3])
    # What no tag may hold stands in their place, so that taking them out makes none.
    rest = b"<>".join(parts[::3])
    if _OPEN.search(rest):
        _measure_rest(rest, xml, sheet)


def _widen(sheet: Sheet, columns: Sequence[bytes | None], rows: Sequence[bytes | None]) -> None:
    sheet.cells += len(rows) - rows.count(None)
    sheet.columns = max(sheet.columns, *map(column_number, {c for c in columns if c}), 0)
    sheet.rows = max(sheet.rows, *map(int, {r for r in rows if r}), 0)


def _measure_rest(xml: bytes, whole: bytes, sheet: Sheet) -> None:
    if len(_OPEN.findall(xml)) != len(_PLAIN.findall(xml)) or _ODD_REF.search(xml):
        raise torn()
    found = _CELL.findall(xml)
    _widen(sheet, [c for c, _ in found], [r for _, r in found])
    for tag in _ERROR.findall(xml):
        if ref := _REF.search(tag):
            sheet.errors.add((int(ref[2]), column_number(ref[1])))
    if _BARE.search(xml):
        _measure_bare(whole, sheet)


def check_extent(sheet: Sheet, limits: Limits) -> None:
    """Raises BadFile when the rectangle is too large, or large and nearly empty."""
    grid = sheet.rows * sheet.columns
    if grid > limits.grid or (grid > 5_000_000 and grid > 50 * sheet.cells):
        raise BadFile(
            "sparse_sheet",
            "工作表在很远的行或列上还有零散内容，请删除数据区以外的行和列，保存后重新上传。",
        )


def _measure_bare(xml: bytes, sheet: Sheet) -> None:
    """Cells without an address stand beside the one before."""
    for kind, number in _TAG.findall(xml):
        if kind == b"row":
            sheet.row, sheet.column = int(number) if number else sheet.row + 1, 0
        else:
            sheet.column += 1
            sheet.cells += 1
            sheet.rows, sheet.columns = max(sheet.rows, sheet.row), max(sheet.columns, sheet.column)
