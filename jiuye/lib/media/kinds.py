"""Recognising a file by its first bytes and reading it through."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError
from tinytag import TinyTag, TinyTagException

from jiuye.lib.media.pages import pdf_pages

CLEARLY = 3  # steps of 256 in brightness
LARGEST_PIXELS = 120_000_000  # a page scanned at 600 dpi has 35 million


class Unreadable(Exception):
    """The file is of no kind that is kept, or cannot be read; says so in words."""


@dataclass(frozen=True)
class Media:
    """mime: what it is. pages: of a document, frames of an image, 1 of a recording. dpi: of a scan that says so.
    seconds: of a recording. likeness: 64 bits that hardly change when an image is scanned or saved again."""

    mime: str
    pages: int
    dpi: int | None = None
    seconds: float | None = None
    likeness: int | None = None


def read(data: bytes) -> Media:
    """The facts of a file. Raises `Unreadable`."""
    for kind in KINDS:
        if kind.matches(data):
            try:
                return kind.read(data)
            except Unreadable:
                raise
            except Exception as e:
                raise Unreadable(f"文件像是{kind.label}，但读不出来，可能已损坏。请重新扫描或导出后再传") from e
    raise Unreadable("只收 PDF、OFD、JPG、PNG、TIFF 图片和 MP3、WAV、MP4 音视频。请换成其中一种再传")


def dhash(image: Image.Image) -> int:
    """The difference hash: is each of 8 × 8 cells clearly darker than the one to its right (blank paper is noise)?
    As a signed 64-bit number."""
    small = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    cells = list(small.tobytes())
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (cells[at] + CLEARLY < cells[at + 1])
    return bits - (1 << 64) if bits >= 1 << 63 else bits


def _image(mime: str) -> Callable[[bytes], Media]:
    def facts(data: bytes) -> Media:
        try:
            with Image.open(io.BytesIO(data)) as image:
                if image.width * image.height > LARGEST_PIXELS:
                    raise Unreadable("图片过大，请用 300 dpi 重新扫描后再传")
                frames = getattr(image, "n_frames", 1)
                image.load()
                dpi = image.info.get("dpi")
                return Media(mime, frames, dpi=round(float(dpi[0])) if dpi else None, likeness=dhash(image))
        except Image.DecompressionBombError as e:
            raise Unreadable("图片过大，请用 300 dpi 重新扫描后再传") from e
        except UnidentifiedImageError as e:
            raise Unreadable("图片读不出来，可能已损坏。请重新扫描后再传") from e

    return facts


def _pdf(data: bytes) -> Media:
    try:
        count, first = pdf_pages(data, 0)
    except IndexError as e:
        raise Unreadable("PDF 里一页也没有") from e
    return Media("application/pdf", count, likeness=dhash(first))


def _ofd(data: bytes) -> Media:
    """GB/T 33190: a ZIP with OFD.xml, whose Document.xml lists the pages."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(i.file_size for i in package.infolist()) > 200_000_000:
            raise Unreadable("OFD 展开后过大")
        documents = [n for n in package.namelist() if re.fullmatch(r"Doc_\d+/Document\.xml", n)]
        pages = sum(len(re.findall(rb"<(?:\w+:)?Page\s", package.read(n))) for n in documents)
        if package.testzip() is not None or not pages:
            raise Unreadable("OFD 文件已损坏，或一页也没有。请重新导出后再传")
    return Media("application/ofd", pages)


def _recording(mime: str) -> Callable[[bytes], Media]:
    def facts(data: bytes) -> Media:
        try:
            tag = TinyTag.get(file_obj=io.BytesIO(data))
        except TinyTagException as e:
            raise Unreadable("录音或录像读不出来，可能已损坏。请重新导出后再传") from e
        if not tag.duration:
            raise Unreadable("录音或录像里没有内容。请重新导出后再传")
        return Media(mime, 1, seconds=round(float(tag.duration), 1))

    return facts


def _is_ofd(data: bytes) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "OFD.xml" in package.namelist()
    except zipfile.BadZipFile:
        return False


@dataclass(frozen=True)
class Kind:
    """suffix: of a download. matches: by the first bytes (of a package: by what is in it)."""

    mime: str
    label: str
    suffix: str
    matches: Callable[[bytes], bool]
    read: Callable[[bytes], Media]


def _starts(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(heads)


KINDS = [
    Kind("application/pdf", "PDF", ".pdf", _starts(b"%PDF-"), _pdf),
    Kind("image/jpeg", "JPG 图片", ".jpg", _starts(b"\xff\xd8\xff"), _image("image/jpeg")),
    Kind("image/png", "PNG 图片", ".png", _starts(b"\x89PNG\r\n\x1a\n"), _image("image/png")),
    Kind("image/tiff", "TIFF 图片", ".tif", _starts(b"II*\0", b"MM\0*"), _image("image/tiff")),
    Kind("application/ofd", "OFD", ".ofd", _is_ofd, _ofd),
    Kind("audio/mpeg", "MP3 录音", ".mp3", _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
         _recording("audio/mpeg")),
    Kind("audio/wav", "WAV 录音", ".wav", lambda d: d[:4] == b"RIFF" and d[8:12] == b"WAVE", _recording("audio/wav")),
    Kind("video/mp4", "MP4 录像", ".mp4", lambda d: d[4:8] == b"ftyp", _recording("video/mp4")),
]  # fmt: skip
SUFFIXES = {k.mime: k.suffix for k in KINDS}
