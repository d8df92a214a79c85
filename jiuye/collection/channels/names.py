"""The names a column may go by: English name, Chinese name, indicator code, or a named mapping's own."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from jiuye.standards.catalogue import DATASETS, Catalogue, Item

# Marks that templates put beside a header: required stars and their words.
_MARKS = re.compile(r"^[*]+|[*]+$|\((必填|选填|必填项|选填项|必录|可空)\)$")


def fold(text: str) -> str:
    """A header in the form it is compared in: full width and case folded, white space and marks away."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    return _MARKS.sub("", _MARKS.sub("", plain))


def aliases(items: dict[str, Item]) -> dict[str, list[str]]:
    """Folded name → the items it may mean. English names come first, then Chinese, then codes: a name
    means an item of the earlier kind even if a later kind repeats it."""
    found: dict[str, list[str]] = {}
    for kind in ("name", "label", "indicator_code"):
        fresh: dict[str, list[str]] = {}
        for item in items.values():
            name = fold(getattr(item, kind))
            if name and name not in found:
                fresh.setdefault(name, []).append(item.name)
        found.update(fresh)
    return found


@dataclass(frozen=True)
class Known:
    """What helps to read a file: `names` (folded) that may stand in a header of any dataset, `items` of the
    dataset read by folded name, `code_lists` by name. Empty: the first row with two cells is the header."""

    names: frozenset[str] = frozenset()
    items: dict[str, Item] = field(default_factory=dict)
    code_lists: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue, dataset: str, extra: Iterable[str] = ()) -> "Known":
        """Names of all datasets, and the items of `dataset`. extra: headers of a named mapping."""
        own = catalogue.items[dataset]
        names = {n for d in DATASETS if d in catalogue.items for n in aliases(catalogue.items[d])}
        single = {n: own[found[0]] for n, found in aliases(own).items() if len(found) == 1}
        return cls(frozenset(names | {fold(n) for n in extra}), single, catalogue.code_lists)

    def score(self, cells: Iterable[str | None]) -> int:
        """How many different known names the cells hold."""
        return len({fold(c) for c in cells if c} & self.names)

    def item(self, header: str) -> Item | None:
        return self.items.get(fold(header))


def header_index(rows: list[list[str | None]], known: Known) -> int | None:
    """Which of the first rows is the header: the one with most known names, else the first with two cells,
    else the first with one. None when all are blank."""
    filled = [sum(1 for c in row if c and c.strip()) for row in rows]
    scores = [known.score(row) for row in rows]
    if any(scores):
        return scores.index(max(scores))
    for least in (2, 1):
        for i, n in enumerate(filled):
            if n >= least:
                return i
    return None
