"""The document as blocks, said once for DOCX and PDF. GB/T 9704."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """`note` stands under the text in smaller type; `strong` sets it in 黑体."""

    text: str
    note: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Column:
    """`width` in millimetres; align: left, center or right; `note` stands under the title, smaller."""

    title: str
    width: float
    align: str = "left"
    note: str = ""


@dataclass(frozen=True)
class Heading:
    """Level 1 in 黑体, level 2 in 楷体."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Para:
    """Body text, first line two characters in."""

    text: str


@dataclass(frozen=True)
class Table:
    """Head row repeats on every page; `note` stands below."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class AnnexList:
    """附件说明."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """署名, 成文日期 and the place of the seal (`seal` is the hint printed there)."""

    unit: str
    date: str
    seal: str
    note: str


@dataclass(frozen=True)
class Annex:
    """Starts a page: "附件1" and its title. `mark` is 附件 alone when there is only one."""

    mark: str
    title: str


@dataclass(frozen=True)
class Imprint:
    """版记 at the foot of the last page: who printed it and when (§7.4.3)."""

    unit: str
    date: str


@dataclass(frozen=True)
class Code:
    """A QR code of an address, with what it is for under it."""

    address: str
    caption: str


Block = Heading | Para | Table | AnnexList | Signature | Annex | Imprint | Code


@dataclass(frozen=True)
class Outline:
    """A whole document: letterhead and number over the title, addressee, blocks."""

    letterhead: str
    number: str
    title: str
    addressee: str
    running: str  # on top of every page; "" for none
    blocks: tuple[Block, ...]
