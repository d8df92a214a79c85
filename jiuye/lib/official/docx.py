"""A document as DOCX in the form of GB/T 9704: A4, 156 mm × 225 mm of text, 22 lines to a page."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt, RGBColor

from jiuye.lib import qr
from jiuye.lib.official import ooxml, paper
from jiuye.lib.official.outline import (
    Annex,
    AnnexList,
    Block,
    Code,
    Heading,
    Imprint,
    Outline,
    Para,
    Signature,
    Table,
)
from jiuye.lib.official.wording import clean

RED = RGBColor(0xD7, 0x00, 0x0F)
WHOLE = 12  # a table of so many rows is not torn apart
TABLE_ALIGN = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}


def write_docx(outline: Outline, *, author: str, at: datetime) -> bytes:
    """The document. The same outline, author and moment give the same bytes."""
    document = Document()
    paper.styles(document)
    paper.page(document, outline.running)
    _head(document, outline)
    for block in outline.blocks:
        _block(document, block)
    ooxml.thin_out(document, {*paper.STYLES, *paper.BUILT_IN})
    _properties(document, outline, author, at)
    buffer = BytesIO()
    document.save(buffer)
    return ooxml.repack(buffer.getvalue(), {"word/fontTable.xml": ooxml.font_table()})


def _head(document: Any, outline: Outline) -> None:
    if outline.letterhead:
        mark = document.add_paragraph(style="公文版头").add_run(outline.letterhead)
        # One line of the text area, at most 36 points.
        mark.font.size = Pt(max(14, min(36, 425 // len(outline.letterhead))))
        mark.font.color.rgb = RED
        _blank(document, 1)
    number = document.add_paragraph(outline.number, style="公文文号")
    if outline.letterhead:
        ooxml.rules(number, "bottom", size=12, colour="D7000F", space=8)
    _blank(document, 2 if outline.letterhead else 1)
    document.add_paragraph(outline.title, style="公文标题")
    _blank(document, 1)
    document.add_paragraph(f"{outline.addressee}：", style="公文主送")


def _block(document: Any, block: Block) -> None:
    match block:
        case Heading(text, level):
            document.add_paragraph(text, style="公文一级标题" if level == 1 else "公文二级标题")
        case Para(text):
            document.add_paragraph(text, style="公文正文")
        case Table():
            _table(document, block)
        case AnnexList(names):
            _annex_list(document, names)
        case Signature():
            _signature(document, block)
        case Annex(mark, title):
            document.add_paragraph(mark, style="公文附件").paragraph_format.page_break_before = True
            _blank(document, 1)
            document.add_paragraph(title, style="公文标题")
            _blank(document, 1)
        case Code(address, caption):
            document.add_picture(BytesIO(qr.png(address)), width=Mm(28))
            document.add_paragraph(caption)
        case Imprint(unit, date):
            paragraph = document.add_paragraph(f"{unit}\t{date}", style="公文版记")
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156) - Pt(14), WD_TAB_ALIGNMENT.RIGHT)
            ooxml.rules(paragraph, "top", "bottom", size=8)
            ooxml.at_page_foot(paragraph)


def _table(document: Any, block: Table) -> None:
    if block.caption:
        caption = document.add_paragraph(block.caption, style="公文表题")
        caption.paragraph_format.space_before, caption.paragraph_format.keep_with_next = Pt(8), True
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    ooxml.cell_margins(table, Mm(1.2).twips)
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _fill(cell, column.title, ALIGN.CENTER, strong=True, note=column.note)
        cell.width = Mm(column.width)
    table.rows[0]._tr.get_or_add_trPr().append(ooxml.element("tblHeader"))
    for row in block.rows:
        added = table.add_row()
        added._tr.get_or_add_trPr().append(ooxml.element("cantSplit"))
        for cell, column, value in zip(added.cells, block.columns, row, strict=True):
            _fill(cell, value.text, TABLE_ALIGN[column.align], strong=value.strong, note=value.note)
            cell.width = Mm(column.width)
    if _short(block):
        _keep_whole(table)
    for grid, column in zip(table.columns, block.columns, strict=True):
        grid.width = Mm(column.width)
    note = document.add_paragraph(block.note, style="公文表注")
    note.paragraph_format.space_after = Pt(8)


def _short(block: Table) -> bool:
    """Whether the table is to stay on one page: a captioned one of few rows with short cells."""
    longest = max((len(c.text) + len(c.note) for row in block.rows for c in row), default=0)
    return bool(block.caption) and len(block.rows) <= WHOLE and longest <= 50


def _keep_whole(table: Any) -> None:
    for cell in table._cells[: -len(table.columns)]:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _fill(cell: Any, text: str, alignment: ALIGN, *, strong: bool = False, note: str = "") -> None:
    cell._tc.get_or_add_tcPr().append(ooxml.element("vAlign", val="center"))
    paragraph = cell.paragraphs[0]
    if note:
        under = paragraph if not text else cell.add_paragraph()
        under.style, under.alignment = "公文表附", alignment
        under.add_run(note)
    if text or not note:
        paragraph.style, paragraph.alignment = "公文表文", alignment
        run = paragraph.add_run(text)
        if strong:
            ooxml.fonts(run._r.get_or_add_rPr(), ooxml.HEITI)
            run.bold = True


def _annex_list(document: Any, names: tuple[str, ...]) -> None:
    _blank(document, 1)
    for number, name in enumerate(names, 1):
        one = f"{number}.{name}" if len(names) > 1 else name
        text = f"附件：{one}" if number == 1 else one
        paragraph = document.add_paragraph(text, style="公文正文")
        if number > 1:  # numbers stand under one another
            paragraph.paragraph_format.left_indent = Pt(48)


def _signature(document: Any, block: Signature) -> None:
    _blank(document, 2)
    for text, style in ((block.seal, "公文表注"), (block.unit, "公文主送"), (block.date, "公文主送")):
        paragraph = document.add_paragraph(text, style=style)
        paragraph.alignment = ALIGN.CENTER
        # Unit and date share one centre line on the right, the date about four characters in (§7.3.5).
        paragraph.paragraph_format.left_indent = Mm(156) - Pt(16 * 17)
        paragraph.paragraph_format.keep_with_next = text != block.date
    document.add_paragraph(block.note, style="公文正文")


def _blank(document: Any, lines: int) -> None:
    for _ in range(lines):
        document.add_paragraph(style="公文主送")


def _properties(document: Any, outline: Outline, author: str, at: datetime) -> None:
    moment = at.astimezone(UTC).replace(tzinfo=None)  # the format wants UTC, offset unsaid
    core = document.core_properties
    core.title, core.subject = outline.title[:255], outline.number[:255]
    core.author = core.last_modified_by = clean(author)[:255]
    core.created = core.modified = moment
    core.language, core.comments, core.keywords, core.revision = "zh-CN", outline.running, "", 1
    thumbnails = [k for k, r in document.part.package.rels.items() if r.reltype.endswith("/thumbnail")]
    for key in thumbnails:
        del document.part.package.rels[key]
