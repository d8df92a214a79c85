"""A parameter by the day of the matter and by place, on both engines, against plain Python. Art. 2(3), 9(1)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import duckdb
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiuye.standards.catalogue import DATASETS, Catalogue, Steps, load_files
from jiuye.standards.language import compile_expression

from .engines import postgres_dsn
from .samples import AS_OF

pytestmark = pytest.mark.article("2(3)")
CITY, PLACES = "371000", ["371002", "371082", "371083"]
TODAY = AS_OF.date()
days = st.dates(TODAY - timedelta(days=900), TODAY + timedelta(days=900))
courses = st.dictionaries(days, st.integers(1, 9999).map(str), max_size=4)


def valued(steps: dict[str, dict[date, str]]) -> Catalogue:
    """The catalogue with these values of 最低工资."""
    facts = load_files()
    known = facts.parameters["minimum_wage"]
    own: Steps = {p: tuple(sorted(some.items())) for p, some in steps.items() if some or p == CITY}
    own[CITY] = ((date.min, known.value), *own.get(CITY, ()))
    return replace(facts, parameters=facts.parameters | {"minimum_wage": replace(known, steps=own)})


def expected(steps: dict[str, dict[date, str]], day: date | None, place: str) -> int:
    """What was set last on or before the day: by the place, else by the city, else the default."""
    on = day or TODAY
    for some in (steps.get(place, {}), steps.get(CITY, {})):
        if begun := [d for d in some if d <= on]:
            return int(some[max(begun)])
    return int(load_files().parameters["minimum_wage"].value)


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def engine(request: pytest.FixtureRequest) -> tuple[str, Any]:
    duck = request.param == "duckdb"
    return request.param, duckdb.connect() if duck else psycopg.connect(postgres_dsn(), autocommit=True)


@given(
    steps=st.fixed_dictionaries({CITY: courses, **dict.fromkeys(PLACES[:2], courses)}),
    rows=st.lists(st.tuples(st.none() | days, st.sampled_from(PLACES)), min_size=1, max_size=12),
)
@settings(max_examples=40, deadline=None)
def test_old_cases_keep_old_values(
    engine: tuple[str, Any], steps: dict[str, dict[date, str]], rows: list[tuple[date | None, str]]
) -> None:
    dialect, link = engine
    wanted = [expected(steps, day, place) for day, place in rows]
    mark = "?" if dialect == "duckdb" else "%s"
    cursor = link.cursor()
    cursor.execute("drop table if exists matters")
    cursor.execute("create temp table matters (n int, registered_date date, work_division text, monthly_wage int)")
    told = [[n, day, place, wanted[n]] for n, (day, place) in enumerate(rows)]
    cursor.executemany(f"insert into matters values ({', '.join([mark] * 4)})", told)
    sql = compile_expression(
        "monthly_wage = param('minimum_wage', work_division)", "employment_registration", valued(steps),
        dialect=dialect, as_of=AS_OF, relations=dict.fromkeys(DATASETS, "matters"),
    )  # fmt: skip
    cursor.execute(f"select n from matters as self where not coalesce({sql}, false)")
    assert cursor.fetchall() == []


def test_a_dataset_without_a_day_is_judged_by_the_day_of_the_judgement() -> None:
    """A person has no day of a matter: the value of the judgement's day holds."""
    facts = load_files()
    known = facts.parameters["working_age_min"]
    steps: Steps = {CITY: ((date.min, "16"), (TODAY, "17"), (TODAY + timedelta(days=1), "18"))}
    with_it = replace(facts, parameters=facts.parameters | {"working_age_min": replace(known, steps=steps)})
    sql = compile_expression(
        "age(birth_date, today()) < param('working_age_min')", "person", with_it,
        dialect="duckdb", as_of=AS_OF, relations={},
    )  # fmt: skip
    assert "< 17" in sql
