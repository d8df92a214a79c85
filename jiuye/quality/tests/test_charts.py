"""Charts are well-formed SVG without style or script, speak to screen readers, and need no colour."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from jiuye.lib.chart import shortened
from jiuye.quality.charts import bars, sparkline
from jiuye.quality.report.rates import Rate

HOSTILE = "<script>alert(1)</script>\" onload='x' &amp; ]]>"
NS = "{http://www.w3.org/2000/svg}"


def rate(met: int, of: int, goal: str = "0.98", *, lower: bool = False) -> Rate:
    return Rate(met, of, lower, Decimal(goal))


RUNS = [(f"2025-{m:02d}", rate(9_000 + 60 * m, 10_000)) for m in range(6, 13)]
AGENCIES = [("环翠区", rate(990, 1000)), ("乳山市", rate(963, 1000)), ("南海新区", rate(0, 0))]


@pytest.mark.parametrize(
    "svg",
    [
        sparkline(RUNS, label="入库率"), sparkline(RUNS[:1], label="入库率"), bars(AGENCIES, label="入库率"),
        sparkline([(HOSTILE, rate(0, 0))], label=HOSTILE), bars([(HOSTILE, rate(1, 2))], label=HOSTILE),
        bars([("甲", rate(0, 9, "0", lower=True))], label="零"), bars([("甲", rate(0, 0))], label="无"),
    ],
)  # fmt: skip
def test_well_formed_and_fit_for_a_strict_policy(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    for node in root.iter():
        assert "style" not in node.attrib
        assert not [a for a in node.attrib if a.startswith("on")]
        assert node.tag.removeprefix(NS) not in ("script", "style", "foreignObject", "a", "image")
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert root[0].tag == "title"
    assert root[0].text
    assert root[1].tag == "desc"
    assert root[1].text
    assert not re.search(r"nan|inf", svg)


def test_hostile_text_stays_text() -> None:
    for draw in (sparkline, bars):
        svg = draw([(HOSTILE, rate(1, 2))], label=HOSTILE)
        assert "<script" not in svg
        assert HOSTILE in "".join(ElementTree.fromstring(svg).itertext())


def test_nothing_to_draw_is_nothing() -> None:
    assert sparkline([], label="入库率") == ""
    assert bars([], label="入库率") == ""


def test_sparkline_tells_its_figures_and_goal() -> None:
    root = ElementTree.fromstring(sparkline(RUNS, label="入库率"))
    assert root.get("class") == "spark"
    assert root[0].text == "入库率近7次，线≥98%，本次未达标"
    assert "2025-12 97.20%" in (root[1].text or "")
    assert [n.get("class") for n in root[2:]] == ["goal", "path", "last short"]


def test_better_is_higher_on_the_page_only_by_its_value() -> None:
    root = ElementTree.fromstring(sparkline(RUNS, label="入库率"))
    ys = [float(p.split(",")[1]) for p in (root[3].get("points") or "").split()]
    assert ys == sorted(ys, reverse=True)  # y grows downwards
    assert all(0 <= y <= 40 for y in ys)


def test_a_run_over_no_rows_leaves_a_gap() -> None:
    runs = [*RUNS[:3], ("空", rate(0, 0)), *RUNS[4:6], ("末", rate(0, 0))]
    root = ElementTree.fromstring(sparkline(runs, label="入库率"))
    assert [n.get("class") for n in root[2:]] == ["goal", "path", "path"]  # and no last point
    assert "空 不适用" in (root[1].text or "")


def test_bars_are_told_apart_without_colour() -> None:
    root = ElementTree.fromstring(bars(AGENCIES, label="入库率"))
    reached, short, none = root.findall("g")
    assert (reached.get("class"), short.get("class"), none.get("class")) == ("row", "row short", "row")
    rects = [r for g in (reached, short) for r in g.findall("rect")]
    assert [r.get("fill") for r in rects] == ["none", "currentColor"]
    assert "▲未达标" in "".join(short.itertext())
    assert "▲" not in "".join(reached.itertext())
    assert none.find("rect") is None
    assert "不适用" in "".join(none.itertext())


def test_bars_start_at_zero_and_keep_proportion() -> None:
    lines = [("甲", rate(1, 100, "0.01", lower=True)), ("乙", rate(2, 100, "0.01", lower=True))]
    root = ElementTree.fromstring(bars(lines, label="异常率"))
    one, two = (float(r.get("width") or 0) for r in root.iter("rect"))
    assert two == pytest.approx(2 * one, abs=0.2)


def test_a_long_name_is_cut_on_the_page_and_whole_in_its_title() -> None:
    name = "很长的机构名称" * 6
    root = ElementTree.fromstring(bars([(name, rate(1, 2))], label="入库率"))
    row = root.find("g")
    assert row is not None
    assert row[0].text == name
    assert (row[1].text or "").endswith("…")
    assert shortened("环翠区") == "环翠区"
    assert shortened("abc" * 10, 10) == "abcabcabc…"
