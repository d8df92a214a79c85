"""Rates keep their parts, round once, and are judged unrounded (indicators.md §2, Art. 14)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from jiuye.lib.official.wording import ordinal
from jiuye.quality.report import Indicators, Rate
from jiuye.quality.report.rates import hundredths
from jiuye.quality.report.tests.cases import GOALS
from jiuye.quality.report.wording import change


def rate(met: int, of: int, goal: str = "0.98", *, lower: bool = False) -> Rate:
    return Rate(met, of, lower, Decimal(goal))


@pytest.mark.parametrize(
    ("met", "of", "text"),
    [
        (1215, 1240, "97.98%"), (19, 20, "95.00%"), (4800, 5000, "96.00%"), (320, 20_000, "1.60%"),
        (50, 30_000, "0.17%"), (0, 7, "0.00%"), (7, 7, "100.00%"), (1, 20_000, "0.01%"), (0, 0, "不适用"),
        (10**30 - 1, 10**30, "100.00%"),
    ],
)  # fmt: skip
def test_two_decimals_half_up(met: int, of: int, text: str) -> None:
    assert rate(met, of).text == text


def test_halves_go_away_from_zero_on_both_sides() -> None:
    assert hundredths(Fraction(5, 100_000)) == Decimal("0.01")
    assert hundredths(Fraction(-5, 100_000)) == Decimal("-0.01")
    assert str(hundredths(Fraction(1, 2))) == "50.00"


def test_reached_is_judged_on_the_unrounded_fraction() -> None:
    almost = rate(979_999, 1_000_000)
    assert (almost.text, almost.reached) == ("98.00%", False)
    over = rate(10_001, 10_000_000, "0.001", lower=True)
    assert (over.text, over.reached) == ("0.10%", False)
    assert rate(98, 100).reached is True
    assert rate(1, 100, "0.01", lower=True).reached is True


def test_no_rows_are_neither_reached_nor_short() -> None:
    none = rate(0, 0)
    assert (none.value, none.reached, none.text, none.lacking) == (None, None, "不适用", 0)


@pytest.mark.parametrize("lower", [False, True])
def test_lacking_is_the_least_that_reaches_the_goal(lower: bool) -> None:
    for met in range(31):
        one = rate(met, 30, "0.1", lower=lower)
        assert one.value is not None
        step = -one.lacking if lower else one.lacking
        assert rate(met + step, 30, "0.1", lower=lower).reached
        if one.lacking:
            short = step + (1 if lower else -1)
            assert not rate(met + short, 30, "0.1", lower=lower).reached


def test_goal_text_is_exact() -> None:
    assert rate(1, 2).goal_text == "≥98%"
    assert rate(1, 2, "0.001", lower=True).goal_text == "≤0.1%"
    assert rate(1, 2, "1").goal_text == "≥100%"
    assert rate(1, 2, "0.00005", lower=True).goal_text == "≤0.005%"


@pytest.mark.parametrize(("met", "of"), [(-1, 3), (4, 3), (1, 0)])
def test_impossible_counts_are_refused(met: int, of: int) -> None:
    with pytest.raises(ValueError, match="分子分母"):
        rate(met, of)


def test_indicators_know_which_way_is_better() -> None:
    five = Indicators.of(dict.fromkeys(GOALS, (1, 50)), GOALS)
    assert [n for n, r in five.items() if r.lower_is_better] == ["anomaly", "duplication"]
    assert five.short == ["entry", "completeness", "recording", "anomaly", "duplication"]
    with pytest.raises(KeyError):
        Indicators.of({"entry": (1, 2)}, GOALS)


def test_change_reads_by_the_direction_of_the_indicator() -> None:
    assert change(rate(985, 1000), rate(980, 1000)) == ("+0.50", "好转")
    assert change(rate(5, 1000, lower=True), rate(6, 1000, lower=True)) == ("−0.10", "好转")
    assert change(rate(7, 1000, lower=True), rate(6, 1000, lower=True)) == ("+0.10", "变差")
    assert change(rate(1, 2), rate(2, 4)) == ("0.00", "持平")
    assert change(rate(0, 0), rate(2, 4)) == ("不适用", "不适用")


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]
