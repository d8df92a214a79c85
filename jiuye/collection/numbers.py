"""Numbers people quote: submissions by day, records by sequence; and the reviewers' working days."""

from datetime import date, datetime, timedelta
from typing import Any

import chinese_calendar
from django.db import connection

from jiuye.standards.catalogue import NUMBERS

PREFIX = {
    "person": "GR",
    "employer": "DW",
    "employment_registration": "JY",
    "unemployment_registration": "SY",
    "employment_certificate": "ZS",
    "acceptance": "BJ",
}


def _next() -> int:
    with connection.cursor() as c:
        c.execute("select nextval('work.number')")
        return int(c.fetchone()[0])


def next_number(prefix: str, at: datetime) -> str:
    """A number such as CJ-20261123-000017. Gaps are possible, repeats are not."""
    return f"{prefix}-{at:%Y%m%d}-{_next():06d}"


def next_business_number(dataset: str) -> str | None:
    """A fresh business number of the dataset. A certificate's is issued by rule, never made up here."""
    if dataset == "employment_certificate":
        return None
    return f"{PREFIX[dataset]}{_next():012d}"


class BusinessNumbers:
    """Fresh numbers for the rows of a file that bring none: all `needed` are fetched at once, before the
    rows are copied into staging (a connection in the middle of a COPY answers no questions)."""

    def __init__(self, dataset: str, needed: int) -> None:
        self._dataset, self._name = dataset, NUMBERS[dataset]
        with connection.cursor() as c:
            c.execute("select nextval('work.number') from generate_series(1, %s)", [needed])
            self._left = iter([int(n) for (n,) in c.fetchall()])

    def give(self, row: dict[str, Any]) -> None:
        """Give the row a business number unless it has one."""
        if row.get(self._name) is not None or self._dataset == "employment_certificate":
            return
        row[self._name] = f"{PREFIX[self._dataset]}{next(self._left):012d}"


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
