"""Working days by the national calendar with its moved days (调休): what time limits are counted in."""

from datetime import date, timedelta

import chinese_calendar


def is_workday(day: date) -> bool:
    """By the national calendar with its moved days; Monday to Friday in years it does not know yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def workday_after(day: date, count: int) -> date:
    """The day `count` workdays after `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_since(day: date, today: date) -> int:
    """How many workdays have passed after `day`, today included."""
    return sum(is_workday(day + timedelta(days=n)) for n in range(1, (today - day).days + 1))
