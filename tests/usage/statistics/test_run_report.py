"""Routine statistics: what the house counts is what the files say, to the digit, now and later; filed once, corrected
in the next period. Acts usage.freeze_period, usage.run_report, usage.file_report. Art. 11."""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jiuye.front.demo import session_of
from jiuye.parties.sessions import scope
from jiuye.records import snapshot
from jiuye.server.connect import Instance
from jiuye.usage.statistics import queries
from jiuye.usage.statistics.actions import file_report, freeze_period, run_report
from jiuye.usage.statistics.checks import Fault, faults
from jiuye.usage.statistics.compute import Cell, Counted
from jiuye.usage.statistics.definitions import definitions
from jiuye.usage.statistics.disclosure import recoverable
from jiuye.usage.statistics.figuring import Filed, figure
from jiuye.usage.statistics.models import PeriodSnapshot, Statistic, StatisticFigure
from jiuye.usage.statistics.periods import Period, before, parse, period
from jiuye.usage.statistics.published import table
from jiuye.usage.statistics.verify import recompute
from tests.book import refused
from tests.oracle import load
from tests.oracle.conftest import CATALOGUE
from tests.oracle.statistics import Table, statistics
from tests.quality.small_town import day, signed_in
from tests.usage.statistics.conftest import filed, run

pytestmark = pytest.mark.article("11")
PERSONS = 500


def told(statistic: Statistic) -> Table:
    with scope(session_of("statistician")):
        rows = StatisticFigure.objects.filter(statistic=statistic)
        return {(f.measure, f.district, f.dimension, f.group): f.value for f in rows}


def periods() -> list[Period]:
    month = before(period("month", day()))
    return [month, before(period("quarter", day())), before(period("year", day()))]


@pytest.mark.parametrize("report", sorted(definitions().reports))
def test_every_figure_is_the_oracles_and_gives_nothing_small_away(
    report: str, town: Path, frozen: PeriodSnapshot
) -> None:
    """Exact equality; and bounds by linear programming, where hiding the small cells alone would not do."""
    known, naive = load(town, CATALOGUE), 0
    months = {"month": 0, "quarter": 1}[definitions().reports[report].frequency]
    for one in periods()[months:]:
        kept = run(report, one.code, frozen)
        mine, theirs = told(kept), statistics(known, report, one.first, one.last)
        wrong = {c: (mine.get(c), theirs.get(c)) for c in mine.keys() | theirs if mine.get(c, 0) != theirs.get(c, 0)}
        assert wrong == {}, one.code
        naive += given_away(kept)
    assert any(theirs.values()), "a whole year"
    assert naive > 0


def given_away(kept: Statistic) -> int:
    """How many small cells would be if only they were hidden; as it is kept, none may be."""
    with scope(session_of("statistician")):
        figures = queries.figures(kept)
    report = definitions().reports[kept.report]
    held = table(report, {c: Counted(f.value, f.rows) for c, f in figures.items()})
    gone = {c for c, f in figures.items() if f.hidden}
    assert recoverable(held, gone & held.values.keys(), 5) == []
    for cell in (c for c, f in figures.items() if c not in held.values and f.rows):
        parts = {n for part in report.measures[cell.measure].parts for n in part.split("+")}
        assert (cell in gone) == any(cell._replace(measure=n) in gone for n in parts), cell
    return len(recoverable(held, set(held.small(5)), 5))


def test_checks_pass_on_a_town_and_it_is_computed_again_to_the_digit(frozen: PeriodSnapshot) -> None:
    for report in ("employment", "unemployment", "subsidy"):
        statistic = run(report, before(period("month", day())).code, frozen)
        assert statistic.faults == []
        assert recompute(statistic, by=session_of("statistician")) == statistic.digest


def test_a_period_must_be_over_and_the_city_counts(house: Instance, frozen: PeriodSnapshot) -> None:
    report, month = definitions().reports["employment"], period("month", day())
    with refused(house, "U304", "usage.run_report"):
        run_report(report, month, frozen, by=session_of("statistician"))
    with refused(house, "U302", "usage.run_report"):
        run_report(report, before(month), frozen, by=session_of("statistician2"))
    with refused(house, "U303", "usage.run_report"):
        run_report(definitions().reports["market"], before(month), frozen, by=session_of("statistician"))
    with refused(house, "JY403", "usage.run_report"):
        run_report(report, before(month), frozen, by=session_of("clerk"))


def test_a_district_reads_its_own_figures(frozen: PeriodSnapshot) -> None:
    statistic = run("employment", before(period("month", day())).code, frozen)
    with scope(session_of("statistician2")):
        seen = StatisticFigure.objects.filter(statistic=statistic).values_list("district", flat=True)
        assert set(seen) == {"371002"}


def test_codes_of_periods() -> None:
    for code, last in (("2024-02", date(2024, 2, 29)), ("2026Q3", date(2026, 9, 30)), ("2025", date(2025, 12, 31))):
        one = parse(code)
        assert one is not None
        assert (one.code, one.last) == (code, last)
    assert [parse(bad) for bad in ("", "2026Q5", "2026-13", "x", "2026Q", "十")] == [None] * 6


