"""查询日志 as rules read it: look-ups as the book has them, by both engines and the oracle alike. Art. 10(3), 14."""

import json
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.quality import actions as quality
from jiuye.quality.models import Finding
from jiuye.records import actions
from jiuye.records.presented import QUERIES
from jiuye.server.connect import Instance
from jiuye.usage.exports.actions import produce_export
from jiuye.usage.own.actions import show_own
from tests.book import SessionOf, entries
from tests.journeys.test_parity import V1, present, told_by_a_clock_on_the_wall
from tests.maintenance.steps import admitted
from tests.oracle import load, violations
from tests.usage.enquiries.steps import PURPOSE, looked
from tests.usage.exports.steps import approved, machine, requested
from tests.usage.own.steps import somebody

pytestmark = [pytest.mark.article("10(3)"), pytest.mark.article("14")]
LOGGED = ["R205", "R206", "R207", "R208", "R209"]


def told(session: SessionOf, folder: Path) -> dict[str, set[str]]:
    """Rule → entries it finds, as DuckDB, PostgreSQL and the oracle have it: all the same."""
    frozen = quality.freeze(by=session("manager"))
    numbers = present(folder)
    with connections["inspector"].cursor() as c:
        c.execute("select person_id, residence_division from jiuye.records_person where not retired")
        lines = ["person_id,residence_division", *(",".join(v or "" for v in row) for row in c.fetchall())]
    (folder / "person.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    keys = {n: str(key) for key, n in numbers["query_log"].items()}
    plain = violations(load(folder, V1), told_by_a_clock_on_the_wall(frozen), rules=LOGGED)
    found = {r: {keys[n] for n in rows} for r, rows in plain.items() if rows}
    for engine in ("duckdb", "postgres"):
        run = quality.inspect(frozen, by=session("manager"), engine=engine)
        with scope(session("manager")):
            rows = Finding.objects.filter(run=run, rule_id__in=LOGGED).values_list("rule_id", "record_id")
            assert {r: {str(k) for rule, k in rows if rule == r} for r, _ in rows} == found, engine
    return found


def logged(*columns: str) -> list[tuple[object, ...]]:
    with connections["inspector"].cursor() as c:
        c.execute(f"select {', '.join(columns)} from ({QUERIES['query_log']}) q order by q.queried_at, q.query_id")
        return list(c.fetchall())


def test_what_was_looked_up_is_in_the_log_and_in_order(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    here = admitted(session, residence_division="371002")
    number = actions.unmask(here, "id_number", by=session("clerk2"), why=PURPOSE)
    actions.open_record(here, by=session("reviewer2"), why=PURPOSE)
    looked(number)
    looked("查无此人")
    rows = logged("query_kind", "queried_by", "target_person_id", "rows_returned", "purpose", "channel", "agency_code")
    assert [r[:4] for r in rows] == [
        ("5", "CLERK2", here.person_id, 1), ("5", "REVIEWER2", here.person_id, 1),
        ("5", "CLERK2", here.person_id, 1), ("5", "CLERK2", None, 0),
    ]  # fmt: skip
    assert {r[4:] for r in rows} == {(PURPOSE, "10", "37100201")}
    assert told(session, tmp_path) == {}


def test_what_somebody_asks_for_himself_is_of_his_own_kind(house: Instance) -> None:
    who = somebody()
    show_own(by=who.by)
    (own,) = [r for r in logged("query_kind", "target_person_id", "rows_returned") if r[0] == "1"]
    assert own == ("1", who.person.person_id, 1)


def test_an_export_bears_its_approval(house: Instance, session: SessionOf) -> None:
    export = approved(session, requested(session))
    produce_export(export, by=machine())
    rows = [r for r in logged("purpose", "export_flag", "approval_no", "query_kind") if r[1] == "1"]
    assert rows
    assert {r[1:] for r in rows} == {("1", export.number, "5")}


def test_somebody_who_lives_elsewhere_is_asked_about(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    there = admitted(session, residence_division="371082")
    actions.open_record(there, by=session("clerk2"), why=PURPOSE)
    actions.open_record(there, by=session("manager"), why=PURPOSE)  # whose scope is the city
    mine = entries(house, "records.open", "done")[-2]
    assert told(session, tmp_path) == {"R209": {str(mine.id)}}


def test_what_left_without_approval_is_found(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    before = told(session, tmp_path)
    many = _forged(house, session, {"rows_returned": 101})
    out = _forged(house, session, {"rows_returned": 3, "export_flag": "1"})
    _forged(house, session, {"rows_returned": 5000, "export_flag": "1", "approval_no": "CX-1"})
    assert told(session, tmp_path) == before | {"R207": {out}, "R208": {many}}


def _forged(house: Instance, session: SessionOf, told: dict[str, object]) -> str:
    """An entry no act of the house writes, put into the book by the superuser."""
    by, key = session("clerk2"), str(uuid7())
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute(
            "insert into ledger.entry (id, xact, at, act, staff_id, agency_id, district, channel, why, detail, outcome)"
            " values (%s, pg_current_xact_id(), clock_timestamp(), 'usage.look_up', %s, %s, '371002', 'window', %s,"
            " %s, 'done')",
            [key, by.staff_id, by.agency_id, PURPOSE, json.dumps({"query": told})],
        )
    return key
