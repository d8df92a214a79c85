"""The PDF is a PDF, can be read back, and is the same file for the same Report. Art. 15."""

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from jiuye.lib.official import fonts
from jiuye.quality.report import FontsMissing, to_pdf
from jiuye.quality.report.tests.cases import a_report, an_empty_report, hostile_report


def text_of(data: bytes) -> str:
    """Words of the PDF without white space, which layout adds and drops."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]
    return re.sub(r"[\s\u200b\u00ad]+", "", "".join(pages))


def test_it_is_a_pdf_with_its_pages_counted() -> None:
    made = to_pdf(a_report())
    assert made.data.startswith(b"%PDF-")
    assert 6 <= made.pages <= 12
    assert to_pdf(an_empty_report()).pages < made.pages


def test_same_report_same_bytes() -> None:
    data = to_pdf(a_report()).data
    assert data == to_pdf(a_report()).data
    assert data != to_pdf(replace(a_report(), run_id="2026-A-0002")).data


def test_the_faces_are_embedded() -> None:
    data = to_pdf(a_report()).data
    assert b"NotoSerifSC" in data
    assert b"NotoSansSC" in data


def test_without_fonts_the_message_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    with pytest.raises(FontsMissing, match="pip install pylopdf-fonts-zh-cn") as caught:
        to_pdf(a_report())
    assert "\n" not in str(caught.value)


def test_it_can_be_read_back() -> None:
    said = text_of(to_pdf(a_report()).data)
    report = a_report()
    for text in (
        report.number, report.title, "各区市公共就业服务机构：", "一、检查情况", "五、整改要求", "98.43%",
        "94,200/95,701", "1.04%", "未达标", "不适用", "2026年4月15日", report.snapshot_digest,
        "3710**********1239", "（演示，不盖章）", "2026年3月4日印发",
    ):  # fmt: skip
        assert re.sub(r"\s", "", text) in said


def test_every_page_says_demo_only_in_the_demo() -> None:
    mark = "演示数据，均为合成，不具公文效力"
    made = to_pdf(a_report())
    assert text_of(made.data).count(mark) == made.pages
    assert mark not in text_of(to_pdf(replace(a_report(), demo=False)).data)


def test_hostile_text_is_shown_as_it_is() -> None:
    said = text_of(to_pdf(hostile_report()).data)
    pieces = ('#panic("x")', "$a_b$", "*粗*", "_i_", "`raw`", "<tag>", "@ref", "http://a.b/c", "'s'", "--...")
    for piece in pieces:
        assert piece in said
    assert "x��y" in said


def test_faces_folder_is_a_package_of_the_environment() -> None:
    assert list(Path(fonts.folder()).glob("*.otf"))
