"""Days, check digits, placeholders and names, held against other sources or worked out by hand."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

import chinese_calendar
import pytest
from stdnum.cn import ric, uscc

from tests.oracle import Town
from tests.oracle import calendar_days as days
from tests.oracle import functions as f
from tests.oracle.placeholders import Placeholders

D = date.fromisoformat


def test_check_digits_agree_with_stdnum() -> None:
    chance = random.Random(1)
    for _ in range(500):
        digits = "371098" + "".join(chance.choices("0123456789", k=11))
        assert f.ric_check_digit(digits + "0") == ric.calc_check_digit(digits + "0")
        code = "".join(chance.choices(f.USCC_CHARACTERS, k=17))
        assert f.uscc_check_digit(code + "0") == uscc.calc_check_digit(code + "0")
    assert f.ric_check_digit("371098") is f.uscc_check_digit("I" * 18) is None


def test_working_days_agree_with_the_states_calendar() -> None:
    days_known = [date(2004, 1, 1) + timedelta(n) for n in range(365 * 22)]
    for day in days_known:
        assert days.workdays_between(day - timedelta(1), day) == chinese_calendar.is_workday(day), day


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2025-09-30", "2025-10-09", 1),  # 1 to 8 October are holidays
        ("2025-09-26", "2025-09-29", 2),  # Sunday the 28th was worked
        ("2025-06-27", "2025-06-30", 1), ("2025-06-30", "2025-06-30", 0), ("2025-06-30", "2025-06-27", 0),
        ("1998-09-30", "1998-10-05", 3),  # before the package's years: Monday to Friday
        ("2030-10-01", "2030-10-07", 4),
    ],
)  # fmt: skip
def test_working_days(start: str, end: str, count: int) -> None:
    assert days.workdays_between(D(start), D(end)) == count


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-02-29", 12, "2025-02-28"), ("2025-01-31", 1, "2025-02-28"), ("2025-02-28", 1, "2025-03-28"),
        ("2025-03-31", -1, "2025-02-28"), ("2025-12-15", 1, "2026-01-15"), ("2025-08-31", 6, "2026-02-28"),
    ],
)  # fmt: skip
def test_months_added(start: str, months: int, end: str) -> None:
    assert days.add_months(D(start), months) == D(end)


def test_days_out_of_the_calendar_are_none() -> None:
    assert days.add_months(D("9999-12-31"), 1) is days.add_days(D("9999-12-31"), 1) is None
    assert days.add_years(D("0001-01-01"), -1) is None


@pytest.mark.parametrize(
    ("start", "end", "months", "years"),
    [
        ("2024-02-29", "2025-02-28", 12, 1), ("2024-02-29", "2025-02-27", 11, 0),
        ("2025-08-31", "2026-02-28", 6, 0), ("2025-03-15", "2025-04-14", 0, 0),
        ("2025-04-14", "2025-03-15", 0, 0), ("2026-03-15", "2025-01-10", -14, -1),
        ("1990-07-01", "2006-06-30", 191, 15), ("1990-07-01", "2006-07-01", 192, 16),
    ],
)  # fmt: skip
def test_months_and_years_between(start: str, end: str, months: int, years: int) -> None:
    assert days.months_between(D(start), D(end)) == months
    assert days.years_between(D(start), D(end)) == years


def test_months_between_is_the_most_that_fit() -> None:
    chance = random.Random(2)
    for _ in range(2000):
        start = date(2000, 1, 1) + timedelta(chance.randrange(4000))
        end = start + timedelta(chance.randrange(4000))
        n = days.months_between(start, end)
        fits, too_many = days.add_months(start, n), days.add_months(start, n + 1)
        assert fits is not None
        assert too_many is not None
        assert fits <= end < too_many, (start, end, n)


def test_days_between_counts_calendar_days() -> None:
    assert days.days_between(datetime(2025, 5, 31, 23, 59), datetime(2025, 6, 30, 0, 1)) == 30
    assert days.days_between(D("2025-06-30"), D("2025-06-01")) == -29


@pytest.mark.parametrize(
    ("spans", "overlap"),
    [
        (("2025-01-01", "2025-02-01", "2025-02-01", "2025-03-01"), False),
        (("2025-01-01", "2025-02-02", "2025-02-01", "2025-03-01"), True),
        (("2025-01-01", "9999-12-31", "2025-06-01", "9999-12-31"), True),
        (("2025-02-01", "2025-02-01", "2025-02-01", "2025-03-01"), False),
        (("2025-03-01", "2025-01-01", "2025-02-01", "2025-02-10"), False),
    ],
)
def test_overlaps(spans: tuple[str, str, str, str], overlap: bool) -> None:
    first, second, third, fourth = map(D, spans)
    assert days.overlaps(first, second, third, fourth) is overlap
    assert days.overlaps(third, fourth, first, second) is overlap


def test_months_overlap_when_they_are_the_same() -> None:
    assert days.overlaps_month(D("2025-01-31"), D("2025-02-01"), "202502", "202503")
    assert not days.overlaps_month(D("2025-01-31"), D("2025-02-01"), "202503", "202503")


@pytest.mark.parametrize(
    ("birth", "sex", "category", "day"),
    [
        ("1964-12-31", "1", "", "2024-12-31"),  # not put off
        ("1965-01-10", "1", "", "2025-02-10"),  # one month
        ("1965-04-30", "1", "", "2025-05-30"), ("1965-05-01", "1", "", "2025-07-01"),
        ("1976-09-01", "1", "", "2039-09-01"), ("1990-03-01", "1", "", "2053-03-01"),  # at most 36
        ("1969-12-01", "2", "", "2024-12-01"), ("1970-01-31", "2", "", "2025-02-28"),
        ("1975-01-01", "2", "50", "2025-02-01"), ("1990-01-01", "2", "50", "2045-01-01"),
    ],
)  # fmt: skip
def test_retirement(birth: str, sex: str, category: str, day: str) -> None:
    assert days.retirement_date(D(birth), sex, category) == D(day)


def test_retirement_needs_a_sex() -> None:
    assert days.retirement_date(D("1960-01-01"), "9") is None


def test_dollar_is_the_very_end() -> None:
    assert f.match("13800000000", "^1[3-9][0-9]{9}$")
    assert not f.match("13800000000\n", "^1[3-9][0-9]{9}$")
    assert not f.match("１３８００００００００", "^1[3-9][0-9]{9}$")
    assert f.match("电话13800000000", "1[3-9][0-9]{9}")


@pytest.fixture
def placeholder(town: Callable[..., Town]) -> Placeholders:
    empty = town()
    return Placeholders(empty.placeholders, empty.division_names)


@pytest.mark.parametrize(
    "value",
    ["不详", "无", "null", "-", "1", "XXX", "aaa", "啊 啊 啊", "123456", "34567890", "……", "-/-", "（）",
     "山东省威海市", "威海市环翠区", "文登市", "00000"],
)  # fmt: skip
def test_placeholders(value: str, placeholder: Placeholders) -> None:
    assert placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "aa",
        "12345",
        "654321",
        "123457",
        "山东省威海市某路1号",
        "威海市 环翠区",
        "NULL",
        " 无",
        "威海",
        "Xx",
        "2",
    ],
)
def test_no_placeholders(value: str, placeholder: Placeholders) -> None:
    assert not placeholder(value)


def test_names_normalised() -> None:
    assert f.normalize_name("示例（威海） 有限公司") == f.normalize_name("示例(威海)有限责任公司") == "示例(威海)"
    assert f.normalize_name("ＡＢ科技股份有限公司") == f.normalize_name("ab科技公司") == "AB科技"
    assert f.normalize_name("示例有限公司公司") == "示例有限公司"
    assert f.normalize_name("公司示例") == "公司示例"
