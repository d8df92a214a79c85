"""What an exported row is known by later, and which exports a pasted fragment can come from. Art. 11, 20(4).

Of each cell four bytes of a keyed digest are kept, row by row in the order of the file: enough to find a line again,
too little to read it. Lines are found by what stands together in one row; which of two exports of the same rows it was,
by their order, which is another in each (ADR 36).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import factorial

from jiuye.lib import vault
from jiuye.usage.exports.models import Export, Trace

BYTES = 4
LEAST = 3  # lines whose order says something
MOST_LINES = 50
FEW, COMMON = 20, 0.02  # what more rows have, and more than this part of them, tells nobody apart
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")


class Digests:
    """Cells → their bytes, in one process."""

    def __init__(self) -> None:
        mac = vault.Mac("export-trace")
        self.of = lru_cache(maxsize=100_000)(lambda text: mac.of(same(text).encode())[:BYTES])

    def row(self, texts: Sequence[str]) -> bytes:
        return b"".join(self.of(t) for t in texts)


def same(text: str) -> str:
    """A value however it was copied: width, case, blanks, the apostrophe before a formula, how a day is written."""
    plain = unicodedata.normalize("NFKC", text).strip().strip('"').lstrip("'").strip().casefold()
    day = _DATE.match(plain)
    return f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}" if day else plain


@dataclass(frozen=True)
class Likely:
    """An export the fragment can come from. lines: how many of the fragment's are in it; ordered: in the order of this
    export's file; words: how sure, said honestly."""

    export: Export
    lines: int
    ordered: bool
    words: str


def lines_of(fragment: str) -> list[list[str]]:
    """The lines of a fragment as cells; commas and tabs part them."""
    found = []
    for line in fragment.splitlines()[:MOST_LINES]:
        texts = [t for t in re.split(r"\t|,|，|\s{2,}", line) if same(t)]
        if texts:
            found.append(texts)
    return found


def can_come_from(export: Export, traces: Sequence[Trace], fragment: Sequence[Sequence[str]], d: Digests) -> Likely:
    """Where the fragment's lines stand in one export. Its order is asked of lines that stand in one row only."""
    kept = Kept(len(export.items) * BYTES, [bytes(t.cells) for t in traces])
    places = [kept.places(list(dict.fromkeys(d.of(t) for t in texts))) for texts in fragment]
    found, sure = sum(1 for p in places if p), [p[0] for p in places if len(p) == 1]
    ordered = len(sure) >= LEAST and sure == sorted(set(sure))
    return Likely(export, found, ordered, _words(found, len(fragment), len(sure), ordered))


class Kept:
    """The digests of one export: rows of one width, part by part."""

    def __init__(self, width: int, parts: Sequence[bytes]) -> None:
        self._width, self._parts = width, parts
        self._rows = sum(len(p) for p in parts) // width
        self._times = lru_cache(maxsize=None)(lambda cell: sum(p.count(cell) for p in parts))

    def places(self, line: Sequence[bytes]) -> list[int]:
        """The rows in which all of a line stands together that tells people apart. Cells found nowhere in the export
        were added or changed since; where they are the more, or nothing tells apart, there is no such row."""
        known = sorted((c for c in line if self._times(c)), key=self._times)
        apart = [c for c in known if self._times(c) <= max(FEW, COMMON * self._rows)]
        if not apart or len(line) - len(known) > len(known):
            return []
        found, first = [], 0
        for part in self._parts:
            for row in sorted(_rows_with(part, apart[0], self._width)):
                record = part[row * self._width : (row + 1) * self._width]
                cells = {record[n : n + BYTES] for n in range(0, self._width, BYTES)}
                if cells.issuperset(apart):
                    found.append(first + row)
            first += len(part) // self._width
        return found


def _rows_with(data: bytes, cell: bytes, width: int) -> set[int]:
    rows, at = set(), data.find(cell)
    while at >= 0:
        if at % BYTES == 0:
            rows.add(at // width)
        at = data.find(cell, at + 1)
    return rows


def _words(found: int, of: int, sure: int, ordered: bool) -> str:
    told = f"{of} 行里有 {found} 行的内容在这份文件里"
    if sure < LEAST:
        return f"{told}；能认定是哪一行的只有 {sure} 行，说明不了什么。内容相同的其他导出、页面或原件也可能是来源。"
    if ordered:
        chance = f"1/{factorial(min(sure, 20)):,}"
        return f"{told}，{sure} 行的次序也与这份文件一致（碰巧如此的机会约 {chance}）：很可能出自这一份。"
    return f"{told}，但次序与这份文件不同：可能重新排过序，也可能出自别处。只能说内容吻合。"
