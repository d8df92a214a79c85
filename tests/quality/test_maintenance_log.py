"""维护日志 as rules read it: orders, batches and refreshes as they are kept, by both engines and the oracle alike.
Art. 9(2), 9(3), 14."""

from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from jiuye.collection.sections.actions import settle_conflict
from jiuye.lib import clock
from jiuye.maintenance import actions
from jiuye.parties.sessions import scope
from jiuye.quality import actions as quality
from jiuye.quality.models import Finding
from jiuye.records.models import Person
from jiuye.records.presented import QUERIES
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.journeys.test_parity import V1, present, told_by_a_clock_on_the_wall
from tests.maintenance.batches import bound, listed, proposed, renumbered, town
from tests.maintenance.steps import admitted, carried_out
from tests.oracle import load, violations
from tests.sections.steps import OTHER, conflicts, filed, sought

pytestmark = [pytest.mark.article("9(2)"), pytest.mark.article("14")]
LOGGED = ["R198", "R199", "R200", "R201", "R202", "R203", "R204"]
Told = dict[str, set[str]]


def told(session: SessionOf, folder: Path) -> Told:
    """Rule → the rows it finds, as DuckDB, PostgreSQL and the oracle have it: all the same."""
    frozen = quality.freeze(by=session("manager"))
    numbers = present(folder)
    numbers["person"] = people(folder)
    kept = load(folder, V1), told_by_a_clock_on_the_wall(frozen)
    plain = violations(*kept, rules=LOGGED)
    keys = {d: {n: str(key) for key, n in rows.items()} for d, rows in numbers.items()}
    found = {r: {keys["person" if r == "R202" else "maintenance_log"][n] for n in rows} for r, rows in plain.items()}
    # The oracle reads R198 as it is written, of whatever kind; the house asks it of kinds 1 to 4 (ADR 32).
    found["R198"] &= {str(key) for key, kind in logged("id::text", "operation_kind") if str(kind) in "1234"}
    for engine in ("duckdb", "postgres"):
        run = quality.inspect(frozen, by=session("manager"), engine=engine)
        with scope(session("manager")):
            rows = Finding.objects.filter(run=run, rule_id__in=LOGGED).values_list("rule_id", "record_id")
            assert {r: {str(k) for rule, k in rows if rule == r} for r in LOGGED} == found, engine
    return {r: rows for r, rows in found.items() if rows and r != "R204"}  # which depends on the hour of the test


def people(folder: Path) -> dict[UUID, int]:
    """The persons on file with the moments of their rows, as an import file for the oracle: key → row number."""
    with connections["inspector"].cursor() as c:
        zone = f"at time zone '{clock.ZONE}'"
        c.execute(
            f"select id, person_id, to_char(created_at {zone}, 'YYYY-MM-DD HH24:MI:SS'),"
            f" to_char(updated_at {zone}, 'YYYY-MM-DD HH24:MI:SS') from jiuye.records_person where not retired"
        )
        rows = c.fetchall()
    lines = ["person_id,created_at,updated_at", *(",".join(v or "" for v in row[1:]) for row in rows)]
    (folder / "person.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {row[0]: n for n, row in enumerate(rows, 1)}


def logged(*columns: str) -> list[tuple[object, ...]]:
    with connections["inspector"].cursor() as c:
        c.execute(f"select {', '.join(columns)} from ({QUERIES['maintenance_log']}) m order by m.executed_at, m.log_id")
        return list(c.fetchall())


def test_an_order_is_found_until_it_was_rechecked(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    person = admitted(session)
    order = carried_out(person, session, {"remarks": "补记"})
    [row] = logged("id::text", "target_record_id", "field_name", "operation_kind", "old_value", "executed_by")
    assert row[1:] == (person.person_id, "remarks", "1", "有", "OPERATOR2")
    assert told(session, tmp_path) == {"R198": {row[0]}}
    actions.recheck(order, by=session("rechecker2"))
    assert told(session, tmp_path) == {}


def test_a_batch_bears_its_approval_and_is_written_twice_when_undone(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    people_ = list(renumbered(town(tmp_path, session, 4, major="日志")))
    order = bound(proposed(session, listed([(p, {"remarks": "批"}) for p in people_])), session)
    order = actions.execute_batch(order, by=session("operator"))
    actions.send_back(order, by=session("rechecker"), note="批复与事实不符")
    assert told(session, tmp_path) == {}
    actions.invert_batch(order, by=session("operator3"))
    rows = [r for r in logged("operation_kind", "provincial_approval_no", "batch_flag") if r[2] == "1"]
    assert [r[0] for r in rows] == ["1"] * len(people_) + ["6"] * len(people_)
    assert all(r[1] for r in rows)
    assert told(session, tmp_path) == {}


def test_a_refresh_is_explained_by_its_entry(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    who = filed()
    [conflict] = conflicts(sought(who.person_id or "", contact_phone=OTHER))
    settle_conflict(conflict, by=session("reviewer2"), verdict="new", note="电话核实，本人换了号码")
    mine = logged("target_record_id", "operation_kind", "field_name", "change_reason")
    assert [r[1:] for r in mine if r[0] == who.person_id] == [("5", "mobile_phone", "collection.settle_conflict")]
    assert told(session, tmp_path) == {}


def test_a_change_no_order_and_no_entry_explains_is_found(house: Instance, session: SessionOf) -> None:
    person = admitted(session)
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("alter table jiuye.records_person disable trigger all")
        db.execute("update jiuye.records_person set updated_at = now() where id = %s", [person.pk])
        db.execute("alter table jiuye.records_person enable trigger all")
    run = quality.inspect(quality.freeze(by=session("manager")), by=session("manager"), engine="postgres")
    with scope(session("manager")):
        assert [f.record_id for f in Finding.objects.filter(run=run, rule_id="R202")] == [person.pk]
        assert Person.objects.get(pk=person.pk).updated_at is not None


def test_the_inspector_sees_no_value_that_was_changed(house: Instance) -> None:
    for column, table in {"before": "maintenance_line", "reason": "maintenance_order"}.items():
        with psycopg.connect(house.dsn("inspector")) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(f"select {column} from jiuye.{table}".encode())
