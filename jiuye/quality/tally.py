"""Counts with their parts, at the finest grain; every level above is a sum. Art. 14, indicators.md §2."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Tally:
    """`met` of `of` rows (or cells) of one dataset, item, district and agency."""

    indicator: str
    dataset: str
    item: str
    district: str
    agency: str
    met: int
    of: int


@dataclass(frozen=True)
class Level:
    """One figure's place. level: city, district, agency (its rows in one district), whole_agency (its rows
    wherever they lie), dataset, item; blank parts are summed over."""

    indicator: str
    level: str
    dataset: str = ""
    item: str = ""
    district: str = ""
    agency: str = ""


Figures = dict[Level, tuple[int, int]]


def sums(tallies: Iterable[Tally]) -> Figures:
    """Every level's met and of, summed and never averaged."""
    out: dict[Level, list[int]] = defaultdict(lambda: [0, 0])
    for t in tallies:
        for level in _levels(t):
            out[level][0] += t.met
            out[level][1] += t.of
    return {level: (met, of) for level, (met, of) in out.items()}


def _levels(t: Tally) -> list[Level]:
    levels = [
        Level(t.indicator, "city"),
        Level(t.indicator, "district", district=t.district),
        Level(t.indicator, "agency", agency=t.agency, district=t.district),
        Level(t.indicator, "whole_agency", agency=t.agency),
        Level(t.indicator, "dataset", dataset=t.dataset),
    ]
    if t.item:
        levels.append(Level(t.indicator, "item", dataset=t.dataset, item=t.item))
    return levels


def items_complete(cells: Iterable[Tally], threshold: Fraction) -> Figures:
    """数据项目齐全率 counts items, not cells: at each level an item is complete when enough of that level's
    own cells are filled; the exception of indicators.md §2 to summing rates from below."""
    filled: dict[tuple[Level, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for t in cells:
        for level in _levels(t):
            if level.level != "item":
                place = Level("completeness", level.level, level.dataset, "", level.district, level.agency)
                counts = filled[place, t.dataset, t.item]
                counts[0] += t.met
                counts[1] += t.of
    out: dict[Level, list[int]] = defaultdict(lambda: [0, 0])
    for (level, _, _), (met, of) in filled.items():
        if of:
            out[level][0] += met >= threshold * of
            out[level][1] += 1
    return {level: (met, of) for level, (met, of) in out.items()}
