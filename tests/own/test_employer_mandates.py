"""An employer's agent: let act by its legal representative, on the web or at a window; signed in by a texted code he
acts in the employer's own space, within scope and days, until it is taken back. Art. 6(3), 10(2)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiuye.collection import actions, mandates, queries
from jiuye.collection.models import Submission
from jiuye.collection.services import services_of
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.identity import ric_check_digit
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.mandates import grant_mandate, revoke_mandate
from jiuye.parties.models import Mandate
from jiuye.parties.sessions import Session, open_mandate_session, resolve, scope
from jiuye.partners.sms import Gateway
from jiuye.records.models import Employer, EmploymentRegistration, Person, Vacancy
from jiuye.server.connect import Instance
from tests.book import asked, entries, refused
from tests.clean import Row, person
from tests.journeys import own_steps
from tests.journeys.own_channels import own_client
from tests.own import steps
from tests.own.test_mandates import forged
from tests.quality.small_town import signed_in

pytestmark = [pytest.mark.article("10(2)"), pytest.mark.article("6(3)")]
GRANT, REVOKE = "parties.grant_mandate", "parties.revoke_mandate"


@dataclass(frozen=True)
class Cast:
    """An employer as typed, its legal representative acting for it, an agent signed in for himself by a texted code."""

    its: Row
    rep: Session
    who: Row
    agent: Session


@pytest.fixture
def gateway(house: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    with own_steps.gateway(monkeypatch) as running:
        yield running


@pytest.fixture
def cast(gateway: Gateway) -> Cast:
    its = steps.represented()
    rep = steps.handler(its, {"id_number": its["legal_rep_id_number"], "name": its["legal_representative"]})
    who = own_steps.citizen()
    return Cast(its, rep, who, own_steps.let_in(gateway, who["id_number"]))


def granted(cast: Cast, *datasets: str) -> Mandate:
    assert cast.agent.own_index
    return grant_mandate(
        cast.agent.own_index,
        "受*人",
        list(datasets or ["vacancy"]),
        by=cast.rep,
        single=False,
        until=clock.today(),
        employer_name=cast.its["employer_name"],
    )


def hand_in(dataset: str, typed: Row, by: Session) -> Submission:
    whole = steps.whole(dataset, typed, by)
    return actions.submit(dataset, whole, by=by, confirmed=steps.EVERY_QUESTION, draft=uuid7())


def test_he_acts_in_its_space_and_it_and_the_book_know(house: Instance, gateway: Gateway, cast: Cast) -> None:
    mandate = granted(cast)
    acting = mandates.use_mandate(mandate, by=cast.agent)
    assert (acting.post, acting.own_employer, acting.own_index) == (
        "agent",
        cast.its["employer_id"],
        cast.agent.own_index,
    )
    assert "按您的委托" in list(gateway.messages.values())[-1][2], "its legal representative is told"
    made = hand_in("vacancy", steps.vacancy(), acting)
    mandates.handed_in(made, by=acting)
    assert made.number in list(gateway.messages.values())[-1][2]
    assert (made.employer_id, made.mandate_id) == (cast.its["employer_id"], mandate.pk)
    last = entries(house, "collection.submit", "done")[-1]
    assert asked(house, "select detail ->> 'mandate' from ledger.entry where id = %s", last.id) == str(mandate.pk)
    assert last.staff_id == acting.staff_id
    actions.accept(made, by=session_of("reviewer"))
    for by in (cast.rep, acting):
        with scope(by):
            assert made.pk in {s.pk for s in queries.mine(by)}
            assert {v.employer_id for v in Vacancy.objects.all()} == {cast.its["employer_id"]}
    with scope(cast.agent):
        assert not Employer.objects.exists(), "for himself he sees nothing of it"
        assert not queries.mine(cast.agent).exists()


def test_beyond_what_it_says_he_sees_and_does_nothing(house: Instance, gateway: Gateway, cast: Cast) -> None:
    hired = hand_in("employment_registration", steps.employment(), cast.rep)
    actions.accept(hired, by=session_of("reviewer"))
    waiting = hand_in("employment_registration", steps.employment(), cast.rep)
    acting = mandates.use_mandate(granted(cast), by=cast.agent)
    assert [s.dataset for s in services_of(acting)] == ["vacancy"]
    with scope(acting):
        assert [e.uscc for e in Employer.objects.all()] == [cast.its["uscc"]]
        assert not Person.objects.exists(), "not even his own"
        assert not EmploymentRegistration.objects.exists()
        assert not Submission.objects.exists()
    with pytest.raises(Refused):
        actions.withdraw(waiting, by=acting)
    with pytest.raises(Refused, match="没有这项业务"):
        hand_in("employment_registration", steps.employment(), acting)
    upload = SimpleUploadedFile("a.csv", b"id_number\n1\n")
    with pytest.raises(Refused):
        actions.import_own("vacancy", upload, by=acting, draft=uuid7())
    with scope(cast.rep):
        assert Submission.objects.get(pk=waiting.pk).state == "submitted"


def test_taken_back_it_ends_with_the_next_statement(house: Instance, cast: Cast) -> None:
    mandate = granted(cast)
    acting = mandates.use_mandate(mandate, by=cast.agent)
    hand_in("vacancy", steps.vacancy(), acting)
    with psycopg.connect(house.dsn("app"), autocommit=True) as db, db.transaction():
        db.execute("set local search_path = jiuye, work")
        db.execute("select set_config('jiuye.token', %s, true)", [acting.token])
        assert db.execute("select count(*) from collection_submission").fetchone() == (1,)
        assert db.execute("select count(*) from records_employer").fetchone() == (1,)
        revoke_mandate(mandate, by=steps.handler(cast.its))  # whoever acts for it
        assert db.execute("select count(*) from collection_submission").fetchone() == (0,)
        assert db.execute("select count(*) from records_employer").fetchone() == (0,)
        with pytest.raises(psycopg.Error, match="会话已结束"):
            db.execute(
                "select ledger.open_entry(gen_random_uuid(), 'collection.submit', '', null, '', '', '{}', '', null,"
                " '{}')"
            )
    assert resolve(acting.token) is None
    with refused(house, "P037", "collection.use_mandate"):
        mandates.use_mandate(mandate, by=cast.agent)
    with refused(house, "P035", REVOKE):
        revoke_mandate(mandate, by=cast.rep)


def test_only_the_legal_representative_gives_it(house: Instance, cast: Cast) -> None:
    mandate = granted(cast)
    acting = mandates.use_mandate(mandate, by=cast.agent)
    index = cast.agent.own_index or b""
    colleague, other = steps.handler(cast.its), steps.handler(steps.represented())
    with refused(house, "JY403", GRANT):
        grant_mandate(index, "受*人", ["vacancy"], by=colleague, single=False, until=clock.today())
    with refused(house, "JY403", GRANT):
        grant_mandate(index, "受*人", ["vacancy"], by=acting, single=False, until=clock.today())
    with refused(house, "P034", REVOKE):
        revoke_mandate(mandate, by=other)
    with refused(house, "P034", REVOKE):
        revoke_mandate(mandate, by=cast.agent)
    with scope(other):
        assert not Mandate.objects.exists()
    for by in (colleague, acting):
        with pytest.raises(Exception, match="没有这份委托"):
            open_mandate_session(by, mandate.pk)


def test_nobody_forges_an_employer_s_mandate(house: Instance, gateway: Gateway, cast: Cast) -> None:
    """Straight into the table: a citizen for an employer, its representative for another one."""
    other = steps.represented()
    for by, number in ((cast.agent, cast.its["employer_id"]), (cast.rep, other["employer_id"])):
        with pytest.raises(Refused), act(GRANT, by=by) as entry:
            entry.put(
                Mandate(
                    grantor_id=by.staff_id, grantor_index=by.own_index, agent_index=b"0" * 16, agent_name="某*某",
                    datasets=["vacancy"], single=False, valid_from=clock.today(), valid_to=clock.today(),
                    granted_at=entry.at, employer_id=number,
                )
            )  # fmt: skip
    assert asked(house, "select count(*) from jiuye.parties_mandate where agent_index = %s", b"0" * 16) == 0


def straight_in(name: str, by: Session, **columns: Any) -> None:
    """A mandate of an employer past every action, straight into the table."""
    with act(name, by=by) as entry:
        entry.put(
            Mandate(
                agent_index=b"0" * 16, agent_name="某*某", datasets=["vacancy"], single=False, valid_from=clock.today(),
                valid_to=clock.today(), granted_at=entry.at, **columns,
            )
        )  # fmt: skip


def test_nobody_signs_for_the_representative(house: Instance, cast: Cast) -> None:
    """Who acts for an employer may read the index of its representative's number: it is no proof that he is the one. A
    clerk may know it too, and somebody's account."""
    colleague, clerk = steps.handler(cast.its), session_of("clerk2")
    with scope(colleague):
        index, number = bytes(Employer.objects.get().legal_rep_id_number_index), cast.its["employer_id"]
    assert index == cast.rep.own_index
    for account in (colleague.staff_id, cast.rep.staff_id):
        with pytest.raises(Refused, match="委托人本人"):
            straight_in(GRANT, colleague, grantor_id=account, grantor_index=index, employer_id=number)
    with scope(clerk):
        mine = clerk.staff.identity_index
    there = {"registered_by_id": clerk.staff_id, "registered_index": mine, "registered_in": clerk.district}
    for account in (colleague.staff_id, cast.agent.staff_id):
        with pytest.raises(Refused, match="账号与证件号码或单位不符"):
            straight_in(
                "parties.register_mandate", clerk, grantor_id=account, grantor_index=index, employer_id=number, **there
            )


