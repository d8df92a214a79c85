"""Days, months, years and working days. Notes 12 to 17 of `semantics`."""

from bisect import bisect_right
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from chinese_calendar.constants import holidays, workdays


def day(value: date) -> date:
    """The calendar day of a date or of a moment."""
    return value.date() if isinstance(value, datetime) else value


def add_days(value: date, days: int) -> date | None:
    """None outside the years 1 to 9999."""
    try:
        return value + timedelta(days=days)
    except OverflowError:
        return None


def add_months(value: date, months: int) -> date | None:
    """The same day of the month; the month's last day where there is no such day. None as `add_days`."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return value.replace(year, month + 1, min(value.day, monthrange(year, month + 1)[1]))


def add_years(value: date, years: int) -> date | None:
    return add_months(value, 12 * years)


def days_between(start: date, end: date) -> int:
    return (day(end) - day(start)).days


def months_between(start: date, end: date) -> int:
    """Whole months, cut towards zero; negative when end is before start."""
    start, end = day(start), day(end)
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    last = monthrange(end.year, end.month)[1]
    return months if end.day >= min(start.day, last) else months - 1


def years_between(start: date, end: date) -> int:
    months = months_between(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


def overlaps(start: date, end: date, other_start: date, other_end: date) -> bool:
    """Half-open spans: one ending on the day the other begins do not overlap."""
    return day(start) < day(other_end) and day(other_start) < day(end)


def overlaps_month(start: date, end: date, first: str, last: str) -> bool:
    """A span of dates, cut to months, against YYYYMM months; the same month overlaps."""
    return year_month(start) <= last and first <= year_month(end)


def year_month(value: date) -> str:
    return f"{value.year:04d}{value.month:02d}"


@lru_cache
def _corrections() -> tuple[list[int], list[int]]:
    """Ordinals where the state's calendar differs from Monday to Friday; running correction after each."""
    differs = {d.toordinal(): -1 for d in holidays if d.weekday() < 5}
    differs |= {d.toordinal(): 1 for d in workdays if d.weekday() >= 5}
    ordinals = sorted(differs)
    return ordinals, list(accumulate(differs[o] for o in ordinals))


def _worked_until(value: date) -> int:
    """Working days from the year 1 to the day, it included."""
    ordinal = value.toordinal()
    ordinals, running = _corrections()
    known = bisect_right(ordinals, ordinal)
    # Ordinal 1 is a Monday.
    return ordinal // 7 * 5 + min(ordinal % 7, 5) + (running[known - 1] if known else 0)


def workdays_between(start: date, end: date) -> int:
    """Working days in (start, end]; 0 when end is not after start."""
    start, end = day(start), day(end)
    return max(0, _worked_until(end) - _worked_until(start))


def at_work(moment: datetime, begin: int, end: int) -> bool:
    """On a working day, from `begin` until before `end` (hours and minutes as one number: 830)."""
    worked = workdays_between(moment - timedelta(days=1), moment) == 1
    return worked and begin <= moment.hour * 100 + moment.minute < end


# sex -> (age, first birth month put off, months of births per month put off, most months put off)
RETIREMENT = {
    ("1", ""): (60, (1965, 1), 4, 36),
    ("2", ""): (55, (1970, 1), 4, 36),
    ("2", "55"): (55, (1970, 1), 4, 36),
    ("2", "50"): (50, (1975, 1), 2, 60),
}


def retirement_date(birth: date, sex: str, female_category: str = "") -> date | None:
    """Day of legal retirement (decision of 2024-09-13); None for a sex other than 1 or 2."""
    line = RETIREMENT.get((sex, "" if sex == "1" else female_category))
    if line is None:
        return None
    age, (year, month), step, most = line
    past = (birth.year - year) * 12 + birth.month - month
    put_off = min(most, past // step + 1) if past >= 0 else 0
    return add_months(day(birth), age * 12 + put_off)
