"""The file of an export, written as a stream: CSV (RFC 4180) or XLSX (ECMA-376, every cell a text), with its watermark.

The XLSX goes straight into the encrypted container, row by row: libraries that write one keep rows in memory or in a
readable file beside it.
"""

import zipfile
from collections.abc import Sequence
from typing import IO, Protocol
from xml.sax.saxutils import escape

from jiuye.lib.characters import by_edition_2022
from jiuye.usage.exports.cells import harmless

BOM = "\ufeff"


class Sheet(Protocol):
    """Rows one after the other, then the watermark."""

    def row(self, texts: Sequence[str]) -> None: ...

    def close(self) -> None: ...


class Csv:
    """The last line is the watermark; UTF-8 with its mark, or GB 18030 of 2022."""

    def __init__(self, out: IO[bytes], encoding: str, header: Sequence[str], mark: str) -> None:
        self._out, self._encoding, self._mark = out, encoding, mark
        self._write((BOM if encoding == "utf-8" else "") + ",".join(map(_field, header)))

    def row(self, texts: Sequence[str]) -> None:
        self._write(",".join(_field(harmless(t)) for t in texts))

    def close(self) -> None:
        self._write(_field(f"# {self._mark}"))

    def _write(self, line: str) -> None:
        text = f"{line}\r\n"
        self._out.write((by_edition_2022(text) if self._encoding == "gb18030" else text).encode(self._encoding))


def _field(text: str) -> str:
    if any(c in text for c in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


class Xlsx:
    """A workbook of two sheets; the watermark on the second and at the foot of every printed page."""

    def __init__(self, out: IO[bytes], header: Sequence[str], mark: str) -> None:
        self._zip, self._mark = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED), mark
        for name, text in _PARTS.items():
            self._zip.writestr(name, _XML + text)
        self._zip.writestr(_PLACE.format(2), _XML + f"{_SHEET}{_cells([mark])}</sheetData></worksheet>")
        self._sheet = self._zip.open(_PLACE.format(1), "w", force_zip64=True)
        self._sheet.write((_XML + _SHEET + _cells(header)).encode())

    def row(self, texts: Sequence[str]) -> None:
        self._sheet.write(_cells(texts).encode())

    def close(self) -> None:
        foot = _text(f"&C{self._mark.replace('&', '&&')[:200]}")
        self._sheet.write(
            f"</sheetData><headerFooter><oddFooter>{foot}</oddFooter></headerFooter></worksheet>".encode()
        )
        self._sheet.close()
        self._zip.close()


def _cells(texts: Sequence[str]) -> str:
    told = "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{_text(t)}</t></is></c>' for t in texts)
    return f"<row>{told}</row>"


def _text(text: str) -> str:
    """Without what XML 1.0 has no place for."""
    return escape("".join(c for c in text if c >= " " or c in "\t\n\r"))


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLACE = "xl/worksheets/sheet{}.xml"
_SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>'
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_KIND}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="数据" sheetId="1" r:id="r1"/>'
        '<sheet name="使用限制" sheetId="2" r:id="r2"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>'
    ),
}
