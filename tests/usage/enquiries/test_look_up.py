"""查找: the search is an act, for a case or a purpose; whom it showed stands among its subjects. Art. 10(3)."""

import pytest
from django.test import Client

from jiuye.ledger import queries as book
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.collection.steps import handed_in
from tests.maintenance.steps import admitted, applied
from tests.quality.small_town import signed_in
from tests.usage.enquiries.steps import PURPOSE, looked

pytestmark = pytest.mark.article("10(3)")
SHOWN = "select array_agg(u.id) from ledger.subject s, unnest(s.ids) u(id) where s.entry_id = %s and s.tbl = '@seen'"


@pytest.fixture(scope="module")
def who(house: Instance) -> Person:
    from jiuye.front.demo import session_of

    return admitted(session_of)


def number_of(who: Person, session: SessionOf) -> str:
    from jiuye.records import actions

    return actions.unmask(who, "id_number", by=session("clerk2"), why=PURPOSE)


def test_whom_it_showed_and_what_for_is_on_file_and_not_what_was_typed(
    house: Instance, who: Person, session: SessionOf
) -> None:
    number = number_of(who, session)
    found = looked(number)
    assert [h.id for h in found.hits] == [who.pk]
    assert found.hits[0].number.startswith(number[:4] + "*")
    entry = entries(house, "usage.look_up", "done")[-1]
    assert (entry.why, entry.staff_id) == (PURPOSE, session("clerk2").staff_id)
    assert asked(house, SHOWN, entry.id) == [who.pk]
    assert number not in asked(house, "select to_jsonb(e)::text from ledger.entry e where id = %s", entry.id)
    with scope(session("clerk2")):
        assert book.covered(entry.id) == [("@seen", 1)]


def test_a_case_is_a_purpose_by_itself_where_there_is_one(house: Instance, who: Person, session: SessionOf) -> None:
    case = handed_in(session)
    looked("不存在的人", why=case.number)
    looked("不存在的人", why=f"{case.number} 核对材料")
    assert entries(house, "usage.look_up", "done")[-1].why == f"{case.number} 核对材料"
    with refused(house, "J009", "usage.look_up"):
        looked("不存在的人", by="outsider", why=case.number)
    with refused(house, "J009", "usage.look_up"):
        looked("不存在的人", why="CJ-20261125-999999")


def test_a_case_of_another_district_is_no_purpose_here(house: Instance, who: Person, session: SessionOf) -> None:
    order = applied(who, session, {"name": "丛直达"})
    looked("不存在的人", why=order.number)
    with refused(house, "J009", "usage.look_up"):
        looked("不存在的人", by="outsider", why=order.number)


@pytest.mark.parametrize(
    ("code", "by", "text", "why"),
    [
        ("J001", "clerk2", "丛晓", ""), ("J002", "clerk2", "丛晓", "答复咨询：" + "核" * 100),
        ("J003", "clerk2", "丛晓", "答复咨询：370102199001011234"),
        ("J003", "clerk2", "丛晓", "答复咨询：370102900101123"),
        ("J004", "clerk2", "丛", PURPOSE),
        ("J007", "clerk2", "丛晓", "随便看看"), ("J008", "clerk2", "丛晓", "其他"),
        ("JY403", "supervisor", "丛晓", PURPOSE), ("JY403", "admin", "丛晓", PURPOSE),
        ("JY403", "technician", "丛晓", PURPOSE), ("JY403", "archivist", "丛晓", PURPOSE),
    ],
)  # fmt: skip
def test_refused_and_on_file(house: Instance, code: str, by: str, text: str, why: str) -> None:
    with refused(house, code, "usage.look_up"):
        looked(text, by=by, why=why)
    assert "370102199001011234" not in entries(house, "usage.look_up", "refused")[-1].why


def test_elsewhere_there_is_nothing_to_find(house: Instance, who: Person, session: SessionOf) -> None:
    assert looked(number_of(who, session), by="outsider").hits == []
    assert asked(house, SHOWN, entries(house, "usage.look_up", "done")[-1].id) is None


def test_the_page_asks_what_for_and_offers_the_cases_in_hand(
    house: Instance, who: Person, session: SessionOf
) -> None:
    case, number, clerk = handed_in(session), number_of(who, session), signed_in("clerk2")
    before = len(entries(house, "usage.look_up"))
    asking = clerk.post("/find", {"q": number})
    assert asking.status_code == 200
    shown = asking.content.decode()
    assert shown.index("data-main") < shown.index(f'name="at_hand" value="{case.number}"'), "Enter chooses no case"
    assert f'value="{number}"' in shown, "nothing typed is lost"
    assert len(entries(house, "usage.look_up")) == before, "to be asked is no look-up"
    found = clerk.post("/find", {"q": number, "case": "", "purpose": "", "at_hand": case.number}).content.decode()
    assert f"/records/person/{who.pk}?case={case.number}" in found
    assert entries(house, "usage.look_up", "done")[-1].why == case.number
    chosen = clerk.post("/find", {"q": number, "purpose": "consult", "case": "问失业金"}).content.decode()
    assert "答复咨询：问失业金" in chosen
    assert clerk.post("/find", {"q": number, "case": "JC-99999"}).status_code == 422
    _carries(clerk, who)


def _carries(clerk: Client, who: Person) -> None:
    """An opened record hands its purpose on to the next search; a number that leads nowhere opens nothing."""
    opened = clerk.get(f"/records/person/{who.pk}", {"case": PURPOSE}).content.decode()
    assert f'<input type="hidden" name="case" value="{PURPOSE}">' in opened
    nowhere = clerk.get(f"/records/person/{who.pk}", {"case": "CJ-20261125-999999"})
    assert (nowhere.status_code, "没有编号为" in nowhere.content.decode()) == (422, True)


def test_the_interface_goes_the_same_way(house: Instance, who: Person, session: SessionOf) -> None:
    number, client = number_of(who, session), Client(headers={"host": "localhost"})
    headers = {"Authorization": f"Bearer {session('clerk2').token}"}

    def ask(**body: str) -> tuple[int, str]:
        answer = client.post("/api/look-up", body, content_type="application/json", headers=headers)
        return answer.status_code, answer.content.decode()

    status, told = ask(q=number, purpose="consult", case="问失业金")
    assert (status, str(who.pk) in told, number in told) == (200, True, False)
    assert ask(q=number)[0] == 422
    assert "J007" in ask(q=number, case="看看")[1]
