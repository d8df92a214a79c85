"""提交: one form at the window. Art. 6(1)."""

import pytest

from jiuye.collection import actions, queries
from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import person
from tests.collection.steps import ODD, handed_in, in_use, staged

pytestmark = pytest.mark.article("6(1)")


def test_a_conforming_row_waits_in_the_reviewer_s_queue(house: Instance, session: SessionOf) -> None:
    s = handed_in(session)
    assert (s.state, s.kind, s.rows, s.district) == ("submitted", "window", 1, "371002")
    reviewer = session("reviewer2")
    with scope(reviewer):
        assert s.pk in {w.pk for w in queries.to_review(reviewer)}
    entry = entries(house, "collection.submit", "done")[-1]
    assert (entry.subject_id, entry.staff_id) == (s.pk, s.submitted_by_id)
    assert in_use(house) == 0


def test_the_system_says_who_collected_where_and_when(house: Instance, session: SessionOf) -> None:
    by = session("clerk2")
    s = actions.submit("person", person(handler_id="别人", agency_code="37108201"), by=by)
    with scope(by):
        row = queries.staged_row(s, by)
    assert row is not None
    assert (row["agency_code"], row["handler_id"], row["district"]) == ("37100201", "CLERK2", "371002")
    assert row["person_id"].startswith("GR")
    assert row["reviewer_id"] is None


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("R002", {"id_number": "371002199001010000", "social_security_number": "371002199001010000"}),
        ("R011", {"name": "张3"}),
        ("I01", {"birth_date": "1990年13月1日"}),
        ("I04", {"sex": "男"}),
        ("I05", {"name": ""}),
    ],
)
def test_a_stop_is_refused_and_on_file_and_nothing_stays(
    house: Instance, session: SessionOf, code: str, changed: dict[str, str]
) -> None:
    before = staged(house)
    with refused(house, code, "collection.submit"):
        handed_in(session, **changed)
    assert staged(house) == before


def test_a_question_wants_an_answer_and_the_answer_is_kept(house: Instance, session: SessionOf) -> None:
    typed = person(**ODD)
    with refused(house, "R031", "collection.submit"):
        actions.submit("person", typed, by=session("clerk2"))
    s = actions.submit("person", typed, by=session("clerk2"), confirmed=["R031", "R999"])
    assert s.confirmations == [{"rule_id": "R031"}]


def test_a_stop_cannot_be_confirmed_away(house: Instance, session: SessionOf) -> None:
    with refused(house, "R011", "collection.submit"):
        actions.submit("person", person(name="张3"), by=session("clerk2"), confirmed=["R011"])


def test_the_same_form_handed_in_twice_is_one_submission(house: Instance, session: SessionOf) -> None:
    typed, key = person(), uuid7()
    first = actions.submit("person", typed, by=session("clerk2"), draft=key)
    second = actions.submit("person", typed, by=session("clerk2"), draft=key)
    assert first.pk == second.pk
    assert asked(house, "select count(*) from jiuye.collection_submission where id = %s", first.pk) == 1
    assert asked(house, "select count(*) from work.stage_person where submission_id = %s", first.pk) == 1


def test_who_is_on_file_already_is_not_entered_again(house: Instance, session: SessionOf) -> None:
    typed = person()
    actions.accept(actions.submit("person", typed, by=session("clerk2")), by=session("reviewer2"))
    with refused(house, "R015", "collection.submit"):
        actions.submit("person", typed, by=session("clerk2"))


@pytest.mark.parametrize("who", ["reviewer2", "manager", "admin", "supervisor", "contact-371002"])
def test_other_posts_hand_in_nothing(house: Instance, session: SessionOf, who: str) -> None:
    before = staged(house)
    with refused(house, "JY403", "collection.submit"):
        handed_in(session, by=who)
    assert staged(house) == before


def test_no_identity_number_reaches_the_ledger(house: Instance, session: SessionOf) -> None:
    typed = person()
    actions.submit("person", typed, by=session("clerk2"))
    told = asked(
        house, "select count(*) from ledger.entry where to_jsonb(entry)::text like %s", f"%{typed['id_number']}%"
    )
    assert told == 0
