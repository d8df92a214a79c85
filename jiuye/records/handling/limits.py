"""By when the next step is due: workdays of the standard's parameter, by the national calendar."""

from datetime import date, timedelta

from jiuye.lib.workdays import workday_after
from jiuye.records.handling.facts import NOTICE, PROCEDURES
from jiuye.standards.language.workdays import workdays_between
from jiuye.standards.queries import catalogue

DELAY = "entry_delay_workdays"


def days(parameter: str, on: date) -> int | None:
    """The parameter's value of a day; None where the version in force has none."""
    known = catalogue().parameters.get(parameter)
    return int(known.on(on)) if known else None


def notice_until(begun: date) -> date | None:
    """The last day of a public notice that began on a day."""
    count = days(NOTICE, begun)
    return None if count is None else workday_after(begun, count)


def due_after(dataset: str, state: str, entered: date, not_before: date | None = None) -> date | None:
    """By when the next step out of a state is due, of a matter entered into it on a day; None where nothing is. While
    a public notice runs, time begins when it ends."""
    limit = PROCEDURES[dataset][state].limit
    count = days(limit, entered) if limit else None
    if count is None:
        return None
    since = max(entered, not_before or notice_until(entered) or entered) if state == "publicised" else entered
    calendar = catalogue().parameters[limit].unit == "日"
    return since + timedelta(days=count) if calendar else workday_after(since, count)


def late_by(due_on: date | None, entered: date) -> int:
    """Workdays after the limit; 0 in time or without one."""
    return workdays_between(due_on, entered) if due_on else 0


def entered_after(happened_on: date, entered: date) -> tuple[int, bool]:
    """Workdays between the day something happened on and its entry; and is that dated back, by the standard?"""
    count, allowed = workdays_between(happened_on, entered), days(DELAY, happened_on)
    return count, allowed is not None and count > allowed
