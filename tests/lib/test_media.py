"""Files are what their bytes say, and are read through before they are kept. Art. 2(4)."""

import io

import pytest
from PIL import Image

from jiuye.lib.media import Unreadable, page_png, read
from tests import papers

pytestmark = pytest.mark.article("2(4)")


@pytest.mark.parametrize(
    ("data", "mime", "pages"),
    [
        (papers.picture(), "image/png", 1), (papers.picture(form="JPEG"), "image/jpeg", 1),
        (papers.picture(form="TIFF"), "image/tiff", 1), (papers.pdf(3), "application/pdf", 3),
        (papers.ofd(4), "application/ofd", 4), (papers.sound(2), "audio/wav", 1),
    ],
    ids=["png", "jpg", "tif", "pdf", "ofd", "wav"],
)  # fmt: skip
def test_kinds_and_pages(data: bytes, mime: str, pages: int) -> None:
    found = read(data)
    assert (found.mime, found.pages) == (mime, pages)


def test_a_scan_says_its_resolution_and_a_recording_its_length() -> None:
    assert read(papers.picture(dpi=200)).dpi == 200
    assert read(papers.sound(3)).seconds == 3.0


@pytest.mark.parametrize(
    "data",
    [
        b"", b"MZ\x90\x00 a program", b"<html><script>", b"PK\x03\x04 a torn package", papers.pdf()[:300],
        papers.picture()[:400], papers.ofd()[:80], b"RIFF\0\0\0\0WAVE", b"%PDF-1.7\n%%EOF",
        b"\xff\xd8\xff\xe0 not a picture",
    ],
    ids=["nothing", "program", "page", "zip", "torn pdf", "torn png", "torn ofd", "no sound", "no pages", "no jpg"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable) as e:
        read(data)
    assert "再传" in str(e.value) or "一页也没有" in str(e.value) or "内容" in str(e.value)


def test_a_picture_that_unfolds_into_too_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(Unreadable, match="过大"):
        read(out.getvalue())


def test_the_same_page_scanned_again_is_alike_and_another_is_not() -> None:
    page = papers.picture(3)
    one, again, other = (read(d).likeness for d in (page, papers.rescanned(page), papers.picture(8)))
    assert one is not None
    assert again is not None
    assert other is not None
    mask = (1 << 64) - 1
    assert ((one ^ again) & mask).bit_count() <= 4
    assert ((one ^ other) & mask).bit_count() > 4


def test_pages_are_pictures() -> None:
    data = papers.pdf(2)
    assert page_png(data, "application/pdf", 1).startswith(b"\x89PNG")
    with pytest.raises(IndexError):
        page_png(data, "application/pdf", 2)
    with pytest.raises(ValueError, match="audio"):
        page_png(papers.sound(), "audio/wav", 0)
