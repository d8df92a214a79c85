"""A document as PDF, set by Typst from templates/document.typ."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from jiuye.lib import qr
from jiuye.lib.fonts import FACES, rare
from jiuye.lib.official import fonts
from jiuye.lib.official.outline import Block, Code, Outline
from jiuye.lib.official.wording import clean

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"


@dataclass(frozen=True)
class Pdf:
    """The file and its number of pages."""

    data: bytes
    pages: int


def write_pdf(outline: Outline, *, author: str, at: datetime) -> Pdf:
    """The document. The same outline, author and moment give the same bytes (same Typst, same font package).

    Raises fonts.FontsMissing.
    """
    compiler = typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(folder) for folder in (fonts.folder(), rare()) if folder],
        ignore_system_fonts=True,
        sys_inputs={"report": _as_input(outline, author)},
    )
    data = compiler.compile(format="pdf", timestamp=int(at.timestamp()))
    assert isinstance(data, bytes)  # one file was asked for
    pages = json.loads(compiler.query("<pages>", field="value", one=True))
    return Pdf(data, int(pages))


def _as_input(outline: Outline, author: str) -> str:
    """Foreign text travels as JSON strings: Typst shows a string, it never reads it as markup."""
    return json.dumps(
        {
            "letterhead": outline.letterhead,
            "number": outline.number,
            "title": outline.title,
            "author": clean(author),
            "addressee": outline.addressee,
            "running": outline.running,
            "serif": fonts.SERIF,
            "sans": fonts.SANS,
            "rare": FACES if rare() else (),
            "blocks": [_block(block) for block in outline.blocks],
        },
        ensure_ascii=False,
    )


def _block(block: Block) -> dict[str, Any]:
    drawn = {"svg": qr.svg(block.address)} if isinstance(block, Code) else {}
    return {"kind": type(block).__name__, **asdict(block), **drawn}
