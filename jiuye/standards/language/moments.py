"""The functions of the rule language about days and times; a time counts as its day in the city."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import dates
from .arguments import as_day, constant, spread, word
from .parameters import parameter
from .terms import Term, derived, flag, want

if TYPE_CHECKING:
    from .compiler import Compiler

Function = Callable[["Compiler", list[Term]], Term]


def today(c: "Compiler", args: list[Term]) -> Term:
    spread("today", args, 0, 0)
    return constant(c.as_of.date())


def now(c: "Compiler", args: list[Term]) -> Term:
    spread("now", args, 0, 0)
    return Term(f"timestamp '{c.as_of:%Y-%m-%d %H:%M:%S}'", "datetime", nullable=False)


def day(c: "Compiler", args: list[Term]) -> Term:
    (value,) = spread("day", args, 1, 1)
    return derived(as_day(value, "day"), "date", value)


def _spans(name: str, build: Callable[..., str]) -> Function:
    """A whole number from two days."""

    def run(c: "Compiler", args: list[Term]) -> Term:
        start, end = spread(name, args, 2, 2)
        return derived(build(as_day(start, name), as_day(end, name), c.engine), "number", start, end)

    return run


def _adds(name: str, months: int) -> Function:
    """A day moved by days (months = 0) or by so many months a unit."""

    def run(c: "Compiler", args: list[Term]) -> Term:
        value, count = spread(name, args, 2, 2)
        want(count, "number", name=name)
        start = as_day(value, name)
        if not months:
            return derived(f"({start} + cast({count.sql} as int))", "date", value, count)
        return derived(c.engine.add_months(start, f"({count.sql} * {months})"), "date", value, count)

    return run


def overlaps(c: "Compiler", args: list[Term]) -> Term:
    """Spans of days share a day; one ending on the day the other begins does not overlap it."""
    a, b, x, y = (as_day(t, "overlaps") for t in spread("overlaps", args, 4, 4))
    return flag(f"({a} < {y} and {x} < {b})", *args)


def overlaps_month(c: "Compiler", args: list[Term]) -> Term:
    """`overlaps_month(day, day, 'YYYYMM', 'YYYYMM')`: the days' months and the span of months share a month."""
    first, last, start, end = spread("overlaps_month", args, 4, 4)
    a, b = (c.engine.format(as_day(t, "overlaps_month"), "YYYYMM") for t in (first, last))
    x, y = (want(t, "text", name="overlaps_month").sql for t in (start, end))
    order = ' collate "C"' if c.engine.name == "postgres" else ""
    return flag(f"({a} <= {y}{order} and {x} <= {b}{order})", *args)


def in_working_hours(c: "Compiler", args: list[Term]) -> Term:
    """`in_working_hours(moment)`: on a working day, between the city's parameters (hours and minutes as one number)."""
    (moment,) = spread("in_working_hours", args, 1, 1)
    want(moment, "datetime", name="in_working_hours")
    on, at = as_day(moment, "in_working_hours"), moment.sql
    begin, end = (parameter(c, f"working_hours_{n}").sql for n in ("begin", "end"))
    hour = f"(extract(hour from {at}) * 100 + extract(minute from {at}))"
    worked = dates.workdays_between(f"({on} - 1)", on, c.engine)
    return flag(f"({worked} = 1 and {hour} >= {begin} and {hour} < {end})", moment)


def retirement_date(c: "Compiler", args: list[Term]) -> Term:
    birth, sex = spread("retirement_date", args, 2, 2)
    want(sex, "text", name="retirement_date")
    table = c.catalogue.parameters["retirement_ages"].on(c.as_of.date())
    found = dates.retirement_date(as_day(birth, "retirement_date"), sex.sql, table, c.engine)
    return Term(found, "date", birth.rows | sex.rows, needs=birth.needs | sex.needs)


def format_date(c: "Compiler", args: list[Term]) -> Term:
    value, shape = spread("format", args, 2, 2)
    return derived(c.engine.format(as_day(value, "format"), word(shape, "format")), "text", value)


MOMENTS: dict[str, Function] = {
    "today": today, "now": now, "day": day, "overlaps": overlaps, "overlaps_month": overlaps_month,
    "retirement_date": retirement_date,
    "format": format_date, "in_working_hours": in_working_hours,
    "age": _spans("age", dates.years_between),
    "years_between": _spans("years_between", dates.years_between),
    "months_between": _spans("months_between", dates.months_between),
    "workdays_between": _spans("workdays_between", dates.workdays_between),
    "days_between": _spans("days_between", lambda a, b, _: f"({b} - {a})"),
    "add_days": _adds("add_days", 0),
    "add_months": _adds("add_months", 1),
    "add_years": _adds("add_years", 12),
}  # fmt: skip
