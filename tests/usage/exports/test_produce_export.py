"""生成导出: what was approved and nothing else, covered where not approved otherwise; everybody in it is on file; never
half a file. Art. 10(3), 11."""

import csv
import io
from itertools import count
from typing import Any

import psycopg
import pytest
import pyzipper
from django.db import Error as DatabaseError

from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.progress import Progress, Stopped
from jiuye.parties import actions as parties
from jiuye.parties.models import Appointment, Staff
from jiuye.parties.sessions import scope
from jiuye.records.keys import sealer
from jiuye.records.leaving import held_back
from jiuye.records.models import Person
from jiuye.records.seal import open_item
from jiuye.records.shown import covered
from jiuye.server.connect import Instance
from jiuye.standards.queries import catalogue
from jiuye.usage.exports import actions, jobs, reading, selection
from jiuye.usage.exports.actions import produce
from jiuye.usage.exports.actions.request import digest
from jiuye.usage.exports.models import Export
from tests.book import SessionOf, asked, entries, refused
from tests.jobs.steps import drained
from tests.usage.exports import steps
from tests.usage.exports.steps import HERE, ITEMS, approved, people, requested, town

pytestmark = pytest.mark.article("10(3)")


@pytest.fixture(scope="module", autouse=True)
def on_file(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> None:
    town(tmp_path_factory.mktemp("town"), session_of, faults=0.2)


def produced(session: SessionOf, by: str = "clerk2", **changed: Any) -> Export:
    """By way of the queue, as in the house."""
    export = approved(session, requested(session, by, **changed), by="usage2" if by == "clerk2" else "usage")
    jobs.queue_approved(by=steps.machine())
    assert drained() >= 1
    return steps.again(session, export)


def test_the_file_holds_what_was_approved_and_covers_the_rest(house: Instance, session: SessionOf) -> None:
    export = produced(session, unmasked={"mobile_phone": "要逐人打电话核实"})
    rows = steps.opened_rows(session, export)
    mine = people(session, "clerk2")
    with scope(session("clerk2")):
        back = held_back(mine, on=clock.today())
        known = catalogue().items["person"]
        wanted = {
            tuple(
                open_item("person", p.pk, n, p.mobile_phone, sealer()) if n == "mobile_phone" and p.mobile_phone
                else covered(known[n], p.pk, getattr(p, n)) for n in ITEMS
            )
            for p in mine if p.pk not in back
        }  # fmt: skip
    assert back
    assert rows[0] == [known[n].label for n in ITEMS]
    assert {tuple(r) for r in rows[1:-1]} == wanted
    assert (export.rows, export.held_back) == (len(rows) - 2, len(back))
    assert rows[-1][0].startswith(f"# {export.number}：")
    numbers = [open_item("person", p.pk, "id_number", p.id_number, sealer()) for p in mine if p.id_number]
    assert not [n for n in numbers if n in str(rows)]


def test_everybody_in_the_file_has_the_entry_among_its_subjects(
    house: Instance, session: SessionOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 7)
    export = produced(session)
    sql = (
        "select array_agg(u.id), max(cardinality(s.ids)) from ledger.subject s, unnest(s.ids) u(id), ledger.entry e"
        " where e.id = s.entry_id and e.act = 'usage.produce_export' and e.subject_id = %s"
        " and s.tbl = '@seen'"
    )
    with psycopg.connect(house.superuser_dsn()) as db:
        row = db.execute(sql.encode(), [export.pk]).fetchone()
    assert row is not None
    with scope(session("clerk2")):
        back = held_back(Person.objects.filter(retired=False), on=clock.today())
    assert sorted(row[0]) == [p.pk for p in people(session, "clerk2") if p.pk not in back]
    assert row[1] <= 7
    first = next(e for e in entries(house, "usage.produce_export", "done") if e.subject_id == export.pk)
    assert first.why.endswith(f"经批准导出，用于业务经办核对（{export.number}）")


def test_no_row_of_another_district(house: Instance, session: SessionOf) -> None:
    far = produced(session, by="outsider", items=["residence_street", "remarks", "agency_code"])
    with scope(session("manager")):
        there = set(Person.objects.filter(district="371082").values_list("agency_code", flat=True))
    assert {r[2] for r in steps.opened_rows(session, far, by="outsider")[1:-1]} <= there


def test_the_city_s_export_keeps_to_the_places_asked_for(house: Instance, session: SessionOf) -> None:
    export = produced(session, by="manager", places=[HERE, "371082"])
    with scope(session("manager")):
        every = list(Person.objects.filter(retired=False, district__in=[HERE, "371082"]))
        assert export.rows == len(every) - len(held_back(every, on=clock.today()))


def test_a_killed_production_leaves_no_file_and_starts_over(
    house: Instance, session: SessionOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 5)
    export = approved(session, requested(session))

    def killed(now: Progress) -> None:
        if now.done > 10:
            raise Stopped

    with pytest.raises(Stopped):
        actions.produce_export(export, by=steps.machine(), tell=killed)
    held = steps.again(session, export)
    assert (held.state, held.pieces) == ("approved", [])
    with refused(house, "U010", "usage.fetch_export"):
        actions.fetch_export(held, by=session("clerk2"))
    jobs.queue_approved(by=steps.machine())
    drained()
    done = steps.again(session, export)
    assert done.rows == len(steps.opened_rows(session, done)) - 2
    sql = "select sum(rows) from jiuye.usage_trace where export_id = %s and attempt = %s"
    assert asked(house, sql, export.pk, done.attempt) == done.rows


def test_who_has_left_or_was_approved_long_ago_gets_nothing(
    house: Instance, session: SessionOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = approved(session, requested(session))
    now = clock.now()
    clock.inject(lambda: now.replace(year=now.year + 1))
    try:
        with refused(house, "U021", "usage.produce_export"):
            actions.produce_export(late, by=steps.machine())
        assert late.pk not in {j.subject_id for j in jobs.queue_approved(by=steps.machine())}
    finally:
        clock.inject(None)
    monkeypatch.setattr("jiuye.usage.exports.queries.posts_in_force", lambda *_: Appointment.objects.none())
    with refused(house, "U023", "usage.produce_export"):
        actions.produce_export(late, by=steps.machine())


def test_a_statement_changed_in_the_book_is_not_produced(house: Instance, session: SessionOf) -> None:
    export = approved(session, requested(session))
    export.query = export.query.replace(f"'{HERE}'", "'371082'")
    sql = "update jiuye.usage_export set query = %s, digest = %s, approved_digest = %s where id = %s"
    steps.beside(house, "usage_export", sql, export.query, digest(export), digest(export), export.pk)
    with refused(house, "U025", "usage.produce_export"):
        actions.produce_export(export, by=steps.machine())


def test_whatever_is_counted_writes_nothing(house: Instance, session: SessionOf) -> None:
    with scope(session("usage2")), pytest.raises(DatabaseError, match="read-only transaction"):
        selection.count("person", steps.RUNS, clock.today())


def test_no_more_than_was_approved(house: Instance, session: SessionOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many came after it was asked for."""
    with monkeypatch.context() as then:
        then.setattr("jiuye.usage.exports.selection.count", lambda *_: (19, 0))
        export = requested(session)
    assert export.band == "不足 20"
    approved(session, export)
    with refused(house, "U026", "usage.produce_export"):
        actions.produce_export(export, by=steps.machine())
    assert steps.again(session, export).state == "approved"


def test_who_approved_must_still_be_in_his_post(house: Instance, session: SessionOf) -> None:
    export = approved(session, requested(session))
    post = Appointment.objects.get(staff__staff_no="USAGE2", post="usage_approver", revoked_at=None)
    parties.revoke(post, by=session("admin"), why="轮岗")
    try:
        with refused(house, "U024", "usage.produce_export"):
            actions.produce_export(export, by=steps.machine())
    finally:
        parties.grant(post.staff, by=session("admin"), post=post.post, agency=post.agency, why="轮岗回来")


@pytest.mark.parametrize(("who", "code"), [("CLERK2", "U023"), ("USAGE2", "U024")])
def test_nor_is_it_produced_for_an_account_that_is_closed(
    house: Instance, session: SessionOf, who: str, code: str
) -> None:
    export = approved(session, requested(session))
    sql = "update jiuye.parties_account set disabled_at = {} where staff_id = %s"
    staff = Staff.objects.get(staff_no=who)
    steps.beside(house, "parties_account", sql.format("now()"), staff.pk)
    try:
        with refused(house, code, "usage.produce_export"):
            actions.produce_export(export, by=steps.machine())
    finally:
        steps.beside(house, "parties_account", sql.format("null"), staff.pk)


def test_nobody_but_the_machine_produces(house: Instance, session: SessionOf) -> None:
    export = approved(session, requested(session))
    for who in ("clerk2", "usage2", "manager"):
        with pytest.raises(Exception, match="没有此项权限"):
            actions.produce_export(export, by=session(who))


@pytest.mark.parametrize("fmt", ["csv-utf8", "csv-gb18030", "xlsx"])
def test_names_and_formulas_arrive_as_they_are(
    house: Instance, session: SessionOf, fmt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = {"=cmd|' /C calc'!A0", "+86 138", "@SUM(A1)", "＝1+1"}
    plain = {"-12.5", "𬱟䶮㛃·\ue863", 'a,"b"', "多\n行", " 前后 "}
    texts = count()
    every = sorted(begun | plain)
    monkeypatch.setattr(produce, "cells", lambda *_: [("remarks", lambda key, value: every[next(texts) % 9])])
    export = produced(session, items=["remarks"], format=fmt)
    got = {r[0] for r in steps.opened_rows(session, export)[1 : None if fmt == "xlsx" else -1]}
    assert got == plain | (begun if fmt == "xlsx" else {f"'{t}" for t in begun})


def test_the_container_wants_its_password(house: Instance, session: SessionOf) -> None:
    export = produced(session)
    data, word = steps.fetched(session, export)
    with pyzipper.AESZipFile(io.BytesIO(data)) as made:
        assert sorted(made.namelist()) == sorted([f"{export.number}.csv", "使用限制.txt"])
        with pytest.raises(RuntimeError):
            made.read(f"{export.number}.csv")
        made.setpassword(b"AAAAA-AAAAA-AAAAA-AAAAA")
        with pytest.raises(RuntimeError):
            made.read(f"{export.number}.csv")
        made.setpassword(word.encode())
        assert export.number in made.read("使用限制.txt").decode("utf-8-sig")
        text = made.read(f"{export.number}.csv")
    assert text.startswith(b"\xef\xbb\xbf")
    assert len(list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))) == (export.rows or 0) + 2
    kept = "select exists (select from jiuye.usage_export e where to_jsonb(e)::text like %s)"
    assert not asked(house, kept, f"%{word}%")
