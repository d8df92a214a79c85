"""Dates of the town: working days, ages, retirement (decision of 2024-09-13, in force from 2025-01-01)."""

from datetime import date, datetime, timedelta
from functools import lru_cache

import chinese_calendar

DAY = timedelta(days=1)


@lru_cache(maxsize=8192)
def workday(day: date) -> date:
    """The day itself or the first working day after it; Monday to Friday in years not yet announced."""
    while not _worked(day):
        day += DAY
    return day


def _worked(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_years(day: date, years: int) -> date:
    """The same day of another year; 28 February for the 29th where there is none."""
    return add_months(day, 12 * years)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def age(birth: date, on: date) -> int:
    """Completed years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def retirement(birth: date, sex: str, *, early: bool = False) -> date:
    """Date of legal retirement; early: a woman of the 50-year band. Indicators §5."""
    if sex == "1":
        years, start, step, most = 60, 1965, 4, 36
    elif early:
        years, start, step, most = 50, 1975, 2, 60
    else:
        years, start, step, most = 55, 1970, 4, 36
    months = (birth.year - start) * 12 + birth.month - 1
    delay = min(most, months // step + 1) if months >= 0 else 0
    return add_months(birth, years * 12 + delay)


def at(day: date, minute: int) -> datetime:
    """The moment `minute` minutes after the office opens (08:30) on that day."""
    return datetime(day.year, day.month, day.day, 8, 30) + timedelta(minutes=minute)
