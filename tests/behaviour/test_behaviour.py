"""Behaviour data: only with consent, minimal, for a purpose, until a day; gone with proof; never in a record's place.
Art. 2(5)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import transaction
from django.test import Client

from jiuye.collection.behaviour import actions, proof
from jiuye.collection.behaviour import queries as behaviour
from jiuye.collection.behaviour.models import Derived, Event, TrackingConsent, WaitingEvent
from jiuye.collection.behaviour.noting import note
from jiuye.front.middleware import COOKIE, OWN_COOKIE
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.models import passing_models
from jiuye.parties.sessions import Session, scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.journeys import own_steps
from tests.sharing.steps import machine
from tests.standards.steps import later

pytestmark = pytest.mark.article("2(5)")
SERVICE = "unemployment_registration"


@pytest.fixture(scope="module")
def door(house: Instance) -> Iterator[Callable[[], Session]]:
    """Citizens of their own, let in one after another."""
    with pytest.MonkeyPatch.context() as patch, own_steps.gateway(patch) as gateway:

        def enter() -> Session:
            own_steps.a_minute_later()
            return own_steps.let_in(gateway, own_steps.citizen()["id_number"])

        yield enter


@pytest.fixture(scope="module")
def citizen(door: Callable[[], Session]) -> Session:
    return door()


def page(by: Session, address: str, method: str = "get", **data: Any) -> str:
    client = Client(SERVER_NAME="localhost")
    client.cookies[OWN_COOKIE] = by.token
    answer = getattr(client, method)(address, data, follow=True)
    assert answer.status_code in (200, 422), (address, answer.status_code)
    return str(answer.content.decode())


def own(by: Session) -> list[Event]:
    with scope(by):
        return list(Event.objects.order_by("id"))


def some_events(by: Session, count: int = 3) -> None:
    for _ in range(count):
        note(by, "20", SERVICE, result="1")
    actions.track(by=machine())


def test_without_consent_nothing_at_all_is_kept(citizen: Session) -> None:
    page(citizen, f"/my/new/{SERVICE}")
    assert not WaitingEvent.objects.exists()
    assert actions.track(by=machine()) == 0
    assert own(citizen) == []


def test_consent_names_its_purposes(house: Instance, citizen: Session) -> None:
    for wrong in ([], ["help", "sell"], [""]):
        with refused(house, "B002", "collection.give_consent"):
            actions.give_consent(wrong, by=citizen)
    with refused(house, "B003", "collection.withdraw_consent"):
        actions.withdraw_consent(by=citizen)
    assert "同意记录" in page(citizen, "/my/behaviour")
    assert "停止记录，并删除已有的" in page(citizen, "/my/behaviour", "post", purpose=["help", "improve"])
    with refused(house, "B001", "collection.give_consent"):
        actions.give_consent(["help"], by=citizen)


def test_what_is_kept_is_minimal_and_has_an_end(house: Instance, citizen: Session) -> None:
    for _ in range(3):
        page(citizen, f"/my/new/{SERVICE}")
    assert WaitingEvent.objects.count() == 3
    assert actions.track(by=machine()) == 3
    assert not WaitingEvent.objects.exists()
    for e in own(citizen):
        assert (e.event_type, e.event_result, e.service_code, e.channel) == ("20", "1", SERVICE, "40")
        assert (e.occurred_at.second, e.occurred_at.microsecond) == (0, 0)
        assert e.purposes == ["help", "improve"]
        assert e.expires_on - e.occurred_at.astimezone(clock.ZONE).date() == timedelta(days=180)
    held = {f.attname for f in Event._meta.concrete_fields}
    assert not held & {"name", "id_number", "person_id", "client_ip", "device_id", "geo_division", "target_record_id"}
    shown = page(citizen, "/my/behaviour")
    assert shown.count("失业登记：打开") == 3
    assert entries(house, "collection.track", "done")[-1].subject_id is None


def test_nobody_on_the_staff_reads_it_the_city_neither(citizen: Session, session: SessionOf) -> None:
    assert own(citizen)
    for who in ("clerk2", "reviewer", "manager", "supervisor"):
        with scope(session(who)):
            assert not Event.objects.exists()
            assert not Derived.objects.exists()
    assert not Event.objects.exists()  # nor anybody without a session


def test_nor_another_citizen(door: Callable[[], Session], citizen: Session) -> None:
    assert own(door()) == []


def test_what_is_concluded_says_so_and_from_what(house: Instance, citizen: Session) -> None:
    assert actions.derive(by=machine()) == 1
    assert actions.derive(by=machine()) == 0
    with scope(citizen):
        one = Derived.objects.get()
    events = own(citizen)
    assert (one.tag, one.derived, one.purpose, one.service_code) == ("stuck", True, "help", SERVICE)
    assert set(one.sources) == {e.pk for e in events}
    assert one.expires_on == min(e.expires_on for e in events)
    assert "推断，不是您填报的" in page(citizen, "/my/behaviour")
    assert "打开失业登记都没有交" in page(citizen, "/my/")


def test_what_is_concluded_never_takes_a_fact_s_place(house: Instance, citizen: Session) -> None:
    """The act that concludes may write no record, whatever the code would like."""
    with scope(citizen):
        person = Person.objects.get()

    def overwrite() -> None:
        with act("collection.derive", by=machine()) as entry:
            person.job_wish = "衍生"
            entry.put(person)

    with pytest.raises(Refused, match="不得对 records_person"):
        overwrite()


def derived(by: Session, **changed: Any) -> Derived:
    event = own(by)[0]
    told = {
        "subject_index": by.own_index, "tag": "x", "service_code": SERVICE, "method": "m", "purpose": "help",
        "sources": [event.pk], "derived_at": clock.now(), "expires_on": event.expires_on,
    }  # fmt: skip
    return Derived(**told | changed)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"sources": [UUID(int=1)]}, "来源不在册"), ({"subject_index": b"another"}, "来源不在册"),
        ({"expires_on": clock.today() + timedelta(days=999)}, "来源不在册"), ({"sources": []}, "derived_has_sources"),
        ({"derived": False}, "says_it_is_derived"), ({"purpose": "improve"}, "derived_purpose"),
        ({"subject_index": None}, "derived_of_somebody"),
    ],
)  # fmt: skip
def test_a_conclusion_without_lineage_is_refused_by_the_database(
    citizen: Session, changed: dict[str, Any], says: str
) -> None:
    wrong = derived(citizen, **changed)

    def attempt() -> None:
        with act("collection.derive", by=machine()) as entry:
            entry.put_many([wrong])

    with pytest.raises(Exception, match=says):
        attempt()


def test_nothing_goes_before_its_day_by_any_timer(house: Instance, citizen: Session) -> None:
    assert actions.forget(by=machine()) == {}
    rows = own(citizen)
    with scope(citizen):
        conclusions = list(Derived.objects.all())
    told = proof.of(rows, conclusions)

    def attempt(detail: dict[str, Any]) -> None:
        with act("collection.forget", by=machine(), detail=detail) as entry:
            entry.remove(conclusions)
            entry.remove(rows)

    with pytest.raises(Refused, match="没有到期"):
        attempt(told)
    for wrong in ({}, told | {"behaviour_derived": 7}, told | {"digest": ""}):
        with pytest.raises(Refused, match="与台账所记不符"):
            attempt(wrong)
    assert own(citizen) == rows


def test_an_objection_deletes_everything_at_once_with_proof(house: Instance, citizen: Session) -> None:
    rows = own(citizen)
    note(citizen, "20", SERVICE, result="1")
    with scope(citizen):
        told = proof.of(rows, list(Derived.objects.all()))
    assert "已停止记录，并已删除" in page(citizen, "/my/behaviour/object", "post")
    assert own(citizen) == []
    assert not WaitingEvent.objects.exists()
    entry = entries(house, "collection.withdraw_consent", "done")[-1]
    kept = asked(house, "select detail from ledger.entry where id = %s", entry.id)
    assert kept == told
    assert kept["behaviour_event"] == 3
    # No history of it: what went is gone.
    assert asked(house, "select count(*) from history.version where tbl like 'behaviour%%'") == 0
    with scope(citizen):
        assert TrackingConsent.objects.get().withdrawn_at is not None
    page(citizen, f"/my/new/{SERVICE}")
    assert not WaitingEvent.objects.exists()


def test_a_step_noted_before_the_objection_is_not_filed_after_it(house: Instance, door: Callable[[], Session]) -> None:
    one = door()
    actions.give_consent(["improve"], by=one)
    note(one, "20", SERVICE, result="1")
    waits = WaitingEvent.objects.get()
    actions.withdraw_consent(by=one)
    waits.save(force_insert=True)
    assert actions.track(by=machine()) == 0
    assert not WaitingEvent.objects.exists()
    assert own(one) == []


def test_what_has_come_to_its_day_goes_by_the_timer_with_proof(house: Instance, door: Callable[[], Session]) -> None:
    one = door()
    actions.give_consent(["help"], by=one)
    with later(days=-200):
        for _ in range(3):
            note(one, "20", SERVICE, result="1")
    actions.track(by=machine())
    rows = own(one)
    assert len(rows) == 3
    told = actions.forget(by=machine())
    assert (told["behaviour_event"], told["digest"]) == (3, proof.of(rows, [])["digest"])
    entry = entries(house, "collection.forget", "done")[-1]
    assert asked(house, "select detail ->> 'digest' from ledger.entry where id = %s", entry.id) == told["digest"]
    assert own(one) == []
    assert actions.forget(by=machine()) == {}


def test_one_without_the_purpose_is_not_concluded_about(house: Instance, door: Callable[[], Session]) -> None:
    one = door()
    actions.give_consent(["improve"], by=one)
    some_events(one)
    assert actions.derive(by=machine()) == 0


LOGINS = ("app", "owner", "reader", "inspector")


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("table", sorted(m._meta.db_table for m in passing_models()))
def test_no_login_writes_outside_an_act(house: Instance, door: Callable[[], Session], login: str, table: str) -> None:
    there = f"behaviour.{table}"
    for sql in (
        f"update {there} set entry_id = gen_random_uuid()", f"delete from {there}", f"truncate {there} cascade",
        f"insert into {there} (id) select id from {there} where false", f"alter table {there} disable trigger all",
        f"drop policy own on {there}", f"alter table {there} no force row level security",
        "create table behaviour.side (id int)",
    ):  # fmt: skip
        with psycopg.connect(house.dsn(login), autocommit=True) as db, pytest.raises(psycopg.Error) as e:
            db.execute(sql.encode())
        assert e.value.sqlstate in ("JY001", "JY004", "42501", "428C9"), sql


def test_the_inspector_sees_no_subject(house: Instance) -> None:
    with psycopg.connect(house.dsn("inspector")) as db:
        assert db.execute("select count(has_subject) from behaviour.behaviour_event").fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("select subject_index from behaviour.behaviour_event")


def test_every_passing_table_is_guarded_and_forced(house: Instance) -> None:
    with psycopg.connect(house.superuser_dsn()) as db:
        rows = db.execute(
            "select c.relname, c.relrowsecurity and c.relforcerowsecurity, array_agg(g.tgname::text order by g.tgname)"
            " from pg_class c join pg_trigger g on g.tgrelid = c.oid where c.relnamespace = 'behaviour'::regnamespace"
            " and g.tgname like 'guard%' and g.tgenabled = 'A' group by 1, 2"
        ).fetchall()
    assert {r[0] for r in rows} == {m._meta.db_table for m in passing_models()}
    for _, forced, guards in rows:
        assert forced
        assert guards == ["guard_delete", "guard_insert", "guard_truncate", "guard_update"]


def test_an_act_changes_none_of_it(house: Instance, door: Callable[[], Session]) -> None:
    one = door()
    actions.give_consent(["help"], by=one)
    some_events(one, 1)
    event = own(one)[0]
    with pytest.raises(Exception, match=r"不能改|permission denied"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(event_result="2")
    with psycopg.connect(house.superuser_dsn()) as db, pytest.raises(psycopg.DatabaseError, match="行为"):
        db.execute("update behaviour.behaviour_event set event_result = '2'")


def test_headcounts_are_for_who_drafts_the_forms_and_never_of_few(
    house: Instance, door: Callable[[], Session], session: SessionOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(who: str) -> list[behaviour.Count]:
        with scope(session(who)):
            return behaviour.counts()

    assert shown("manager") == []  # two or three people so far
    one = door()
    actions.give_consent(["improve"], by=one)
    people = [WaitingEvent(
        occurred_at=clock.now().replace(second=0, microsecond=0), subject_index=bytes([n]) * 16, visit="0" * 16,
        channel="40", event_type="60", service_code=SERVICE, event_result="1",
    ) for n in range(10)]  # fmt: skip
    consent = TrackingConsent(purposes=["improve"], pk=one.id)
    monkeypatch.setattr(actions, "_agreed", lambda subjects: dict.fromkeys(subjects, consent))
    WaitingEvent.objects.bulk_create(people)
    assert actions.track(by=machine()) == 10
    assert [(c.kind, c.people, c.times) for c in shown("manager")] == [("看回执", 10, 10)]
    for who in ("clerk2", "reviewer", "supervisor", "technician"):
        assert shown(who) == []
    client = Client(SERVER_NAME="localhost")
    client.cookies[COOKIE] = session("manager").token
    assert "看回执" in client.get("/collection/behaviour").content.decode()
    client.cookies[COOKIE] = session("clerk2").token
    assert client.get("/collection/behaviour").status_code == 403