def ending_in_x(number: str) -> str:
    """Another number of the same place and day, born in the twentieth century, whose check character is X."""
    bodies = (f"{number[:6]}19700101{n:03d}" for n in range(1, 996))
    return next(f"{body}X" for body in bodies if ric_check_digit(body + "0") == "X")


@pytest.mark.parametrize("written", [str.lower, lambda n: n[:6] + n[8:17], lambda n: f"{n[:6]} {n[6:]}"])
def test_he_is_known_however_the_file_writes_his_number(
    house: Instance, gateway: Gateway, cast: Cast, written: Callable[[str], str]
) -> None:
    number = ending_in_x(cast.its["legal_rep_id_number"])
    its = steps.employer(
        legal_rep_id_number=written(number), legal_representative="孙一鸣", legal_rep_phone="13963112233"
    )
    rep = steps.handler(its, {"id_number": number, "name": its["legal_representative"]})
    assert mandates.use_mandate(granted(replace(cast, its=its, rep=rep)), by=cast.agent).own_employer
    answer = signed_in("clerk2").post("/collection/mandates", form(its, cast.who, giver_number=number))
    assert answer.status_code == 302, answer.content.decode()
    typed = form(its, cast.who) | {"number": cast.who["id_number"], "name": cast.who["name"]}
    page = own_client(rep.token).post("/my/mandates", typed)
    assert page.status_code == 302, page.content.decode()


