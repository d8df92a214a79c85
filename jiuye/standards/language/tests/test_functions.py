"""Functions against plain Python, on DuckDB and, where one is given, on PostgreSQL."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import duckdb
import psycopg
import pytest

from jiuye.standards.catalogue import DATASETS, load_files
from jiuye.standards.language import compile_expression
from jiuye.standards.language.names import normalize_name
from jiuye.standards.language.patterns import portable
from jiuye.standards.language.placeholders import is_placeholder
from jiuye.standards.language.workdays import workdays_between

from .engines import postgres_dsn
from .samples import AS_OF, EMPLOYERS, WORDS

CATALOGUE = load_files()
Values = list[dict[str, Any]]
Ask = Callable[[str, Values], list[Any]]
COLUMNS = {
    "birth_date": "date", "death_date": "date", "name": "text", "sex": "text", "created_at": "timestamp",
    "residence_address": "text", "education": "text", "person_id": "text", "id": "int",
}  # fmt: skip


def asker(dialect: str) -> Ask:
    """Evaluate a condition on rows of person given by a few of its items."""
    link: Any = duckdb.connect() if dialect == "duckdb" else psycopg.connect(postgres_dsn(), autocommit=True)
    mark = "?" if dialect == "duckdb" else "%s"

    def ask(expression: str, values: Values) -> list[Any]:
        cursor = link.cursor()
        cursor.execute("drop table if exists few")
        cursor.execute(f"create temp table few (n int, {', '.join(f'{c} {t}' for c, t in COLUMNS.items())})")
        marks = ", ".join([mark] * (len(COLUMNS) + 1))
        rows = [[n, *(v.get(c) for c in COLUMNS)] for n, v in enumerate(values)]
        cursor.executemany(f"insert into few values ({marks})", rows)
        relations = dict.fromkeys(DATASETS, "few")
        sql = compile_expression(expression, "person", CATALOGUE, dialect=dialect, as_of=AS_OF, relations=relations)
        cursor.execute(f"select {sql} from few as self order by n")
        return [answer for (answer,) in cursor.fetchall()]

    return ask


@pytest.fixture(params=["duckdb", "postgres"])
def ask(request: pytest.FixtureRequest) -> Ask:
    return asker(request.param)


def pairs(count: int, first: date, last: date, seed: int = 1) -> list[tuple[date, date]]:
    rng = random.Random(seed)
    span = (last - first).days
    some = [first + timedelta(days=rng.randint(0, span)) for _ in range(2 * count)]
    return list(zip(some[::2], some[1::2], strict=True))


def add_months(day: date, months: int) -> date:
    """Longhand: the same day of the month, else its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for length in (31, 30, 29, 28):
        if day.day >= length or length == 31:
            try:
                return date(year, month + 1, min(day.day, length))
            except ValueError:
                continue
    raise AssertionError


MONTH_ENDS = [
    (date(2024, 2, 29), date(2025, 2, 28)), (date(2026, 8, 31), date(2027, 2, 28)),
    (date(2026, 8, 31), date(2027, 2, 27)), (date(2025, 12, 31), date(2026, 6, 30)),
    (date(2026, 1, 30), date(2026, 1, 30)), (date(2000, 2, 29), date(2016, 2, 28)),
]  # fmt: skip


def test_months_between_is_the_most_months_that_fit(ask: Ask) -> None:
    for a, b in MONTH_ENDS + pairs(60, date(1950, 1, 1), date(2030, 12, 31)):
        low, high = min(a, b), max(a, b)
        fit = max(n for n in range(1000) if add_months(low, n) <= high)
        row = [{"birth_date": low, "death_date": high}]
        assert ask(f"months_between(birth_date, death_date) = {fit}", row) == [True], (low, high, fit)
        assert ask(f"months_between(death_date, birth_date) = -{fit}", row) == [True]
        assert ask(f"age(birth_date, death_date) = {fit // 12}", row) == [True]


def test_adding_months_stops_at_the_end_of_the_month(ask: Ask) -> None:
    row: Values = [{"birth_date": date(2024, 2, 29)}]
    assert ask("add_years(birth_date, 1) = date '2025-02-28'", row) == [True]
    assert ask("add_months(birth_date, -12) = date '2023-02-28'", row) == [True]
    assert ask("add_days(birth_date, 1) = date '2024-03-01'", row) == [True]


