"""审核通过: nothing becomes a record before a second person has seen it. Art. 7."""

import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jiuye.collection import actions, queries
from jiuye.collection.models import Submission
from jiuye.lib.verdict import Refused, Verdict
from jiuye.parties import actions as parties
from jiuye.parties.act import act
from jiuye.parties.models import Agency, Appointment, Staff
from jiuye.parties.sessions import Session, open_session, scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.clean import person, persons
from tests.collection.steps import again, handed_in, imported, in_use

pytestmark = pytest.mark.article("7")


class Interrupted(BaseException):
    """The process ends here."""


def test_a_second_person_makes_it_a_record(house: Instance, session: SessionOf) -> None:
    s = handed_in(session, name="慕审核")
    assert in_use(house, s) == 0
    reviewer = session("reviewer2")
    actions.accept(s, by=reviewer, note="材料齐全")
    with scope(reviewer):
        stored = Person.objects.get(submission_id=s.pk)
    assert (stored.name, stored.handler_id, stored.reviewer_id) == ("慕审核", "CLERK2", "REVIEWER2")
    assert (stored.review_result, stored.district, stored.inherited) == ("1", "371002", False)
    now = again(s, session)
    assert (now.state, now.admitted, now.reviewed_by_id) == ("accepted", 1, reviewer.staff_id)
    entry = entries(house, "collection.accept", "done")[-1]
    assert (entry.subject_id, entry.why) == (s.pk, "材料齐全")
    assert now.reviewed_at == stored.reviewed_at


def test_the_collector_himself_is_refused_by_the_rule(house: Instance, session: SessionOf) -> None:
    """He holds both posts, by appointment; the same hands all the same."""
    admin, staff = session("admin"), Staff.objects.get(staff_no="CLERK2")
    centre = Agency.objects.get(code="37100201")
    both = parties.grant(staff, by=admin, post="reviewer", agency=centre, why="兼岗")
    clerk = Appointment.objects.select_related("staff").get(staff=staff, post="clerk")
    s = actions.submit("person", person(), by=open_session(clerk, channel="command", factors="command"))
    reviewer = open_session(both, channel="command", factors="command")
    with refused(house, "C002", "collection.accept"):
        actions.accept(s, by=reviewer)
    with scope(reviewer):
        assert s.pk not in {w.pk for w in queries.to_review(reviewer)}
    assert in_use(house, s) == 0
    parties.revoke(both, by=admin, why="兼岗不妥")


def written(s: Submission, by: Session, **columns: Any) -> Verdict:
    """What the database says to an accepting act that writes these columns, past every rule in Python."""

    def attempt() -> None:
        with act("collection.accept", by=by, on=s) as entry:
            s.reviewed_at = entry.at
            for name, value in columns.items():
                setattr(s, name, value)
            entry.put(s)

    with pytest.raises(Refused) as e:
        attempt()
    return e.value.verdict


def test_and_by_the_constraint_of_the_database(house: Instance, session: SessionOf) -> None:
    s = handed_in(session)
    verdict = written(s, session("reviewer2"), state="accepted", reviewed_by_id=s.submitted_by_id)
    assert verdict.code == "JY514"
    assert "reviewed_by_another" in verdict.reason
    with psycopg.connect(house.superuser_dsn()) as db, pytest.raises(psycopg.errors.CheckViolation):
        db.execute("update jiuye.collection_submission set reviewed_by_id = submitted_by_id, reviewed_at = now()")


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("accepted_was_reviewed", {"state": "accepted", "reviewed_at": None}),
        ("reviewed_who_and_when", {"state": "submitted"}),
        ("submission_state", {"state": "forgotten", "reviewed_at": None}),
    ],
)
def test_nothing_is_accepted_without_saying_who_saw_it_and_when(
    house: Instance, session: SessionOf, constraint: str, columns: dict[str, Any]
) -> None:
    assert constraint in written(handed_in(session), session("reviewer2"), **columns).reason