def test_an_employer_no_longer_on_file_is_told_so(house: Instance, cast: Cast) -> None:
    table = "jiuye.records_employer"
    with psycopg.connect(house.superuser_dsn()) as db:  # as if its file had been merged into another
        always = db.execute("select tgname from pg_trigger where tgrelid = %s::regclass and tgenabled = 'A'", [table])
        guards = [name for (name,) in always.fetchall()]
        db.execute(f"alter table {table} disable trigger user".encode())
        db.execute(
            f"update {table} set merged_into_employer_id = 'X' where employer_id = %s".encode(),
            [cast.its["employer_id"]],
        )
        db.execute(f"alter table {table} enable trigger user".encode())
        for name in guards:
            db.execute(f"alter table {table} enable always trigger {name}".encode())
    page = own_client(cast.rep.token).post("/my/mandates", form(cast.its, cast.who))
    assert (page.status_code, "库中没有您的档案" in page.content.decode()) == (422, True)


def returned(made: Submission) -> Submission:
    reviewer = session_of("reviewer2" if made.district == "371002" else "reviewer")
    actions.return_(made, by=reviewer, code="50", note="改")
    with scope(reviewer):
        return Submission.objects.get(pk=made.pk)


def test_for_once_is_not_once_more_for_each_form_that_came_back(house: Instance, gateway: Gateway, cast: Cast) -> None:
    another_s = returned(hand_in("vacancy", steps.vacancy(), cast.rep))
    assert cast.agent.own_index
    once = grant_mandate(
        cast.agent.own_index, "受*人", ["vacancy"], by=cast.rep, single=True, until=clock.today(),
        employer_name=cast.its["employer_name"],
    )  # fmt: skip
    acting = mandates.use_mandate(once, by=cast.agent)
    draft = actions.take_up(another_s, by=acting)  # unused as yet, it may be used for this
    made = hand_in("vacancy", steps.vacancy(), acting)
    for replaced in (another_s, made):
        with pytest.raises(Refused, match="只能办一次"):
            forged(made, "replaces_id", str(replaced.pk), acting)
    with refused(house, "C046", "collection.take_up"):
        actions.take_up(another_s, by=acting)
    whole = steps.whole("vacancy", steps.vacancy(), acting)
    with refused(house, "C046", "collection.submit"):
        actions.submit("vacancy", whole, by=acting, confirmed=steps.EVERY_QUESTION, draft=draft.pk)
    again = actions.take_up(returned(made), by=acting)
    fresh = actions.submit("vacancy", whole, by=acting, confirmed=steps.EVERY_QUESTION, draft=again.pk)
    assert (fresh.replaces_id, fresh.mandate_id) == (made.pk, once.pk)


