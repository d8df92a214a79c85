"""Dates in SQL: whole months and years, working days, the day of retirement."""

from dataclasses import dataclass

from .dialects import Engine
from .errors import RuleError
from .workdays import corrections


def part(day: str, name: str) -> str:
    return f"cast(extract({name} from {day}) as int)"


def last_of_month(day: str, engine: Engine) -> str:
    """Number of days in the day's month."""
    if engine.name == "duckdb":
        return f"cast(day(last_day({day})) as int)"
    last = f"date_trunc('month', {day}) + interval '1 month' - interval '1 day'"
    return f"cast(extract(day from {last}) as int)"


def months_between(start: str, end: str, engine: Engine) -> str:
    """Whole months, cut towards zero. Where the month has no such day, its last day completes the month."""

    def passed(a: str, b: str) -> str:
        months = f"({part(b, 'year')} - {part(a, 'year')}) * 12 + {part(b, 'month')} - {part(a, 'month')}"
        complete = f"{part(b, 'day')} >= least({part(a, 'day')}, {last_of_month(b, engine)})"
        return f"({months} - case when {complete} then 0 else 1 end)"

    return f"(case when {end} >= {start} then {passed(start, end)} when {end} < {start} then -{passed(end, start)} end)"


def years_between(start: str, end: str, engine: Engine) -> str:
    """Whole years, cut towards zero."""
    return f"cast(trunc({months_between(start, end, engine)} / 12.0) as int)"


def workdays_between(start: str, end: str, engine: Engine) -> str:
    """Working days in (start, end]; 0 when end is not after start."""
    return f"greatest({_worked(end, engine)} - {_worked(start, engine)}, 0)"


def _worked(day: str, engine: Engine) -> str:
    # 2001-01-01 is a Monday; day numbers before it are negative, so the remainder is taken twice.
    first, running = corrections()
    number = f"({day} - date '2001-01-01' + 700000)"
    at = f"({day} - date '{first}' + 1)"
    beyond = f"case when {at} < 1 then 0 when {at} > {len(running)} then {running[-1]}"
    passed = f"({beyond} else {engine.number_list(running, f'cast({at} as int)')} end)"
    weeks = f"cast(floor({number} / 7.0) as int)"
    return f"({weeks} * 5 + least(cast({number} - {weeks} * 7 + 1 as int), 5) + {passed})"


@dataclass(frozen=True)
class RetirementClass:
    """One line of the retirement table: original age in years, first birth month put off (months since
    year 0), months of births for each month put off, most months put off."""

    age: int
    since: int
    step: int
    most: int


def retirement_table(text: str) -> dict[str, RetirementClass]:
    """`male 60 1965-01 4 36; female_55 …` by class. Raises RuleError when it is not of that shape."""
    found = {}
    try:
        for line in text.split(";"):
            name, age, since, step, most = line.split()
            year, month = since.split("-")
            found[name] = RetirementClass(int(age), int(year) * 12 + int(month) - 1, int(step), int(most))
    except ValueError as e:
        raise RuleError(f"退休年龄表格式不对：{text}") from e
    if not found.keys() >= {"male", "female_55", "female_50"} or any(c.step < 1 for c in found.values()):
        raise RuleError(f"退休年龄表缺档：{text}")
    return found


def retirement_date(birth: str, sex: str, table: str, engine: Engine) -> str:
    """Day of legal retirement; women in the later of their classes, as the class is mostly unknown.
    Null for a sex other than 1 or 2."""
    classes = retirement_table(table)

    def day(c: RetirementClass) -> str:
        past = f"({part(birth, 'year')} * 12 + {part(birth, 'month')} - 1 - {c.since})"
        put_off = f"least({c.most}, cast(floor({past} / {c.step}.0) as int) + 1)"
        months = f"(case when {past} >= 0 then {put_off} else 0 end + {c.age * 12})"
        return engine.add_months(birth, months)

    women = f"greatest({day(classes['female_55'])}, {day(classes['female_50'])})"
    return f"(case {sex} when '1' then {day(classes['male'])} when '2' then {women} end)"
