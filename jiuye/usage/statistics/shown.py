"""A statistic as a page shows it: one measure by place and group, small cells hidden from who may not see rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from html import escape

from jiuye.lib import clock
from jiuye.lib.chart import shortened, svg
from jiuye.standards.queries import catalogue
from jiuye.usage.statistics.checks import PLACES
from jiuye.usage.statistics.compute import CITY, Cell
from jiuye.usage.statistics.definitions import Definitions, Measure, Report
from jiuye.usage.statistics.models import StatisticFigure
from jiuye.usage.statistics.published import HIDDEN

Figures = Mapping[Cell, StatisticFigure]


@dataclass(frozen=True)
class Shown:
    """One cell. text: what is read; hidden: kept from this reader; kept: small, but he may see rows; adjust: what was
    corrected, "" for nothing."""

    cell: Cell
    text: str
    hidden: bool = False
    kept: bool = False
    adjust: str = ""


@dataclass(frozen=True)
class Line:
    """A place with its total and its groups."""

    name: str
    cells: Sequence[Shown]


def groups(told: Definitions, dimension: str, figures: Figures, measure: str) -> dict[str, str]:
    """The groups of a dimension that something stands in, in the order of their list."""
    there = {c.group for c in figures if c.measure == measure and c.dimension == dimension}
    labels = told.groups.get(dimension) or _codes(told.lists.get(dimension, ""))
    known = {code: label for code, label in labels.items() if code in there}
    strange = {code: f"其他（{code}）" for code in sorted(there - known.keys() - {""})}
    return known | strange | ({"": "未填"} if "" in there else {})


def _codes(name: str) -> dict[str, str]:
    return dict(catalogue().code_lists.get(name, {}))


def lines(figures: Figures, measure: Measure, dimension: str, named: Sequence[str], sees_rows: bool) -> list[Line]:
    """The table: places the reader's scope holds, the city first."""
    places = [p for p in PLACES if Cell(measure.name, p) in figures]
    return [
        Line(
            PLACES[p],
            [cell(figures, Cell(measure.name, p), measure, sees_rows)]
            + [cell(figures, Cell(measure.name, p, dimension, g), measure, sees_rows) for g in named if dimension],
        )
        for p in places
    ]


def cell(figures: Figures, at: Cell, measure: Measure, sees_rows: bool) -> Shown:
    found = figures.get(at)
    if found is None:
        return Shown(at, written(Decimal(0), measure.unit))
    if found.hidden and not sees_rows:
        return Shown(at, HIDDEN, hidden=True)
    adjust = ""
    if found.adjust and (sees_rows or at == Cell(measure.name)):
        adjust = f"{'+' if found.adjust > 0 else '−'}{written(abs(found.adjust), measure.unit)}"
    return Shown(at, written(found.value, measure.unit), kept=found.hidden, adjust=adjust)


def written(value: Decimal | None, unit: str) -> str:
    """95,701; 9.10% and 5.96 with two places; money with two."""
    if value is None:
        return "—"
    if unit in ("%", "倍", "元"):
        return f"{value:,.2f}{'%' if unit == '%' else ''}"
    return f"{value:,.0f}"


NAME, FULL, ROW = 130, 720, 26


def bars(report: Report, measure: Measure, found: Sequence[Line]) -> str:
    """The totals of places below the city as bars; what is hidden says so instead."""
    below = [line for line in found if line.cells[0].cell.place != CITY]
    if not below:
        return ""
    numbers = [_number(line.cells[0].text) for line in below]
    top = max([n for n in numbers if n is not None] + [Decimal(1)])
    body = []
    for n, (line, number) in enumerate(zip(below, numbers, strict=True)):
        y, long = ROW * n, float((number or 0) / top) * (FULL - NAME - 150)
        body.append(
            f'<g class="row"><text class="name" x="0" y="{y + 17}">{escape(shortened(line.name))}</text>'
            f'<rect class="extent" x="{NAME}" y="{y + 5}" width="{max(long, 0):.1f}" height="{ROW - 10}" fill="none"'
            f' stroke="currentColor"/><text class="value" x="{NAME + max(long, 0) + 8:.1f}" y="{y + 17}">'
            f"{escape(line.cells[0].text)}</text></g>"
        )
    told = "；".join(f"{line.name} {line.cells[0].text}" for line in below)
    title = f"{report.label}，{measure.label}，各区市"
    return svg("bars", f'viewBox="0 0 {FULL} {ROW * len(below)}"', title, told, "".join(body))


def _number(text: str) -> Decimal | None:
    bare = text.replace(",", "").removesuffix("%")
    return Decimal(bare) if bare not in (HIDDEN, "—") else None


def watermark(name: str, at: datetime) -> str:
    """Across an internal page: who looks at it, and when. Art. 11."""
    said = escape(f"{name} {at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}")
    texts = "".join(
        f'<text x="{x}" y="{y}" transform="rotate(-24 {x} {y})">{said}</text>'
        for y in range(140, 800, 220) for x in range(60, 1400, 420)
    )  # fmt: skip
    size = 'viewBox="0 0 1400 800" preserveAspectRatio="xMinYMin slice"'
    return f'<svg class="watermark" {size} aria-hidden="true" focusable="false">{texts}</svg>'
