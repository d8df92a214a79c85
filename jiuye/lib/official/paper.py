"""Styles and page of GB/T 9704 in a new Word document."""

from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt

from jiuye.lib.official import ooxml
from jiuye.lib.official.ooxml import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG

PITCH = 28.0  # points from line to line
# style name: (face, points, alignment, pitch, first-line characters)
STYLES: dict[str, tuple[str, float, ALIGN, float, int]] = {
    "公文标题": (XIAOBIAOSONG, 22, ALIGN.CENTER, 34, 0),
    "公文主送": (FANGSONG, 16, ALIGN.LEFT, PITCH, 0),
    "公文正文": (FANGSONG, 16, ALIGN.JUSTIFY, PITCH, 2),
    "公文一级标题": (HEITI, 16, ALIGN.LEFT, PITCH, 2),
    "公文二级标题": (KAITI, 16, ALIGN.LEFT, PITCH, 2),
    "公文版头": (XIAOBIAOSONG, 36, ALIGN.CENTER, 48, 0),
    "公文文号": (FANGSONG, 16, ALIGN.CENTER, PITCH, 0),
    "公文表题": (HEITI, 12, ALIGN.CENTER, 22, 0),
    "公文表注": (FANGSONG, 10.5, ALIGN.LEFT, 16, 0),
    "公文表文": (FANGSONG, 10.5, ALIGN.LEFT, 15, 0),
    "公文表附": (FANGSONG, 9, ALIGN.LEFT, 12, 0),
    "公文附件": (HEITI, 16, ALIGN.LEFT, PITCH, 0),
    "公文页码": (SONGTI, 14, ALIGN.LEFT, 18, 0),
    "公文版记": (FANGSONG, 14, ALIGN.LEFT, 24, 0),
    "公文页眉": (FANGSONG, 10.5, ALIGN.CENTER, 14, 0),
}
BUILT_IN = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid", "header", "footer")


def styles(document: Any) -> None:
    """Add STYLES to the document."""
    normal = document.styles["Normal"]
    ooxml.fonts(normal.element.get_or_add_rPr(), FANGSONG)
    normal.element.get_or_add_rPr().append(ooxml.element("lang", val="en-US", eastAsia="zh-CN"))
    for name, (face, size, alignment, pitch, chars) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        # Page numbers are half-width 宋体; elsewhere figures take the Latin face.
        ooxml.fonts(style.element.get_or_add_rPr(), face, SONGTI if face == SONGTI else ooxml.LATIN)
        style.font.size = Pt(size)
        form = style.paragraph_format
        form.alignment, form.space_before, form.space_after = alignment, Pt(0), Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
        if chars:
            ooxml.indent(style, chars)
    for name, level in (("公文标题", 0), ("公文一级标题", 0), ("公文二级标题", 1), ("公文附件", 0)):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(ooxml.element("outlineLvl", val=str(level)))
        document.styles[name].paragraph_format.keep_with_next = True


def page(document: Any, running: str) -> None:
    """Margins, page numbers, and `running` on top of every page."""
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance = Mm(20)
    # The number's line ends 23 mm above the edge, so its rule-dashes lie 7 mm below the text (§7.5).
    section.footer_distance = Mm(23)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, alignment in (
        (section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)
    ):  # fmt: skip
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = document.styles["公文页码"], alignment
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        paragraph.add_run("— ")
        ooxml.page_field(paragraph)
        paragraph.add_run(" —")
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].style = document.styles["公文页眉"]
        header.paragraphs[0].add_run(running)