def test_workdays_follow_the_state_calendar(ask: Ask) -> None:
    first, last = date(2023, 12, 1), date(2026, 12, 31)
    for a, b in pairs(25, first, last):
        days = (a + timedelta(days=i) for i in range(1, (b - a).days + 1))
        assert workdays_between(a, b) == sum(chinese_calendar.is_workday(d) for d in days)
    far = pairs(15, date(1890, 1, 1), date(2060, 1, 1), 2)
    for a, b in [*pairs(15, first, last), *far, (date(1, 1, 1), date(9999, 12, 31))]:
        row = [{"birth_date": a, "death_date": b}]
        expected = workdays_between(a, b)
        assert ask(f"workdays_between(birth_date, death_date) = {expected}", row) == [True], (a, b)


def test_workdays_outside_the_known_years_are_monday_to_friday(ask: Ask) -> None:
    row: Values = [{"birth_date": date(1999, 4, 30), "death_date": date(1999, 5, 7)}]
    assert ask("workdays_between(birth_date, death_date) = 5", row) == [True]


# Born, sex, retires: the decision of 2024-09-13 at its turning points.
RETIRING = [
    (date(1964, 12, 31), "1", date(2024, 12, 31)), (date(1965, 1, 1), "1", date(2025, 2, 1)),
    (date(1965, 5, 1), "1", date(2025, 7, 1)), (date(1976, 8, 31), "1", date(2039, 7, 31)),
    (date(1976, 9, 1), "1", date(2039, 9, 1)), (date(2000, 2, 29), "1", date(2063, 2, 28)),
    (date(1969, 12, 1), "2", date(2024, 12, 1)), (date(1970, 1, 31), "2", date(2025, 2, 28)),
    (date(1981, 9, 15), "2", date(2039, 9, 15)), (date(1990, 6, 1), "2", date(2048, 6, 1)),
]  # fmt: skip


def test_retirement_date(ask: Ask) -> None:
    for born, sex, retires in RETIRING:
        row = [{"birth_date": born, "sex": sex}]
        assert ask(f"retirement_date(birth_date, sex) = date '{retires}'", row) == [True], (born, sex)
    unknown: Values = [{"birth_date": date(1950, 1, 1), "sex": "9"}]
    assert ask("retirement_date(birth_date, sex) <= date '9999-01-01'", unknown) == [False]


def test_placeholders(ask: Ask) -> None:
    listed = frozenset(CATALOGUE.code_lists["placeholder_value"].values())
    names = frozenset(CATALOGUE.code_lists["division_all_years"].values())
    words = [*WORDS, "山东省", "山东省威海市荣成市", "威海市1", "1" * 3, "0123456789", "4567890123"]
    words += ["、、", "★☆", "-_-", "a-a"]
    found = ask("placeholder(residence_address)", [{"residence_address": w} for w in words])
    assert dict(zip(words, found, strict=True)) == {w: is_placeholder(w, listed, names) for w in words}
    assert is_placeholder("山东省威海市", listed, names)
    assert not is_placeholder("威海市阳光小区", listed, names)


def test_codes_are_no_placeholders_and_default_dates_are(ask: Ask) -> None:
    row: Values = [{"sex": "1", "birth_date": date(1900, 1, 1)}]
    assert ask("placeholder(sex)", row) == [False]
    assert ask("placeholder(birth_date)", row) == [True]


def test_normalized_names(ask: Ask) -> None:
    rows: Values = [{"name": a, "residence_address": b} for a in EMPLOYERS for b in EMPLOYERS]
    found = ask("normalize_name(name) = normalize_name(residence_address)", rows)
    assert found == [normalize_name(r["name"]) == normalize_name(r["residence_address"]) for r in rows]
    assert normalize_name("威海（集团） 有限公司") == normalize_name("威海(集团)有限责任公司") == "威海(集团)"


NAME = next(r for r in CATALOGUE.rules.values() if r.rule_id == "R011").original.split("'")[1]
PATTERNS = [
    NAME, "^[1-8][0-9]{6}$", "^([0-9]{16}|[0-9]{18})$", "1[3-9][0-9]{9}", r"^a\.b$", r"[\]x-]", "^[^a]$",
]  # fmt: skip
TEXTS = [
    *WORDS, "a.b", "axb", "]", "-", "𠀀", "b", "\n", "1234567", "1234567\n", "13800138000x", "张\r\n", "A’B",
    "丂" * 50, "丂" * 51,
]  # fmt: skip


