"""What a change replaced is kept, and a record can be read as it was. Art. 9(2)."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from jiuye.collection import actions as collection
from jiuye.collection.models import Submission
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused
from jiuye.parties import actions as parties
from jiuye.parties.act import act
from jiuye.parties.models import Appointment
from jiuye.parties.sessions import Session, scope
from jiuye.records.models import Person
from jiuye.records.queries import as_of, steps
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries
from tests.clean import persons
from tests.collection.steps import again, imported

pytestmark = pytest.mark.article("9(2)")


@pytest.fixture
def batch(house: Instance, session: SessionOf, tmp_path: Path) -> Submission:
    """An accepted file of two persons."""
    collection.accept(s := imported(session, tmp_path / "p.csv", persons(2)), by=session("reviewer2"))
    return again(s, session)


def stored(s: Submission, by: Session) -> Person:
    with scope(by):
        found: Person = Person.objects.filter(submission_id=s.pk).order_by("row_no")[0]
    return found


def refusal(attempt: Callable[[], object]) -> str:
    with pytest.raises(Refused) as e:
        attempt()
    return e.value.verdict.code


def test_an_update_under_an_act_leaves_the_old_values(house: Instance, session: SessionOf, batch: Submission) -> None:
    before = stored(batch, session("clerk2"))
    collection.undo_batch(batch, by=session("clerk2"), why="导错")
    after = stored(batch, session("clerk2"))
    undone = entries(house, "collection.undo_batch", "done")[-1]
    assert (before.retired, after.retired, after.entry_id) == (False, True, undone.id)
    old = asked(house, "select old from history.version where record_id = %s", before.pk)
    assert old == {"retired": False, "entry_id": str(before.entry_id)}


def test_a_record_is_read_as_it_was(house: Instance, session: SessionOf, batch: Submission) -> None:
    by = session("clerk2")
    between = clock.now()
    collection.undo_batch(batch, by=by, why="导错")
    person = stored(batch, by)
    with scope(by):
        now, then = as_of("person", person.pk, clock.now()), as_of("person", person.pk, between)
        first = as_of("person", person.pk, asked(house, "select min(at) from ledger.entry"))
        walked, admitted = steps(person)
    assert (now.values["retired"], then.values["retired"]) == (True, False)
    assert now.values["name"] == then.values["name"] == person.name
    assert bytes(then.values["id_number"]) == bytes(person.id_number)
    assert (first.existed, first.known, first.values) == (False, True, {})
    assert [[c.column for c in step.changed] for step in walked] == [["retired"]]
    assert admitted is not None
    assert admitted.act == "collection.accept"


def test_a_row_the_entry_does_not_cover_is_refused(house: Instance, session: SessionOf, batch: Submission) -> None:
    by, person = session("clerk2"), stored(batch, session("clerk2"))

    def uncovered() -> None:
        with act("collection.undo_batch", by=by, on=batch) as entry:
            person.entry_id, person.retired = entry.id, True
            person.save()

    assert refusal(uncovered) == "JY001"
    assert entries(house)[-1].code == "JY001"
    assert not stored(batch, by).retired


def test_a_table_the_act_may_not_write_is_refused(house: Instance, session: SessionOf, batch: Submission) -> None:
    by, person = session("clerk2"), stored(batch, session("clerk2"))

    def another_table() -> None:
        with act("collection.withdraw", by=by, on=batch) as entry:
            person.retired = True
            entry.put(person)

    assert refusal(another_table) == "JY001"


def test_a_row_under_another_s_entry_is_refused(house: Instance, session: SessionOf, batch: Submission) -> None:
    by, person = session("clerk2"), stored(batch, session("clerk2"))

    def signed_otherwise() -> None:
        with act("collection.undo_batch", by=by, on=batch) as entry:
            entry.cover("records_person", [person.pk])
            person.entry_id, person.retired = batch.entry_id, True
            person.save()

    assert refusal(signed_otherwise) == "JY001"


def test_a_key_is_never_changed(house: Instance, session: SessionOf, batch: Submission) -> None:
    by, person = session("clerk2"), stored(batch, session("clerk2"))

    def rekeyed() -> None:
        with act("collection.undo_batch", by=by, on=batch) as entry:
            fresh = uuid7()
            entry.cover("records_person", [person.pk, fresh])
            Person.objects.filter(pk=person.pk).update(id=fresh, entry_id=entry.id)

    assert refusal(rekeyed) == "JY001"


def test_nothing_is_deleted(house: Instance, session: SessionOf, batch: Submission) -> None:
    by, person = session("clerk2"), stored(batch, session("clerk2"))

    def deleted() -> None:
        with act("collection.undo_batch", by=by, on=batch) as entry:
            entry.cover("records_person", [person.pk])
            Person.objects.filter(pk=person.pk).delete()

    assert refusal(deleted) in ("JY001", "JY403")


def test_acts_do_not_nest(house: Instance, session: SessionOf) -> None:
    by = session("clerk2")
    with act("parties.sign_in", by=by), pytest.raises(RuntimeError), act("parties.sign_out", by=by):
        pass
    with psycopg.connect(house.dsn("app")) as db:
        db.execute("select set_config('jiuye.token', %s, true)", [by.token])
        opening = "select ledger.open_entry(%s, 'parties.sign_in', '', null, '', '', '{}', '', null, '{}')"
        db.execute(opening, [uuid7()])
        with pytest.raises(psycopg.Error) as e:
            db.execute(opening, [uuid7()])
    assert e.value.sqlstate == "JY409"


def test_a_failed_act_leaves_nothing_behind(house: Instance, session: SessionOf) -> None:
    by = session("admin")
    held = Appointment.objects.get(staff__account__name="contact-371002", revoked_at=None)
    before = len(entries(house))

    def fails() -> None:
        with act("parties.revoke", by=by, on=held) as entry:
            held.revoked_by_id, held.revoked_at = by.staff_id, entry.at
            entry.put(held)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert len(entries(house)) == before
    assert Appointment.objects.get(pk=held.pk).revoked_at is None


def test_history_outlives_an_undone_revocation_in_order(house: Instance, session: SessionOf) -> None:
    """Every change of one row is there, the oldest first, each with the hand that wrote what it replaced."""
    held = Appointment.objects.select_related("agency").get(staff__account__name="contact-371003", revoked_at=None)
    written = held.entry_id
    parties.revoke(held, by=session("manager"), why="轮岗")
    assert asked(house, "select old ->> 'entry_id' from history.version where record_id = %s", held.pk) == str(written)


@pytest.mark.parametrize("login", ["app", "owner", "sealer", "inspector"])
def test_nobody_writes_whose_rows_an_entry_reached(house: Instance, login: str) -> None:
    with psycopg.connect(house.dsn(login)) as db, pytest.raises(psycopg.Error):
        db.execute("insert into ledger.reach values (gen_random_uuid(), '371003')")
