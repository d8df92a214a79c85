"""抽样 and 未抽中通过: the draw can be done again and not foretold; money is never drawn. Art. 7."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import psycopg
import pytest

from jiuye.collection import actions, draw
from jiuye.collection.models import DrawSeed
from jiuye.lib import vault
from jiuye.lib.keys import uuid7
from jiuye.lib.sealing import sm3
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import person
from tests.collection.steps import ODD, again, handed_in
from tests.sharing.steps import machine
from tests.standards.steps import published

pytestmark = pytest.mark.article("7")


@pytest.fixture(scope="module")
def half(house: Instance) -> None:
    """The city has half of what comes from the windows reviewed by people (the tests' clerks hand in there)."""
    from jiuye.front.demo import session_of

    share = {"do": "set_parameter", "name": "sample_share", "value": "0.50"}
    published(session_of, share, {"do": "set_parameter", "name": "sample_channels", "value": "10"})


@contextmanager
def nothing_written(house: Instance) -> Iterator[None]:
    before = len(entries(house))
    yield
    assert len(entries(house)) == before


def test_a_share_of_one_draws_nothing(house: Instance, session: SessionOf) -> None:
    s = handed_in(session)
    with nothing_written(house):
        assert actions.sample(by=machine()) == {"passed": 0, "handed_over": 0}
    assert again(s, session).drawn is None
    actions.accept(s, by=session("reviewer2"))


def test_the_draw_keeps_its_share_and_follows_its_seed() -> None:
    seed, keys = b"s" * 32, [uuid7() for _ in range(4000)]
    kept = [k for k in keys if draw.drawn(k, seed, Decimal("0.2"))]
    assert 650 < len(kept) < 950
    assert kept == [k for k in keys if draw.drawn(k, seed, Decimal("0.2"))]
    assert kept != [k for k in keys if draw.drawn(k, b"t" * 32, Decimal("0.2"))]
    assert not any(draw.drawn(k, seed, Decimal(0)) for k in keys)
    assert all(draw.drawn(k, seed, Decimal(1)) for k in keys)


def test_what_is_not_drawn_the_machine_passes_under_its_own_act(
    half: None, house: Instance, session: SessionOf
) -> None:
    made = [handed_in(session) for _ in range(16)]
    actions.sample(by=machine())
    now = [again(s, session) for s in made]
    row = DrawSeed.objects.get()
    seed = vault.unwrap("review draw", bytes(row.wrapped))
    assert sm3(seed).hex() == row.digest
    for s in now:
        assert s.drawn is draw.drawn(s.pk, seed, Decimal("0.50"))
        assert s.state == ("submitted" if s.drawn else "accepted")
    assert Counter(s.drawn for s in now)[False] > 0
    passed = [s for s in now if not s.drawn]
    told = {e.subject_id: e for e in entries(house, "collection.pass_undrawn", "done")}
    assert {s.pk for s in passed} <= told.keys()
    with scope(session("manager")):
        stored = Person.objects.get(submission_id=passed[0].pk)
        assert passed[0].reviewed_by is not None
        assert passed[0].reviewed_by.machine
    assert stored.reviewer_id == "SYS-1"
    with nothing_written(house):  # once
        actions.sample(by=machine())


def test_a_risk_above_low_goes_to_a_person(half: None, house: Instance, session: SessionOf) -> None:
    published(session, {"do": "set_parameter", "name": "risk_middle", "value": "10"})
    s = actions.submit("person", person(**ODD), by=session("clerk2"), confirmed=["R031"])
    assert s.signs == {"question": 1}
    actions.sample(by=machine())
    assert again(s, session).drawn is None


def test_what_was_taken_back_is_not_drawn_anew(half: None, house: Instance, session: SessionOf) -> None:
    def share(value: str) -> None:
        published(session, {"do": "set_parameter", "name": "sample_share", "value": value})

    share("0.9999")
    before = handed_in(session, by="clerk")
    actions.sample(by=machine())
    actions.withdraw(again(before, session), by=session("clerk"))
    share("0.00")
    same, another = handed_in(session, by="clerk"), handed_in(session, by="outsider")
    actions.sample(by=machine())
    assert [again(s, session).drawn for s in (before, same, another)] == [True, True, False]


def test_money_is_never_drawn_says_the_database(house: Instance, session: SessionOf) -> None:
    s, of_money = handed_in(session), "select count(*) from jiuye.collection_submission where dataset = 'subsidy'"
    with psycopg.connect(house.superuser_dsn()) as db, pytest.raises(psycopg.errors.CheckViolation, match="money"):
        db.execute(
            "update jiuye.collection_submission set dataset = 'subsidy', amount = 1, double_from = 2, drawn = false"
            " where id = %s", [s.pk],
        )  # fmt: skip
    assert asked(house, of_money) == 0


def test_nobody_but_the_machine_passes_and_nothing_without_a_draw(house: Instance, session: SessionOf) -> None:
    s = handed_in(session, by="outsider")
    with refused(house, "C045", "collection.pass_undrawn"):
        actions.pass_undrawn(s, by=machine())
    s.drawn = False
    with refused(house, "JY403", "collection.pass_undrawn"):
        actions.pass_undrawn(s, by=session("reviewer"))
