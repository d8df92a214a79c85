"""The corners of WordprocessingML python-docx has no words for: east-asian fonts, rules, fields."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

# Faces of GB/T 9704 and what to take where they are missing (w:altName).
XIAOBIAOSONG, FANGSONG, HEITI, KAITI, SONGTI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
FALLBACK = {XIAOBIAOSONG: "华文中宋", FANGSONG: "仿宋", HEITI: "SimHei", KAITI: "楷体", SONGTI: "SimSun"}
LATIN = "Times New Roman"


def element(tag: str, **attributes: str) -> Any:
    """<w:tag w:name="value"/>."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def fonts(properties: Any, face: str, latin: str = LATIN) -> None:
    """Set the faces of a style's or run's properties outright: theme fonts would win over them."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    chosen = element("rFonts", ascii=latin, hAnsi=latin, cs=latin, eastAsia=face, hint="eastAsia")
    properties.insert(0, chosen)


def page_field(paragraph: Any) -> None:
    """Append a PAGE field."""
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            instruction = element("instrText")
            instruction.text = text
            run._r.append(instruction)


def rules(paragraph: Any, *sides: str, size: int, colour: str = "000000", space: int = 1) -> None:
    """Rules above ("top") or below ("bottom") the paragraph; `size` in eighths of a point."""
    borders = element("pBdr")
    for side in sides:
        borders.append(element(side, val="single", sz=str(size), space=str(space), color=colour))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def indent(style: Any, chars: int) -> None:
    """First-line indent in characters, so that it follows the type size."""
    ind = style.element.get_or_add_pPr().get_or_add_ind()
    ind.set(qn("w:firstLineChars"), str(chars * 100))
    ind.set(qn("w:firstLine"), str(int(Pt(16).pt * 20 * chars)))


def cell_margins(table: Any, sides: int) -> None:
    """White space left and right in every cell, in twentieths of a point."""
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=str(sides), type="dxa"))
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)


def at_page_foot(paragraph: Any) -> None:
    """Lift the paragraph out of the flow to the foot of the text area, as wide as the text."""
    frame = element("framePr", w="8845", hAnchor="margin", vAnchor="margin", yAlign="bottom", wrap="around")
    paragraph._p.get_or_add_pPr().insert_element_before(
        frame, "w:widowControl", "w:numPr", "w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def thin_out(document: Any, keep: Iterable[str]) -> None:
    """Drop the template's unused styles and its second copy of them: four fifths of an uncompressed file."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.find(qn("w:name")).get(qn("w:val")) not in set(keep):
            styles.remove(style)
    rels = document.part.rels
    for key in [k for k, r in rels.items() if r.reltype.endswith("/stylesWithEffects")]:
        del rels[key]


def font_table() -> bytes:
    """word/fontTable.xml naming each face's stand-in: Windows ships 仿宋, not 仿宋_GB2312."""
    ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face, other in FALLBACK.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:fonts xmlns:w="{ns}">{rows}</w:fonts>'.encode()


def repack(data: bytes, replace: dict[str, bytes], drop: Iterable[str] = ()) -> bytes:
    """The same package with fixed member dates and order, some parts replaced.

    Stored, not deflated: compressed bytes differ between zlib builds, and the digest must not.
    """
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_STORED) as new:
        names = [n for n in old.namelist() if n not in set(drop)]
        # [Content_Types].xml stays first, as readers of the format expect.
        for name in sorted(names, key=lambda n: (n != "[Content_Types].xml", n)):
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # else it names the machine's kind
            new.writestr(info, replace.get(name) or old.read(name))
    return out.getvalue()