def form(its: Row, agent: Row, **changed: str) -> dict[str, str]:
    return {
        "uscc": its["uscc"], "giver_number": its["legal_rep_id_number"], "giver_name": its["legal_representative"],
        "agent_number": agent["id_number"], "agent_name": agent["name"], "datasets": "vacancy",
        "until": clock.today().isoformat(), "why": "单位委托书 3 号", "seen": "1",
    } | changed  # fmt: skip


def test_at_the_window_and_back(house: Instance, gateway: Gateway, cast: Cast) -> None:
    window, stranger = signed_in("clerk2"), person()
    for changed, told in (
        ({"uscc": "91371000MISSING001"}, "没有这个单位的档案"), ({"giver_name": "别人"}, "不是单位档案上的法定代表人"),
        ({"giver_number": stranger["id_number"]}, "不是单位档案上的法定代表人"),
        ({"datasets": "unemployment_registration"}, "不是他办的"), ({"seen": ""}, "当面核对"),
    ):  # fmt: skip
        page = window.post("/collection/mandates", form(cast.its, cast.who, **changed))
        assert (page.status_code, told in page.content.decode()) == (422, True), told
    answer = window.post("/collection/mandates", form(cast.its, cast.who))
    assert answer.status_code == 302, answer.content.decode()
    assert cast.its["employer_name"] in window.get(answer.headers["Location"]).content.decode()
    with scope(cast.agent):
        [held] = mandates.given_to(cast.agent)
    acting = mandates.use_mandate(held, by=cast.agent)
    made = hand_in("vacancy", steps.vacancy(), acting)
    assert (made.mandate_id, made.employer_id) == (held.pk, cast.its["employer_id"])
    assert window.post(f"/collection/mandates/{held.pk}/revoke").status_code == 302
    assert resolve(acting.token) is None
    with pytest.raises(Refused):
        actions.withdraw(made, by=acting)
