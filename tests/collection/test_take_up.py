"""取回更正: a returned form is taken up as it was, corrected and handed in again; the line is kept. Art. 7."""

import pytest
from django.db import IntegrityError

from jiuye.collection import actions, drafts, queries
from jiuye.collection.models import Draft, Submission
from jiuye.front import worklist
from jiuye.lib.keys import uuid7
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import Row, person
from tests.collection.steps import ODD, again, handed_in, in_use

pytestmark = pytest.mark.article("7")


def returned(session: SessionOf, typed: Row, *, confirmed: tuple[str, ...] = ()) -> Submission:
    s = actions.submit("person", typed, by=session("clerk2"), confirmed=confirmed, draft=uuid7())
    actions.return_(s, by=session("reviewer2"), code="20", note="地址与户口簿不符")
    return s


def test_the_form_comes_back_as_it_was_typed_sealed_items_included(house: Instance, session: SessionOf) -> None:
    typed, by = person(**ODD), session("clerk2")
    s = returned(session, typed, confirmed=("R031",))
    draft = actions.take_up(s, by=by)
    held = drafts.load(draft.pk, by=by, dataset="person")
    assert held is not None
    assert held.values == {n: v for n, v in typed.items() if n != "valid_flag"}
    assert (held.confirmed, held.replaces) == (["R031"], str(s.pk))
    entry = entries(house, "collection.take_up", "done")[-1]
    assert (entry.subject_id, entry.why) == (s.pk, s.number)
    items = asked(house, "select items from ledger.entry where id = %s", entry.id)
    assert "id_number" in items
    assert typed["id_number"].encode() not in bytes(Draft.objects.get(pk=draft.pk).sealed)


def test_corrected_and_handed_in_it_names_what_it_replaces(house: Instance, session: SessionOf) -> None:
    typed, by = person(), session("clerk2")
    s = returned(session, typed)
    draft = actions.take_up(s, by=by)
    fresh = actions.submit("person", typed | {"residence_address": "新地址 1 号"}, by=by, draft=draft.pk)
    assert (fresh.replaces_id, fresh.state) == (s.pk, "submitted")
    assert fresh.pk != s.pk
    with scope(by):
        assert s.pk not in {x.pk for x in queries.returned(by)}
    assert not Draft.objects.filter(pk=draft.pk).exists()
    actions.accept(fresh, by=session("reviewer2"))
    assert in_use(house, fresh) == 1
    assert again(s, session).state == "returned"
    # Handed in a second time it is still the same one.
    assert actions.submit("person", typed, by=by, draft=draft.pk).pk == fresh.pk


def test_it_waits_in_the_worklist_with_reason_and_words(house: Instance, session: SessionOf) -> None:
    s, by = returned(session, person()), session("clerk2")
    with scope(by):
        rows = {w.number: w for w in worklist.waiting_for(by)}
    assert rows[s.number].step == "更正重报"
    assert "内容与材料不符：地址与户口簿不符" in rows[s.number].sub


def test_what_was_corrected_so_far_is_found_again(house: Instance, session: SessionOf) -> None:
    s, by = returned(session, person()), session("clerk2")
    draft = actions.take_up(s, by=by)
    drafts.save(draft.pk, by=by, dataset="person", held={"values": {"name": "半途"}})
    assert actions.take_up(s, by=by).pk == draft.pk
    held = drafts.load(draft.pk, by=by, dataset="person")
    assert held is not None
    assert (held.values, held.replaces) == ({"name": "半途"}, str(s.pk))


def test_given_up_it_is_withdrawn(house: Instance, session: SessionOf) -> None:
    s, by = returned(session, person()), session("clerk2")
    actions.withdraw(again(s, session), by=by)
    now = again(s, session)
    assert (now.state, now.return_code) == ("withdrawn", "20")
    with refused(house, "C031", "collection.take_up"):
        actions.take_up(now, by=by)


def test_only_what_came_back_and_only_once(house: Instance, session: SessionOf) -> None:
    by, typed, waiting = session("clerk2"), person(), handed_in(session)
    with refused(house, "C031", "collection.take_up"):
        actions.take_up(waiting, by=by)
    s = returned(session, typed)
    draft = actions.take_up(s, by=by)
    actions.submit("person", typed, by=by, draft=draft.pk)
    with refused(house, "C033", "collection.take_up"):
        actions.take_up(s, by=by)


def test_the_database_lets_no_second_one_replace_it(house: Instance, session: SessionOf) -> None:
    by, typed = session("clerk2"), person()
    s = returned(session, typed)
    actions.submit("person", typed, by=by, draft=actions.take_up(s, by=by).pk)
    other = handed_in(session)
    other.replaces = s
    with pytest.raises(IntegrityError), act("collection.submit", by=by, on=other) as entry:
        entry.put(other)


@pytest.mark.parametrize(
    ("code", "who"),
    [("C032", "clerk"), ("JY403", "outsider"), ("JY403", "reviewer2"), ("JY403", "manager")],
)
def test_nobody_else_takes_it_up(house: Instance, session: SessionOf, code: str, who: str) -> None:
    s = returned(session, person())
    with refused(house, code, "collection.take_up"):
        actions.take_up(s, by=session(who))
    assert not Draft.objects.filter(pk=s.pk).exists()


def test_a_made_up_draft_replaces_nothing(house: Instance, session: SessionOf) -> None:
    """The browser names the draft's key; what it replaces stands in the draft the house wrote."""
    s, by = returned(session, person()), session("clerk")
    fresh = actions.submit("person", person(), by=by, draft=s.pk)
    assert fresh.replaces_id is None


def test_a_draft_of_something_replaced_meanwhile_is_refused(house: Instance, session: SessionOf) -> None:
    by, typed = session("clerk2"), person()
    s = returned(session, typed)
    draft = actions.take_up(s, by=by)
    second = uuid7()
    drafts.save(second, by=by, dataset="person", held={"values": typed, "replaces": str(s.pk)})
    actions.submit("person", typed, by=by, draft=draft.pk)
    with refused(house, "C033", "collection.submit"):
        actions.submit("person", typed, by=by, draft=second)
