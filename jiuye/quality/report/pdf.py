"""The report as PDF, set by Typst from templates/report.typ."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst

from jiuye.lib.fonts import FACES, rare
from jiuye.quality.report import fonts
from jiuye.quality.report.compose import compose
from jiuye.quality.report.model import Report
from jiuye.quality.report.outline import Block, Outline
from jiuye.quality.report.wording import clean

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


@dataclass(frozen=True)
class Pdf:
    """The file and its number of pages."""

    data: bytes
    pages: int


def to_pdf(report: Report) -> Pdf:
    """The document. The same Report gives the same bytes (same Typst, same font package).

    Raises fonts.FontsMissing.
    """
    compiler = typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(folder) for folder in (fonts.folder(), rare()) if folder],
        ignore_system_fonts=True,
        sys_inputs={"report": _as_input(compose(report), report)},
    )
    data = compiler.compile(format="pdf", timestamp=int(report.generated_at.timestamp()))
    assert isinstance(data, bytes)  # one file was asked for
    pages = json.loads(compiler.query("<pages>", field="value", one=True))
    return Pdf(data, int(pages))


def _as_input(outline: Outline, report: Report) -> str:
    """Foreign text travels as JSON strings: Typst shows a string, it never reads it as markup."""
    return json.dumps(
        {
            "letterhead": outline.letterhead,
            "number": outline.number,
            "title": outline.title,
            "author": clean(report.inspecting),
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
    return {"kind": type(block).__name__, **asdict(block)}
