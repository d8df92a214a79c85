"""Every executable rule, both ways of asking, on both engines."""

import pytest

from jiuye.standards.catalogue import DATASETS, JUDGED, load_files
from jiuye.standards.language import check, compile_expression, dataset_sql, violations_sql

from .engines import Run, on_duckdb, on_postgres
from .samples import AS_OF, Row, rows

CATALOGUE = load_files()
RELATIONS = {d: d for d in JUDGED}
LIVE = [r for r in CATALOGUE.rules.values() if r.expression]
COUNTS = {
    "person": 300, "employer": 120, "employment_registration": 600, "unemployment_registration": 300,
    "employment_certificate": 200, "hardship_assistance": 300, "training": 300, "job_seeking": 200, "vacancy": 200,
    "subsidy": 500, "personnel_agency_file": 300, "e_archive": 200, "shared_fact": 400, "acceptance": 80,
    "maintenance_log": 300,
    "query_log": 300,
}  # fmt: skip
Found = set[tuple[object, str]]


@pytest.fixture(scope="module")
def tables() -> dict[str, list[Row]]:
    return rows(CATALOGUE, 7, COUNTS)


@pytest.fixture(scope="module")
def duck(tables: dict[str, list[Row]]) -> Run:
    return on_duckdb(CATALOGUE, tables)


@pytest.fixture(scope="module")
def told(duck: Run) -> Found:
    return in_one_pass(duck, "duckdb")


def in_one_pass(run: Run, dialect: str) -> Found:
    found: Found = set()
    for dataset in dict.fromkeys(r.dataset for r in LIVE):
        sql = dataset_sql(CATALOGUE.rules_of(dataset), CATALOGUE, dialect=dialect, as_of=AS_OF, relations=RELATIONS)
        listed = run(sql)
        assert len(listed) == len(set(listed))
        found |= {(row, str(rule)) for row, rule in listed}
    return found


def rule_by_rule(run: Run, dialect: str) -> Found:
    return {
        (row, r.rule_id)
        for r in LIVE
        for (row,) in run(
            violations_sql(r, CATALOGUE, dialect=dialect, as_of=AS_OF, relations=RELATIONS)
        )
    }  # fmt: skip


def row_by_row(run: Run, dialect: str) -> Found:
    found: Found = set()
    for r in LIVE:
        condition = compile_expression(
            r.expression, r.dataset, CATALOGUE, dialect=dialect, as_of=AS_OF, relations=RELATIONS, own="mine"
        )
        verdicts = run(f"select mine.id, {condition} from {r.dataset} as mine")
        assert all(verdict in (True, False) for _, verdict in verdicts)
        found |= {(row, r.rule_id) for row, verdict in verdicts if verdict}
    return found


def test_every_rule_that_can_run_is_in_the_language() -> None:
    assert len(LIVE) == 227
    for r in LIVE:
        check(r.expression, r.dataset, CATALOGUE)


def test_every_condition_of_an_item_is_in_the_language() -> None:
    for dataset in DATASETS:
        for item in CATALOGUE.items[dataset].values():
            if item.condition:
                check(item.condition, dataset, CATALOGUE)


def test_duckdb_says_the_same_whichever_way_it_is_asked(duck: Run, told: Found) -> None:
    assert told == rule_by_rule(duck, "duckdb")
    assert told == row_by_row(duck, "duckdb")


def test_postgres_says_what_duckdb_says(told: Found, tables: dict[str, list[Row]]) -> None:
    postgres = on_postgres(CATALOGUE, tables)
    found = in_one_pass(postgres, "postgres")
    assert found == told
    assert found == rule_by_rule(postgres, "postgres")
    assert found == row_by_row(postgres, "postgres")


def test_the_samples_try_every_rule(told: Found) -> None:
    """A comparison of verdicts that are all "no" would prove nothing."""
    tried = {rule for _, rule in told}
    assert {r.rule_id for r in LIVE} - tried == set()
