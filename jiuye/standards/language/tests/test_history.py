"""`ref_as_of`: a lawful change of name does not make older registrations wrong (R069, R070)."""

from datetime import datetime

import duckdb

from jiuye.standards.catalogue import load_files
from jiuye.standards.language import compile_expression, violations_sql

CATALOGUE = load_files()
AS_OF = datetime(2026, 11, 30)
RELATIONS = {"person": "person", "employment_registration": "registration"}
WITH_HISTORY = RELATIONS | {"person_history": "history"}


def town() -> duckdb.DuckDBPyConnection:
    """P1 was 张伟 until 2020-06-01, then 张一伟; four registrations."""
    link = duckdb.connect()
    link.execute(
        "create table person as select 1 as id, 'P1' as person_id, '张一伟' as name, 'n'::blob as id_number_index"
    )
    link.execute(
        "create table history as select * from (values"
        " (1, 'P1', '张伟', 'n'::blob, timestamp '2015-03-01 09:00:00'),"
        " (2, 'P1', '张一伟', 'n'::blob, timestamp '2020-06-01 10:00:00'))"
        " as h(id, person_id, name, id_number_index, since)"
    )
    link.execute(
        "create table registration as select *, 'P1' as person_id, 'n'::blob as id_number_index from (values"
        " (1, '张伟', date '2018-01-01'), (2, '张一伟', date '2018-01-01'), (3, '张伟', date '2020-06-01'),"
        " (4, '张伟', date '2010-01-01'), (5, '王芳', null)) as r(id, name, registered_date)"
    )
    return link


def violating(relations: dict[str, str]) -> tuple[set[int], set[int]]:
    """Row ids by the whole pass and row by row."""
    link, rule = town(), CATALOGUE.rules["R069"]
    whole = violations_sql(rule, CATALOGUE, dialect="duckdb", as_of=AS_OF, relations=relations)
    single = compile_expression(
        rule.expression, rule.dataset, CATALOGUE, dialect="duckdb", as_of=AS_OF, relations=relations
    )
    by_row = link.execute(f"select self.id from registration as self where {single}").fetchall()
    return {n for (n,) in link.execute(whole).fetchall()}, {n for (n,) in by_row}


def test_the_name_of_that_day_counts() -> None:
    assert violating(WITH_HISTORY) == ({2, 3}, {2, 3})


def test_without_history_the_present_name_counts() -> None:
    assert violating(RELATIONS) == ({1, 3, 4}, {1, 3, 4})
