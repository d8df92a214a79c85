"""Working days with the state's holidays and shifted days (调休), as one constant list inside the SQL.

Monday to Friday is arithmetic; the list holds, for each day of the years chinesecalendar knows, the
running difference between the state's calendar and Monday to Friday. Beyond those years the
difference stays what it was. So any two dates are compared exactly, without a table to join.
"""

from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from chinese_calendar.constants import holidays, workdays

# A Monday, so that the day number modulo 7 tells the weekday.
MONDAY = date(1, 1, 1)


@lru_cache
def corrections() -> tuple[date, tuple[int, ...]]:
    """First day of the list, and the running difference up to and including each day."""
    off = {d: -1 for d in holidays if d.weekday() < 5}
    on = {d: 1 for d in workdays if d.weekday() >= 5}
    differs = off | on
    first, last = min(differs), max(differs)
    days = ((first + timedelta(days=i)) for i in range((last - first).days + 1))
    return first, tuple(accumulate(differs.get(d, 0) for d in days))


def worked_until(value: date) -> int:
    """Working days from 0001-01-01 to the day, it included. The Python twin of the SQL."""
    first, running = corrections()
    at = (value - first).days
    passed = 0 if at < 0 else running[min(at, len(running) - 1)]
    return value.toordinal() // 7 * 5 + min(value.toordinal() % 7, 5) + passed


def workdays_between(start: date, end: date) -> int:
    """Working days in (start, end]; 0 when end is not after start."""
    return max(0, worked_until(end) - worked_until(start))
