"""Numbers of records by sequence; and the reviewers' working days."""

from datetime import date, timedelta

import chinese_calendar
from django.db import connection

PREFIX = {
    "person": "GR",
    "employer": "DW",
    "employment_registration": "JY",
    "unemployment_registration": "SY",
    "employment_certificate": "ZS",
    "hardship_assistance": "YZ",
    "training": "PX",
    "job_seeking": "QZ",
    "vacancy": "ZP",
    "subsidy": "BT",
    "personnel_agency_file": "DA",
    "e_archive": "DZ",
    "shared_fact": "GX",
    "acceptance": "BJ",
}


def business_numbers(dataset: str, count: int) -> list[str]:
    """Fresh business numbers of the dataset; none for certificates, whose numbers are issued by rule and
    never made up here. Asked for before rows are copied: in the middle of a COPY a connection answers nothing."""
    if dataset == "employment_certificate":
        return []
    with connection.cursor() as c:
        c.execute("select nextval('work.number') from generate_series(1, %s)", [count])
        return [f"{PREFIX[dataset]}{n:012d}" for (n,) in c.fetchall()]


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
