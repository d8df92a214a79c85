"""委托: given by the grantor himself, told to him at every use, kept on the case and in the book; taken back, it ends
with the next statement. Art. 6(3), 10(2)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import psycopg
import pytest
from django.db import DatabaseError, connections

from jiuye.collection import actions, mandates, queries
from jiuye.collection.models import Submission
from jiuye.front import own_gate
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.id_token import Claims
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.mandates import grant_mandate, revoke_mandate
from jiuye.parties.models import Appointment, Mandate
from jiuye.parties.sessions import Session, open_mandate_session, open_session, resolve, scope
from jiuye.partners.sms import Gateway
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import asked, entries, refused
from tests.clean import Row
from tests.journeys import own_steps
from tests.own import steps

pytestmark = [pytest.mark.article("10(2)"), pytest.mark.article("6(3)")]
UNEMPLOYMENT = "unemployment_registration"


@pytest.fixture
def gateway(house: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    with own_steps.gateway(monkeypatch) as running:
        yield running


def signed_in(row: Row) -> Session:
    return own_gate.enter_by_name(Claims("01", row["id_number"], row["name"], None), channel="phone")


@pytest.fixture
def pair(gateway: Gateway) -> tuple[Session, Session]:
    """A grantor and an agent, each signed in for himself."""
    return signed_in(own_steps.citizen()), signed_in(own_steps.citizen())


def granted(pair: tuple[Session, Session], *, single: bool = False, until: date | None = None) -> Mandate:
    grantor, agent = pair
    assert agent.own_index
    return grant_mandate(
        agent.own_index, "受*人", [UNEMPLOYMENT], by=grantor, single=single, until=until or clock.today()
    )


def declare(by: Session) -> Submission:
    typed = own_steps.unemployment()
    return actions.submit(
        UNEMPLOYMENT, steps.whole(UNEMPLOYMENT, typed, by), by=by, confirmed=steps.EVERY_QUESTION, draft=uuid7()
    )


def test_the_agent_acts_for_him_and_both_and_the_book_know(
    house: Instance, gateway: Gateway, pair: tuple[Session, Session]
) -> None:
    grantor, agent = pair
    mandate = granted(pair)
    acting = mandates.use_mandate(mandate, by=agent)
    assert (acting.post, acting.channel, acting.own_index) == ("agent", "phone", grantor.own_index)
    assert "按您的委托" in list(gateway.messages.values())[-1][2]
    made = declare(acting)
    mandates.handed_in(made, by=acting)
    assert made.number in list(gateway.messages.values())[-1][2]
    assert (made.mandate_id, made.channel, made.submitted_by_id) == (mandate.pk, "40", acting.staff_id)
    for e in (entries(house, name, "done")[-1] for name in ("collection.submit", "collection.use_mandate")):
        assert asked(house, "select detail ->> 'mandate' from ledger.entry where id = %s", e.id) == str(mandate.pk)
        assert e.staff_id == acting.staff_id
    for by in (grantor, acting):
        with scope(by):
            assert [s.pk for s in queries.mine(by)] == [made.pk]
    with scope(agent):
        assert not queries.mine(agent).exists()
        assert {bytes(p.id_number_folded_index) for p in Person.objects.all()} == {agent.own_index}
    with scope(acting):
        assert {bytes(p.id_number_folded_index) for p in Person.objects.all()} == {grantor.own_index}
    actions.withdraw(made, by=grantor)


def test_taken_back_it_ends_with_the_next_statement(house: Instance, pair: tuple[Session, Session]) -> None:
    grantor, agent = pair
    mandate = granted(pair)
    acting = mandates.use_mandate(mandate, by=agent)
    made = declare(acting)
    with psycopg.connect(house.dsn("app"), autocommit=True) as db, db.transaction():
        db.execute("set local search_path = jiuye, work")
        db.execute("select set_config('jiuye.token', %s, true)", [acting.token])
        assert db.execute("select count(*) from collection_submission").fetchone() == (1,)
        assert db.execute("select count(*) from records_person").fetchone() == (1,)
        revoke_mandate(mandate, by=grantor)
        assert db.execute("select count(*) from collection_submission").fetchone() == (0,)
        assert db.execute("select count(*) from records_person").fetchone() == (0,)
        with pytest.raises(psycopg.Error, match="会话已结束"):
            db.execute(
                "select ledger.open_entry(gen_random_uuid(), 'collection.submit', '', null, '', '', '{}', '', null,"
                " '{}')"
            )
    assert resolve(acting.token) is None
    with pytest.raises(Refused):
        actions.withdraw(made, by=acting)
    with refused(house, "P037", "collection.use_mandate"):
        mandates.use_mandate(mandate, by=agent)
    with pytest.raises(DatabaseError):
        open_mandate_session(agent, mandate.pk)
    with refused(house, "P035", "parties.revoke_mandate"):
        revoke_mandate(mandate, by=grantor)


def test_for_once_means_once_also_at_the_same_moment(house: Instance, pair: tuple[Session, Session]) -> None:
    acting = mandates.use_mandate(granted(pair, single=True), by=pair[1])

    def one(_: int) -> str:
        try:
            return declare(acting).number
        except Refused as e:
            return e.verdict.reason
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(one, range(4)))
    assert len([t for t in told if t.startswith("CJ-")]) == 1, told
    assert len([t for t in told if "只能办一次" in t]) == 3
    with scope(acting):
        made = Submission.objects.get()
    actions.return_(made, by=session_of("reviewer2" if made.district == "371002" else "reviewer"), code="50", note="改")
    draft = actions.take_up(made, by=acting)
    whole = steps.whole(UNEMPLOYMENT, own_steps.unemployment(), acting)
    fresh = actions.submit(UNEMPLOYMENT, whole, by=acting, confirmed=steps.EVERY_QUESTION, draft=draft.pk)
    assert fresh.replaces_id == made.pk


def forged(made: Submission, column: str, value: str | None, by: Session) -> None:
    """The same case again, but for one column, straight into the table."""
    with act("collection.submit", by=by) as entry:
        copy = Submission.objects.get(pk=made.pk)
        copy.pk, copy.number = uuid7(), f"CJ-X-{column}"
        copy._state.adding = True
        setattr(copy, column, value)
        entry.put(copy)


def test_what_it_does_not_say_the_database_refuses(house: Instance, pair: tuple[Session, Session]) -> None:
    acting = mandates.use_mandate(granted(pair), by=pair[1])
    made = declare(acting)
    other = granted((pair[0], pair[1]))
    for column, value, why in (
        ("dataset", "job_seeking", "没有这项业务"), ("mandate_id", str(other.pk), "写明是哪份委托"),
        ("mandate_id", None, "写明是哪份委托"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            forged(made, column, value, acting)
    plain = declare(signed_in(own_steps.citizen()))
    assert plain.mandate_id is None


def test_what_was_taken_back_stays_so(house: Instance, pair: tuple[Session, Session]) -> None:
    """Straight into the table, under an entry that may write there."""
    mandate = granted(pair)
    acting = mandates.use_mandate(mandate, by=pair[1])
    revoke_mandate(mandate, by=pair[0])
    with scope(pair[0]):
        held = Mandate.objects.get(pk=mandate.pk)
    for held.revoked_at in (None, clock.now()):
        with pytest.raises(Refused, match="只能撤销"), act("parties.revoke_mandate", by=pair[0], on=mandate) as entry:
            entry.put(held)
    assert resolve(acting.token) is None


def test_the_day_after_it_is_over(house: Instance, pair: tuple[Session, Session]) -> None:
    mandate = granted(pair)
    acting = mandates.use_mandate(mandate, by=pair[1])
    with psycopg.connect(house.superuser_dsn()) as db:  # as if it had been given long ago
        db.execute("alter table jiuye.parties_mandate disable trigger all")
        db.execute(
            "update jiuye.parties_mandate set valid_from = valid_from - 9, valid_to = valid_to - 8 where id = %s",
            [mandate.pk],
        )
        db.execute("alter table jiuye.parties_mandate enable trigger all")
        for what in ("insert", "update", "delete", "truncate", "representative"):
            db.execute(f"alter table jiuye.parties_mandate enable always trigger guard_{what}".encode())
    assert resolve(acting.token) is None
    with refused(house, "P037", "collection.use_mandate"):
        mandates.use_mandate(mandate, by=pair[1])


def test_nobody_gives_what_is_not_his_or_takes_what_was_not_given(
    house: Instance, pair: tuple[Session, Session]
) -> None:
    grantor, agent = pair
    third = signed_in(own_steps.citizen())
    mandate = granted(pair)
    acting = mandates.use_mandate(mandate, by=agent)
    with refused(house, "P037", "collection.use_mandate"):
        mandates.use_mandate(mandate, by=third)
    with scope(third):
        assert not Mandate.objects.exists()
    with refused(house, "P034", "parties.revoke_mandate"):
        revoke_mandate(mandate, by=agent)
    for by, index in ((acting, third.own_index), (session_of("clerk2"), third.own_index)):
        with refused(house, "JY403", "parties.grant_mandate"):
            grant_mandate(index or b"", "他*人", [UNEMPLOYMENT], by=by, single=False, until=clock.today())
    with pytest.raises(DatabaseError):  # acting for another leads no further
        open_mandate_session(acting, mandate.pk)
    with pytest.raises(DatabaseError):
        open_session(Appointment.objects.get(staff_id=acting.staff_id), channel="phone", factors="oidc")
    with pytest.raises(Refused), act("parties.grant_mandate", by=third) as entry:
        entry.put(
            Mandate(
                grantor_id=grantor.staff_id, grantor_index=grantor.own_index, agent_index=third.own_index,
                agent_name="自*己", datasets=[UNEMPLOYMENT], single=False, valid_from=clock.today(),
                valid_to=clock.today(), granted_at=entry.at,
            )
        )  # fmt: skip


def test_days_and_scope_are_asked_for(house: Instance, pair: tuple[Session, Session]) -> None:
    grantor, agent = pair
    today = clock.today()
    for code, index, what, until in (
        ("P030", grantor.own_index, [UNEMPLOYMENT], today), ("P031", agent.own_index, [], today),
        ("P032", agent.own_index, [UNEMPLOYMENT], today - timedelta(days=1)),
        ("P033", agent.own_index, [UNEMPLOYMENT], today + timedelta(days=400)),
    ):  # fmt: skip
        with refused(house, code, "parties.grant_mandate"):
            grant_mandate(index or b"", "某*某", what, by=grantor, single=False, until=until)


def test_when_he_cannot_be_told_nobody_acts_for_him(
    house: Instance, gateway: Gateway, pair: tuple[Session, Session]
) -> None:
    mandate = granted(pair)
    gateway.down = True
    with pytest.raises(Refused) as e:
        mandates.use_mandate(mandate, by=pair[1])
    assert e.value.verdict.code == "P038"
    assert [t.code for t in entries(house, "collection.use_mandate", "refused")[-1:]] == ["P038"]
    assert entries(house, "collection.tell_grantor", "done")
