"""An XLSX before it is opened: is the zip whole, is it a bomb, what do its parts claim.

The sizes a zip declares may lie, so every part is unpacked once, counting and keeping nothing. A sheet may
also be a bomb of another kind: two cells in opposite corners make a reader lay out the whole rectangle.
"""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from .extent import Sheet, bomb, check_claims, check_extent, is_sheet, measure, measure_whole, torn
from .table import BadFile, Limits

_BOOK = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_CHUNK = 1 << 16
_OUT = 1 << 20
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, OSError, ValueError)


@dataclass(frozen=True)
class Package:
    """date1904: day numbers count from 1904. errors: sheet name → cells whose formula failed."""

    date1904: bool
    errors: dict[str, set[tuple[int, int]]]


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
        sheet, count, crc, held, tail = Sheet(), 0, 0, b"", b""
        for piece in _unpack(raw, entry):
            if count == 0 and b"<!DOCTYPE" in piece[:4096]:
                raise BadFile("doctype", "文件含有不允许的 XML 声明，请把数据复制到新的工作簿后重新上传。")
            if entry.filename.lower().startswith("xl/") and not entry.filename.lower().startswith("xl/pivot"):
                check_claims(tail + piece, entry.file_size)
                tail = piece[-100:]
            count, crc = count + len(piece), zlib.crc32(piece, crc)
            _check_size(total + count, limits, packed)
            if is_sheet(entry.filename):
                held = measure_whole(held + piece, sheet)
        measure(held, sheet)
        if count != entry.file_size or crc != entry.CRC:
            raise torn()
        check_extent(sheet, limits)
        total += count
        parts[entry.filename.lower()] = sheet
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


def _describe(z: zipfile.ZipFile, parts: dict[str, Sheet]) -> Package:
    """Sheet names by part, and the calendar, from the workbook's own words."""
    try:
        book = ElementTree.fromstring(z.read(_BOOK[0]))
        links = ElementTree.fromstring(z.read(_BOOK[1]))
    except ElementTree.ParseError as e:
        raise torn() from e
    targets = {link.get("Id") or "": "xl/" + (link.get("Target") or "").removeprefix("/xl/") for link in links}
    errors: dict[str, set[tuple[int, int]]] = {}
    date1904 = False
    for node in book.iter():
        kind = node.tag.rpartition("}")[2]
        if kind == "workbookPr":
            date1904 = node.get("date1904") in ("1", "true")
        elif kind == "sheet":
            link_id = next((v for k, v in node.attrib.items() if k.rpartition("}")[2] == "id"), "")
            part = targets.get(link_id, "").lower()
            if part not in parts or not is_sheet(part):  # only those were measured
                raise torn()
            errors[node.get("name") or ""] = parts[part].errors
    return Package(date1904, errors)
