"""Server-drawn charts as SVG text: classes only, no style attribute, no script (strict CSP).

Colours and strokes are the stylesheet's; where a plain shape must stand without it, a presentation
attribute says so (any stylesheet rule wins over those). What is short of its goal differs by shape and
word, not by colour alone.
"""

from collections.abc import Sequence
from fractions import Fraction
from html import escape

from jiuye.lib.chart import shortened, svg
from jiuye.lib.official.wording import clean
from jiuye.quality.report.rates import Rate

WIDTH, HEIGHT, MARGIN = 200.0, 40.0, 4.0  # of a sparkline, in its own units
# Bars, in units of about one pixel at full width.
FULL, NAME, VALUE, ROW, HEAD = 720, 150, 190, 28, 26
STATE = {True: "达标", False: "未达标", None: "不适用"}


def sparkline(points: Sequence[tuple[str, Rate]], *, label: str) -> str:
    """The course of one rate over runs, oldest first, with its goal line (the last run's).

    points: (name of the run, rate). A run over no rows leaves a gap. label: the indicator's name.
    Returns one <svg class="spark"> for the `spark` styles; "" when there are no points.
    """
    if not points:
        return ""
    goal = points[-1][1]
    line = goal.goal_value
    values = [rate.value for _, rate in points]
    low, high = _range([v for v in values if v is not None] + [line])
    step = WIDTH / max(1, len(points) - 1)
    marks = [(n * step, _height(v, low, high)) if v is not None else None for n, v in enumerate(values)]
    body = f'<path class="goal" d="M0 {_height(line, low, high):.1f}H{WIDTH:.0f}"/>'
    body += "".join(_stretch(run) for run in _runs(marks))
    last = marks[-1]
    if last is not None:
        short = " short" if goal.reached is False else ""
        body += f'<path class="last{short}" d="M{last[0]:.1f} {last[1]:.1f}h.01"/>'
    title = f"{clean(label)}近{len(points)}次，线{goal.goal_text}，本次{STATE[goal.reached]}"
    told = "，".join(f"{clean(name)} {rate.text}" for name, rate in points)
    size = f'viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" preserveAspectRatio="none"'
    return svg("spark", size, title, told, body)


def bars(lines: Sequence[tuple[str, Rate]], *, label: str) -> str:
    """One horizontal bar per agency from zero, with the goal as a vertical line.

    lines: (agency, rate), drawn in the order given. A reached rate is a framed bar, an unreached one a
    filled bar with ▲ and 未达标, no rows are words without a bar. Returns one <svg class="bars">; "" for
    no lines.
    """
    if not lines:
        return ""
    known = [r.value for _, r in lines if r.value is not None]
    goal = lines[0][1]
    # Rates to be high run to 100 %; those to be low to what is largest, or their bars would not be seen.
    top = max([*known, goal.goal_value]) * Fraction(21, 20) if goal.lower_is_better else Fraction(1)
    room = FULL - NAME - VALUE
    height = HEAD + ROW * len(lines)
    at = NAME + _across(goal.goal_value, top, room)
    body = "".join(_bar(n, name, rate, top, room) for n, (name, rate) in enumerate(lines))
    dash = 'stroke="currentColor" stroke-dasharray="3 3"'
    body += f'<path class="goal" {dash} d="M{at:.1f} {HEAD - 6}V{height}"/>'
    body += (
        f'<text class="goal-name" x="{at:.1f}" y="{HEAD - 10}" text-anchor="{_anchor(at)}">线 {goal.goal_text}</text>'
    )
    title = f"{clean(label)}，各单位，线{goal.goal_text}"
    told = "；".join(f"{clean(n)} {r.text}（{r.parts}）{STATE[r.reached]}" for n, r in lines)
    return svg("bars", f'viewBox="0 0 {FULL} {height}"', title, told, body)


def _bar(n: int, name: str, rate: Rate, top: Fraction, room: int) -> str:
    y = HEAD + ROW * n
    text = y + ROW * 0.64
    full = escape(clean(name))
    parts = [f'<g class="row{" short" if rate.reached is False else ""}"><title>{full}</title>']
    parts.append(f'<text class="name" x="0" y="{text:.1f}">{escape(shortened(clean(name)))}</text>')
    if rate.value is None:
        parts.append(f'<text class="none" x="{NAME + 4}" y="{text:.1f}">{rate.text}</text>')
    else:
        long = _across(rate.value, top, room)
        fill = "currentColor" if rate.reached is False else "none"
        parts.append(
            f'<rect class="extent" x="{NAME}" y="{y + 6}" width="{long:.1f}" height="{ROW - 12}" '
            f'fill="{fill}" stroke="currentColor"/>'
        )
        said = f"{rate.text}{' ▲未达标' if rate.reached is False else ''}"
        parts.append(
            f'<text class="value" x="{FULL - VALUE + 10}" y="{text:.1f}">{said}<title>{rate.parts}</title></text>'
        )
    return "".join([*parts, "</g>"])


def _range(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - Fraction(1, 100), high + Fraction(1, 100))


def _height(value: Fraction, low: Fraction, high: Fraction) -> float:
    return float(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * float((value - low) / (high - low)))


def _across(value: Fraction, top: Fraction, room: int) -> float:
    return float(value / top) * room if top else 0.0


def _anchor(x: float) -> str:
    return "end" if x > FULL - VALUE - 60 else "middle"


def _runs(marks: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Stretches without a gap."""
    found: list[list[tuple[float, float]]] = [[]]
    for mark in marks:
        if mark is not None:
            found[-1].append(mark)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def _stretch(run: Sequence[tuple[float, float]]) -> str:
    if len(run) == 1:  # a lone run between gaps: a short dash, or nothing would be drawn
        x, y = run[0]
        run = [(max(0.0, x - 3), y), (min(WIDTH, x + 3), y)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return f'<polyline class="path" fill="none" points="{path}"/>'
