"""An XLSX before it is opened: is the zip whole, is it a bomb, what do its parts claim.

The sizes a zip declares may lie, so every part is unpacked once, counting and keeping nothing. A sheet may
also be a bomb of another kind: two cells in opposite corners make a reader lay out the whole rectangle.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from .table import BadFile, Limits

_BOOK = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_CHUNK = 1 << 16
_OUT = 1 << 20
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*\s)?r\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,9})["'][^<>]*(?<!/)>""")
_BARE = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?![^<>]*\sr\s*=)")
_TAG = re.compile(rb"""<(?:\w+:)?(row|c)(?=[\s/>])(?:[^<>]*\sr\s*=\s*["']([0-9]{1,10})["'])?""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\s[^<>]*\bt\s*=\s*["']e["'][^<>]*>""")
_REF = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, ValueError)
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


@dataclass(frozen=True)
class Package:
    """date1904: day numbers count from 1904. errors: sheet name → cells whose formula failed."""

    date1904: bool
    errors: dict[str, set[tuple[int, int]]]


def torn() -> BadFile:
    words = "文件不完整（可能没有传完或已损坏），请在 Excel 或 WPS 中打开检查，另存后重新上传。"
    return BadFile("torn", words)


def bomb() -> BadFile:
    return BadFile("zip_bomb", "文件解压后异常庞大，为安全起见不予打开，请把数据复制到新的工作簿后重新上传。")


def inspect(path: Path, limits: Limits) -> Package:
    """Raises BadFile for a zip that is torn, encrypted, a bomb, or no XLSX."""
    try:
        with zipfile.ZipFile(path) as z, path.open("rb") as raw:
            entries = z.infolist()
            _check_claims(entries, limits, path.stat().st_size)
            parts = _unpack_all(raw, entries, limits)
            return _describe(z, parts)
    except _FAILURES as e:
        raise torn() from e


def _check_claims(entries: list[zipfile.ZipInfo], limits: Limits, size: int) -> None:
    names = {e.filename for e in entries}
    if len(entries) > limits.entries:
        raise bomb()
    if any(e.flag_bits & 1 for e in entries):
        raise BadFile("encrypted", "文件设有密码，请去掉密码后重新上传。")
    if "xl/workbook.bin" in names:
        raise BadFile("xlsb", "这是 .xlsb 二进制工作簿，请另存为“Excel 工作簿（.xlsx）”后重新上传。")
    if "xl/workbook.xml" not in names:
        raise BadFile("not_xlsx", "这不是 Excel 工作簿，请上传 .xlsx 或 .csv 文件。")
    if any(e.file_size > 20 * _OUT for e in entries if e.filename in _BOOK):
        raise bomb()
    _check_size(sum(e.file_size for e in entries), limits, size)


def _check_size(unpacked: int, limits: Limits, packed: int) -> None:
    if unpacked > limits.unpacked or (unpacked > limits.ratio_from and unpacked > limits.ratio * packed):
        raise bomb()


def _unpack_all(raw: BinaryIO, entries: list[zipfile.ZipInfo], limits: Limits) -> dict[str, Sheet]:
    total, parts = 0, {}
    packed = raw.seek(0, 2)
    for entry in entries:
        sheet, count, crc, held = Sheet(), 0, 0, b""
        for piece in _unpack(raw, entry):
            if count == 0 and b"<!DOCTYPE" in piece[:4096]:
                raise BadFile("doctype", "文件含有不允许的 XML 声明，请把数据复制到新的工作簿后重新上传。")
            count, crc = count + len(piece), zlib.crc32(piece, crc)
            _check_size(total + count, limits, packed)
            if _is_xml(entry.filename):
                held = _measure_whole(held + piece, sheet)
        _measure(held, sheet)
        if count != entry.file_size or crc != entry.CRC:
            raise torn()
        _check_extent(sheet, limits)
        total += count
        parts[entry.filename] = sheet
    return parts


def _unpack(raw: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    raw.seek(entry.header_offset)
    head = raw.read(30)
    if head[:4] != b"PK\x03\x04" or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise torn()
    raw.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    left = entry.compress_size
    inflate = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        data = raw.read(min(_CHUNK, left))
        if not data:
            raise torn()
        left -= len(data)
        if inflate is None:
            yield data
            continue
        while data and not inflate.eof:
            yield inflate.decompress(data, _OUT)
            data = inflate.unconsumed_tail
    if inflate is not None:
        yield inflate.flush()


def column_number(letters: bytes) -> int:
    """"A" is 1, "AA" is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _is_xml(name: str) -> bool:
    return name.lower().endswith(".xml")


def _measure_whole(xml: bytes, sheet: Sheet) -> bytes:
    """Measure up to the last tag's start; what may be cut off there is given back for the next round."""
    cut = max(xml.rfind(b"<"), 0)
    if len(xml) - cut > _RUN:
        raise bomb()
    _measure(xml[:cut], sheet)
    return xml[cut:]


def _measure(xml: bytes, sheet: Sheet) -> None:
    """Widen the sheet's extent by the cells in this piece of XML."""
    found = _CELL.findall(xml)
    if found:
        sheet.cells += len(found)
        sheet.columns = max(sheet.columns, *map(column_number, {c for c, _ in found}))
        sheet.rows = max(sheet.rows, *(int(r) for _, r in found))
        for tag in _ERROR.findall(xml):
            if ref := _REF.search(tag):
                sheet.errors.add((int(ref[2]), column_number(ref[1])))
    if _BARE.search(xml):
        _measure_bare(xml, sheet)


def _check_extent(sheet: Sheet, limits: Limits) -> None:
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


def _describe(z: zipfile.ZipFile, parts: dict[str, Sheet]) -> Package:
    """Sheet names by part, and the calendar, from the workbook's own words."""
    try:
        book = ElementTree.fromstring(z.read(_BOOK[0]))
        links = ElementTree.fromstring(z.read(_BOOK[1]))
    except ElementTree.ParseError as e:
        raise torn() from e
    targets = {
        link.get("Id") or "": "xl/" + (link.get("Target") or "").removeprefix("/xl/") for link in links
    }
    errors: dict[str, set[tuple[int, int]]] = {}
    date1904 = False
    for node in book.iter():
        kind = node.tag.rpartition("}")[2]
        if kind == "workbookPr":
            date1904 = node.get("date1904") in ("1", "true")
        elif kind == "sheet":
            link_id = next((v for k, v in node.attrib.items() if k.rpartition("}")[2] == "id"), "")
            part = targets.get(link_id, "")
            if part not in parts or not _is_xml(part):  # only XML parts were measured
                raise torn()
            errors[node.get("name") or ""] = parts[part].errors
    return Package(date1904, errors)