def test_filed_once_and_never_again(house: Instance, frozen: PeriodSnapshot) -> None:
    code = before(period("month", day())).code
    one, other = filed("registration", code, frozen), run("registration", code, frozen)
    with refused(house, "U306", "usage.file_report"):
        file_report(one.pk, by=session_of("statistician"))
    with refused(house, "U307", "usage.file_report"):
        file_report(other.pk, by=session_of("statistician"))
    with refused(house, "U302", "usage.file_report"):
        file_report(other.pk, by=session_of("statistician2"))


def test_the_next_period_opens_with_what_was_filed(frozen: PeriodSnapshot) -> None:
    """Filed from the same rows there is nothing to adjust; the year's flows stay one with their months."""
    month = before(period("month", day()))
    first = filed("unemployment", before(month).code, frozen)
    second = run("unemployment", month.code, frozen)
    with scope(session_of("statistician")):
        closing = StatisticFigure.objects.get(statistic=first, measure="closing", district="", dimension="")
        opening = StatisticFigure.objects.get(statistic=second, measure="opening", district="", dimension="")
        assert (opening.value, opening.adjust) == (closing.value, Decimal(0))
        flows = StatisticFigure.objects.filter(statistic=second).exclude(adjust=0).exclude(measure="opening")
        assert list(flows) == []
    assert second.faults == []
    given_away(second)
    assert recompute(second, by=session_of("statistician")) == second.digest


def test_a_later_correction_is_an_adjustment(frozen: PeriodSnapshot) -> None:
    """As if two more had been filed than the rows say now: they are taken back in this period, and the checks hold."""
    month = before(period("month", day()))
    for name, measure in (("employment", "new_total"), ("unemployment", "closing")):
        report = definitions().reports[name]
        was, _ = figure(frozen, report, before(month), [])
        values = {c: f.value or Decimal(0) for c, f in was.items()}
        for cell in (Cell(measure), Cell(measure, "371002")):
            values[cell] = values.get(cell, Decimal(0)) + 2
        now, adjusted = figure(frozen, report, month, [Filed(before(month), values, {})])
        moved = "opening" if measure == "closing" else measure
        if before(month).first.year == month.first.year or measure == "closing":
            assert adjusted[Cell(moved)] == adjusted[Cell(moved, "371002")] == -2
        assert [f for f in faults(report, now, adjusted) if f.check == "balance"] == []


def test_a_faulty_one_is_not_filed(house: Instance, frozen: PeriodSnapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[run_report.__module__], "faults", lambda *told: [Fault("balance", "期末不符")])
    statistic = run("unemployment", before(period("year", day())).code, frozen)
    with refused(house, "U308", "usage.file_report"):
        file_report(statistic.pk, by=session_of("statistician"))


def test_no_name_no_number_no_address_is_frozen(frozen: PeriodSnapshot) -> None:
    with snapshot.opened(frozen.pk, snapshot.folder_of(frozen.folder)) as files:
        db = snapshot.connect(files)
        there = {d: [c[0] for c in db.execute(f"describe {d}").fetchall()] for d in files}
        db.close()
    assert there == {d: list(columns) for d, columns in definitions().columns.items()}
    named = {c for columns in there.values() for c in columns}
    assert not [c for c in named if "name" in c or "number" in c or "address" in c or "phone" in c]


def test_who_may_freeze(house: Instance, frozen: PeriodSnapshot) -> None:
    with refused(house, "JY403", "usage.freeze_period"):
        freeze_period(frozen.last, by=session_of("reviewer"))


def test_pages(frozen: PeriodSnapshot) -> None:
    """Who may see rows sees all; who may not is shown no small cell. To the records no number leads."""
    kept = filed("employment", before(period("year", day())).code, frozen)
    address = f"/usage/statistics/{kept.number}"
    manager, counter, district, clerk = (
        signed_in(a) for a in ("manager", "statistician", "statistician2", "clerk")
    )
    listed = counter.get("/usage/statistics").content.decode()
    assert kept.number in listed
    assert clerk.get("/usage/statistics").status_code == 403
    for measure in ("hardship", "new_total"):
        told = counter.get(f"{address}?measure={measure}&by=industry").content.decode()
        assert "隐藏</span>" in told
        assert "/rows?" not in told
    own = district.get(address).content.decode()
    assert "环翠区" in own
    assert "文登区" not in own
    full = manager.get(f"{address}?measure=new_total&by=sex").content.decode()
    assert "隐藏</span>" not in full
    assert "/rows?" not in full
    none = manager.get("/usage/statistics/nothing")
    assert (none.status_code, "U344" in none.content.decode()) == (404, True)


def test_a_report_is_asked_for_and_filed_on_the_page(frozen: PeriodSnapshot) -> None:
    counter = signed_in("statistician")
    month = before(period("month", day())).code
    answer = counter.post("/usage/statistics/run", {"report": "training", "period": month})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/jobs/")
    wrong = counter.post("/usage/statistics/run", {"report": "training", "period": "明天"})
    assert wrong.status_code == 422
    assert "统计期" in wrong.content.decode()
    kept = run("training", month, frozen)
    assert counter.post(f"/usage/statistics/{kept.number}/file").status_code == 302
    kept.refresh_from_db()
    assert kept.state == "filed"