def test_patterns_mean_what_python_means(ask: Ask) -> None:
    for pattern in PATTERNS:
        python = re.compile(re.sub(r"\$$", r"\\Z", portable(pattern)))
        found = ask("match(name, '" + pattern + "')", [{"name": t} for t in TEXTS])
        assert found == [python.search(t) is not None for t in TEXTS], pattern


def test_null_never_makes_a_rule_hold(ask: Ask) -> None:
    for expression in [
        "not match(name, '^x$')", "name <> 'x'", "name not in ('x')", "not in_list(sex, 'sex')",
        "not placeholder(name)", "age(birth_date, today()) < 16", "(sex = '1') <> (name = 'x')",
        "(sex = '1') <> (birth_date is null or name = 'x')", "format(birth_date, 'YYYY') is null",
        "not exists(select 1 from person p where p.name = self.name)",
        "exists(select 1 from person p where p.education = self.education"
        " and (p.sex = self.sex or p.sex is null))",
        "(select count(*) from person p where p.name = self.name) < 5",
        "ref(person, name, sex) is null", "not overlaps(birth_date, today(), birth_date, today())",
    ]:  # fmt: skip
        assert ask(expression, [{"education": "10"}]) == [False], expression


def test_null_where_a_rule_asks_for_it(ask: Ask) -> None:
    for expression in [
        "name is null", "nvl(sex, '1') = '1'", "not (birth_date is not null)",
        "least(birth_date, today()) = today()",
        "exists(select 1 from person p where p.education = self.education and nvl(self.sex, '1') = '1')",
        "exists(select 1 from person p where p.education = self.education and self.name is null)",
    ]:  # fmt: skip
        assert ask(expression, [{"education": "10"}]) == [True], expression


def test_a_related_record_is_the_first_of_its_number(ask: Ask) -> None:
    rows: Values = [
        {"person_id": "P1", "id": 3, "sex": "1"}, {"person_id": "P1", "id": 2, "sex": "2"},
        {"person_id": "P2", "id": 1, "sex": "1"}, {"person_id": None, "id": 4, "sex": "1"},
    ]  # fmt: skip
    assert ask("ref(person, person_id, sex) = '2'", rows) == [True, True, False, False]


def test_months_overlap_when_they_share_one(ask: Ask) -> None:
    row: Values = [{"birth_date": date(2026, 3, 31), "death_date": date(2026, 5, 1), "name": "202605"}]
    assert ask("overlaps_month(birth_date, death_date, '202605', '202607')", row) == [True]
    assert ask("overlaps_month(birth_date, death_date, '202601', '202603')", row) == [True]
    assert ask("overlaps_month(birth_date, death_date, '202601', '202602')", row) == [False]
    assert ask("overlaps_month(birth_date, death_date, name, '202606')", row) == [True]
    assert ask("overlaps_month(birth_date, death_date, sex, '202606')", row) == [False]  # nothing to compare


def test_a_query_within_a_query_reads_the_row_around_it(ask: Ask) -> None:
    """Who shares a name with somebody whose namesake's number died: reaching from row to row by one key each."""
    rows: Values = [
        {"person_id": "P1", "name": "a", "sex": "1"},
        {"person_id": "P2", "name": "a", "sex": "2", "death_date": date(2020, 1, 1)},
        {"person_id": "P3", "name": "b", "sex": "1"},
    ]
    reach = (
        "exists(select 1 from person p where p.name = self.name and p.person_id <> self.person_id and"
        " (select min(q.death_date) from person q where q.person_id = p.person_id) < self.birth_date)"
    )
    born: Values = [r | {"birth_date": date(2021, 1, 1)} for r in rows]
    assert ask(reach, born) == [True, False, False]
    assert ask(f"not {reach}", rows) == [False, False, False]  # birth_date is null: neither


def test_which_matters_want_material(ask: Ask) -> None:
    row: Values = [{"name": "training", "sex": "x"}, {"name": "vacancy", "sex": "x"}, {"name": "training"}]
    assert ask("required_material(name, sex)", row) == [True, False, False]
    assert ask("not required_material(name, sex)", row) == [False, True, False]
