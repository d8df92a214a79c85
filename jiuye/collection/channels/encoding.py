"""The encoding of a text file, decided and not guessed: byte-order mark, strict UTF-8, GB 18030."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from jiuye.lib.characters import by_edition_2022

from .table import BadFile

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", 3),
    (codecs.BOM_UTF16_LE, "utf-16-le", 2),
    (codecs.BOM_UTF16_BE, "utf-16-be", 2),
)
_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GB 18030"}
# Three-byte UTF-8 sequences: so many before the first fault, and the file is damaged UTF-8, not GBK.
_HAN = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
_SURE = 8


@dataclass(frozen=True)
class Encoding:
    """codec: Python's name; skip: bytes of the byte-order mark."""

    codec: str
    skip: int


def detect(path: Path) -> Encoding:
    """The encoding of the whole file. Raises BadFile with the byte position where it stops making sense."""
    with path.open("rb") as f:
        head = f.read(4)
    for mark, codec, skip in _MARKS:
        if head.startswith(mark):
            fault = _first_fault(path, codec, skip)
            if fault is not None:
                raise _undecodable(path, codec, fault)
            return Encoding(codec, skip)
    fault = _first_fault(path, "utf-8", 0)
    if fault is None:
        return Encoding("utf-8", 0)
    if _surely_utf8(path, fault):
        raise _undecodable(path, "utf-8", fault)
    gb_fault = _first_fault(path, "gb18030", 0)
    if gb_fault is not None:
        raise _undecodable(path, "gb18030", max(fault, gb_fault))
    return Encoding("gb18030", 0)


def to_utf8(encoding: Encoding) -> Callable[[bytes], bytes]:
    """What turns the text, given piece by piece without its byte-order mark, into UTF-8."""
    decode = codecs.getincrementaldecoder(encoding.codec)().decode
    meant = by_edition_2022 if encoding.codec == "gb18030" else str
    return lambda piece: meant(decode(piece)).encode()


def _first_fault(path: Path, codec: str, skip: int) -> int | None:
    """Byte position of the first byte that does not decode; None when all do."""
    decoder = codecs.getincrementaldecoder(codec)()
    with path.open("rb") as f:
        f.seek(skip)
        at = skip
        while True:
            chunk = f.read(_CHUNK)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as e:
                return at - held + e.start
            if not chunk:
                return None
            at += len(chunk)


def _surely_utf8(path: Path, fault: int) -> bool:
    with path.open("rb") as f:
        before = f.read(min(fault, _CHUNK))
    return len(list(islice(_HAN.finditer(before), _SURE))) == _SURE


def _undecodable(path: Path, codec: str, fault: int) -> BadFile:
    with path.open("rb") as f:
        line = f.read(fault).count(b"\n") + 1
    return BadFile(
        "encoding",
        f"文件里有不能按 {_NAMES[codec]} 识别的文字（第 {fault + 1} 个字节，约第 {line} 行），"
        "文件可能已损坏或混用了编码，请在 Excel 或 WPS 中另存为“CSV UTF-8”后重新上传。",
    )
