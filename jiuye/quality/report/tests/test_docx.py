"""The DOCX opens again, holds every figure, and is the same file for the same Report. Art. 15, GB/T 9704."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jiuye.quality.report import check_code, to_docx
from jiuye.quality.report.tests.cases import HOSTILE, a_report, an_empty_report, hostile_report


@pytest.fixture(scope="module")
def document() -> Any:
    return Document(BytesIO(to_docx(a_report())))


def words(document: Any) -> str:
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_page_is_that_of_an_official_document(document: Any) -> None:
    section = document.sections[0]
    sides = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    for found, wanted in zip(sides, (37, 28, 35, 26), strict=True):
        assert abs(found - Mm(wanted)) < Mm(0.1)
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "PAGE" in section.footer._element.xml
    assert section.footer.paragraphs[0].text == "— 1 —"
    assert document.settings.odd_and_even_pages_header_footer


def test_faces_are_named_for_chinese_text(document: Any) -> None:
    def face(style: str) -> str:
        fonts = document.styles[style].element.rPr.find(qn("w:rFonts"))
        assert not any(key.endswith("Theme") for key in fonts.attrib)
        return str(fonts.get(qn("w:eastAsia")))

    assert face("公文标题") == "方正小标宋简体"
    assert face("公文正文") == "仿宋_GB2312"
    assert face("公文一级标题") == "黑体"
    assert document.styles["公文标题"].font.size == Pt(22)
    assert document.styles["公文正文"].font.size == Pt(16)
    assert document.styles["公文正文"].paragraph_format.line_spacing == Pt(28)


def test_it_holds_the_figures(document: Any) -> None:
    said = words(document)
    report = a_report()
    for _, rate in report.overall.items():
        assert rate.text in said
        assert rate.parts in said
    for finding in report.findings:
        assert finding.rule_id in said
        assert f"{finding.count:,}" in said
    for deadline in report.deadlines:
        assert deadline.agency in said
    for text in (report.number, report.title, report.run_id, report.snapshot_digest, check_code(report)):
        assert text in said
    assert "3710**********1239" in said
    assert "不适用" in said  # no acceptances in one district
    assert "（演示，不盖章）" in said
    assert document.sections[0].header.paragraphs[0].text == "演示数据，均为合成，不具公文效力"


def test_the_real_one_leaves_room_for_the_seal() -> None:
    document = Document(BytesIO(to_docx(replace(a_report(), demo=False))))
    assert "（盖章处）" in words(document)
    assert document.sections[0].header.paragraphs[0].text == ""


def test_an_empty_inspection_says_not_applicable() -> None:
    said = words(Document(BytesIO(to_docx(an_empty_report()))))
    assert said.count("不适用") >= 10
    assert "%" not in said.replace("≥98%", "").replace("≥95%", "").replace("≤1%", "").replace("≤0.1%", "")


def test_same_report_same_bytes() -> None:
    data = to_docx(a_report())
    assert data == to_docx(a_report())
    assert data != to_docx(replace(a_report(), run_id="2026-A-0002"))
    with ZipFile(BytesIO(data)) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        for info in package.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.compress_type == ZIP_STORED


def test_hostile_text_is_shown_as_it_is() -> None:
    said = words(Document(BytesIO(to_docx(hostile_report()))))
    assert said.count(HOSTILE) >= 5
    assert "x��y" in said  # what cannot be printed shows as a mark, and nothing breaks
    assert "\u202e" not in said
