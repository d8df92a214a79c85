"""Rows a killed process staged are swept; those of a running import and of submissions on file never. Art. 8."""

from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from jiuye.collection import orphans
from jiuye.lib.keys import uuid7
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.clean import persons
from tests.collection.steps import imported, staged

pytestmark = pytest.mark.article("8")


def left_behind(submission: UUID) -> None:
    with connection.cursor() as c:
        c.execute("insert into work.stage_person (id, submission_id, row_no) select %s, %s, 1", [uuid7(), submission])


def test_what_a_killed_process_staged_goes_and_what_waits_for_review_stays(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    orphans.sweep("person")
    imported(session, tmp_path / "p.csv", persons(3))
    waiting = staged(house)
    left_behind(uuid7())
    assert orphans.sweep("person") == 1
    assert staged(house) == waiting
    assert orphans.sweep("person") == 0


def test_a_running_import_is_not_taken_for_a_dead_one(house: Instance) -> None:
    running = uuid7()
    with psycopg.connect(house.dsn("app"), autocommit=True) as other:
        pid = other.info.backend_pid
        other.execute(f"select pg_advisory_lock({orphans._NAME})", [str(running)])
        left_behind(running)
        assert orphans.sweep("person") == 0
    until_gone(house, pid)
    assert orphans.sweep("person") == 1


def until_gone(house: Instance, pid: int) -> None:
    with psycopg.connect(house.superuser_dsn(), autocommit=True) as db:
        while db.execute("select from pg_stat_activity where pid = %s", [pid]).fetchone() is not None:
            pass


def test_a_connection_holds_what_it_staged_last(house: Instance) -> None:
    first, second = uuid7(), uuid7()
    orphans.hold(first)
    orphans.hold(second)
    with psycopg.connect(house.dsn("app"), autocommit=True) as other:
        ask = f"select pg_try_advisory_lock({orphans._NAME})"
        ask = f"select pg_try_advisory_lock({orphans._NAME})"
        free = [other.execute(ask, [str(s)]).fetchone() for s in (first, second)]
    assert free == [(True,), (False,)]