def test_a_foreign_district_neither_sees_nor_accepts_it(house: Instance, session: SessionOf) -> None:
    s, outside = handed_in(session), session("outreviewer")
    assert queries.submission(s.pk, outside) is None
    with scope(outside):
        assert s.pk not in {w.pk for w in queries.to_review(outside)}
        assert queries.staged_row(s, outside) is None
        assert queries.faults(s, outside) == []
    with refused(house, "JY403", "collection.accept"):
        actions.accept(s, by=outside)
    assert in_use(house, s) == 0


def test_the_city_s_reviewer_may_accept_in_every_district(house: Instance, session: SessionOf) -> None:
    assert actions.accept(handed_in(session), by=session("reviewer")).state == "accepted"


@pytest.mark.parametrize("who", ["clerk2", "admin", "manager", "supervisor"])
def test_other_posts_accept_nothing(house: Instance, session: SessionOf, who: str) -> None:
    s = handed_in(session)
    with pytest.raises(Refused) as e:
        actions.accept(s, by=session(who))
    assert e.value.verdict.code in ("JY403", "C002")
    assert in_use(house, s) == 0


def test_it_is_accepted_once(house: Instance, session: SessionOf) -> None:
    s = handed_in(session)
    actions.accept(s, by=session("reviewer2"))
    with refused(house, "C001", "collection.accept"):
        actions.accept(again(s, session), by=session("reviewer"))
    assert in_use(house, s) == 1


def test_what_came_in_meanwhile_counts(house: Instance, session: SessionOf) -> None:
    """Two windows hand in the same person; the first accepted wins, the second is refused with the reason."""
    typed = person()
    first = actions.submit("person", typed, by=session("clerk2"))
    second = actions.submit("person", typed | {"remarks": "另一窗口"}, by=session("clerk"))
    actions.accept(first, by=session("reviewer2"))
    with refused(house, "R015", "collection.accept"):
        actions.accept(second, by=session("reviewer"))
    assert in_use(house, second) == 0
    assert again(second, session).state == "submitted"


def test_of_a_file_only_the_clean_rows_enter(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    rows = persons(7)
    rows[2]["name"] = "王2"
    rows[5]["sex"] = "x"
    s = imported(session, tmp_path / "p.csv", rows)
    assert in_use(house, s) == 0
    actions.accept(s, by=session("reviewer2"))
    with scope(session("reviewer2")):
        assert sorted(Person.objects.filter(submission_id=s.pk).values_list("row_no", flat=True)) == [1, 2, 4, 5, 7]
    assert (again(s, session).admitted, again(s, session).faulty) == (5, 2)


def test_a_long_file_goes_in_chunk_by_chunk_and_on_where_it_stopped(
    house: Instance, session: SessionOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    s = imported(session, tmp_path / "p.csv", persons(10))
    # `accept` the module is hidden by `accept` the function of the package.
    module = sys.modules["jiuye.collection.actions.accept"]
    monkeypatch.setattr(module, "CHUNK", 4)
    whole = module._chunk
    calls: list[int] = []

    def falls_over(*given: object) -> bool:
        calls.append(1)
        if len(calls) == 2:
            raise Interrupted
        return bool(whole(*given))

    monkeypatch.setattr(module, "_chunk", falls_over)
    with pytest.raises(Interrupted):
        actions.accept(s, by=session("reviewer2"))
    assert (in_use(house, s), again(s, session).state) == (4, "submitted")
    actions.accept(again(s, session), by=session("reviewer2"))
    assert (in_use(house, s), again(s, session).state, again(s, session).admitted) == (10, "accepted", 10)


def test_sealed_values_are_stored_as_ciphertext_only(house: Instance, session: SessionOf) -> None:
    typed = person()
    s = actions.submit("person", typed, by=session("clerk2"))
    actions.accept(s, by=session("reviewer2"))
    with psycopg.connect(house.superuser_dsn()) as db:
        found = db.execute(
            "select p::text, v.old::text from jiuye.records_person p left join history.version v"
            " on v.record_id = p.id where p.submission_id = %s",
            [s.pk],
        ).fetchall()
    assert found
    for value in (typed["id_number"], typed["mobile_phone"]):
        digits = value.encode().hex()
        assert not any(value in (text or "") or digits in (text or "") for row in found for text in row)
