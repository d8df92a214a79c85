"""A report as a table of disclosure control: how its cells hang together, and what of it may be shown. Art. 11."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jiuye.usage.statistics.checks import NOT_MORE
from jiuye.usage.statistics.compute import CITY, Cell, Figures
from jiuye.usage.statistics.definitions import Report
from jiuye.usage.statistics.disclosure import Table, protect

HIDDEN = "…"
WHY = "人数少于 {threshold}，或由它可推算出少于 {threshold} 的数"
BALANCE = {"closing": 1, "opening": -1, "registered": -1, "cancelled": 1, "aged_out": 1}


@dataclass(frozen=True)
class Loss:
    """What hiding costs. cells: that hold something; small: hidden for themselves; more: hidden with them."""

    cells: int
    small: int
    more: int

    @property
    def percent(self) -> str:
        return f"{100 * (self.small + self.more) / self.cells:.1f}" if self.cells else "0.0"


def hidden(report: Report, figures: Figures, threshold: int) -> set[Cell]:
    """The cells to hide; a rate goes with what it is made of."""
    gone = protect(table(report, figures), threshold)
    for measure in report.measures.values():
        if measure.kind in ("quotient", "percentage"):
            parts = {n for part in measure.parts for n in part.split("+")}
            for cell in (c for c in figures if c.measure == measure.name):
                if figures[cell].rows and any(cell._replace(measure=n) in gone for n in parts):
                    gone.add(cell)
    return gone


def loss(report: Report, figures: Figures, gone: set[Cell], threshold: int) -> Loss:
    held = table(report, figures)
    small = set(held.small(threshold))
    return Loss(sum(n > 0 for n in held.rows.values()), len(small), len((gone & held.values.keys()) - small))


def table(report: Report, figures: Figures) -> Table:
    """Counts, sums and differences with every relation among them; rates are no cells of it."""
    kinds = {m.name: m.kind for m in report.measures.values()}
    cells = {c: f for c, f in figures.items() if kinds[c.measure] in ("flow", "stock", "difference")}
    sums = {m.name for m in report.measures.values() if m.column}
    return Table(
        {c: float(f.value or 0) for c, f in cells.items()},
        {c: f.rows for c, f in cells.items()},
        frozenset(c for c in cells if c.measure in sums),
        frozenset(c for c in cells if kinds[c.measure] == "difference"),
        [{c: k for c, k in e.items() if c in cells} for e in _equal(report, cells)],
        [
            (c._replace(measure=whole), c)
            for part, whole in NOT_MORE.items()
            for c in cells
            if c.measure == part and c._replace(measure=whole) in cells and part not in sums
        ],
    )


def _equal(report: Report, cells: Figures) -> Iterator[dict[Cell, int]]:
    groups: dict[Cell, list[Cell]] = defaultdict(list)
    places: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.dimension:
            groups[Cell(cell.measure, cell.place)._replace(dimension=cell.dimension)].append(cell)
        if cell.place != CITY:
            places[cell._replace(place=CITY)].append(cell)
    for total, parts in groups.items():
        yield {total._replace(dimension=""): 1, **dict.fromkeys(parts, -1)}
    for total, parts in places.items():
        yield {total: 1, **dict.fromkeys(parts, -1)}
    for measure in (m for m in report.measures.values() if m.kind == "difference"):
        one, other = measure.parts
        for cell in (c for c in cells if c.measure == measure.name):
            yield {cell: 1, cell._replace(measure=one): -1, cell._replace(measure=other): 1}
    if "closing" in report.measures:
        at = {c._replace(measure="") for c in cells if c.measure in BALANCE and c.dimension in ("", "sex", "age")}
        for cell in sorted(at):
            told = {cell._replace(measure=m): k for m, k in BALANCE.items()}
            if cell == Cell("") or _holds(told, cells):
                yield told


def _holds(told: Mapping[Cell, int], cells: Figures) -> bool:
    """Where something was adjusted the balance is known to nobody outside: below the city no adjustment is shown."""
    return sum(k * (cells[c].value or 0) for c, k in told.items() if c in cells) == 0
