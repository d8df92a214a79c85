"""A record that is to be put right is opened like any other: for a case or a purpose, and on file, before any of it
is shown. Art. 9(3), 10(3)."""

import pytest
from django.test import Client

from jiuye.maintenance.models import Order
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries
from tests.maintenance.steps import admitted, applied
from tests.quality.small_town import inspected, signed_in

pytestmark = [pytest.mark.article("9(3)"), pytest.mark.article("10(3)")]
NAME, WHY = "丛待改", "核实更正：本人来说"


@pytest.fixture
def who(house: Instance, session: SessionOf) -> Person:
    return admitted(session, name=NAME)


def doors(who: Person, twin: Person) -> dict[str, int]:
    """Address → how many records it shows."""
    one = f"person/{who.pk}"
    return {
        f"apply/{one}": 1, f"apply/{one}?item=major": 1, f"judge/{one}": 1, f"alike/{one}": 1, f"retire/{one}": 1,
        f"compare/{one}": 1, f"life/{one}": 1, f"merge/{one}/{twin.pk}": 2,
    }  # fmt: skip


def looks(house: Instance, outcome: str = "done") -> list[str]:
    return [e.why for e in entries(house, "records.open", outcome)]


def test_every_door_asks_what_for_and_is_on_file(house: Instance, who: Person, session: SessionOf) -> None:
    clerk = signed_in("clerk2")
    for path, shown in doors(who, admitted(session)).items():
        before = len(looks(house))
        asking = clerk.get(f"/maintenance/{path}")
        page = asking.content.decode()
        assert (asking.status_code, 'name="purpose"' in page, NAME in page) == (200, True, False), path
        assert ('name="item" value="major"' in page) == ("item=" in path), "what was chosen goes with the answer"
        assert len(looks(house)) == before, "to be asked is no look"
        once = f"{path}{'&' if '?' in path else '?'}case="
        assert clerk.get(f"/maintenance/{once}看看").status_code == 422
        if not path.startswith("judge"):  # whoever has just looked is judged under that look
            assert NAME in clerk.get(f"/maintenance/{once}{WHY}").content.decode(), path
            assert looks(house)[before:] == [WHY] * shown, path


def test_what_an_order_begins_from_brings_its_own_case(house: Instance, who: Person, session: SessionOf) -> None:
    run, order, clerk = inspected(), applied(who, session, {"major": "护理"}), signed_in("clerk2")
    brought = {
        f"origin=finding:{run.number}/R004": f"{run.number} 质量检查问题",
        "origin=report:YY-20261125-000001": "核实更正：本人异议 YY-20261125-000001",
        f"resumes={order.number}": order.number,
        f"case={WHY}&origin=record:{who.pk}": WHY,
    }
    for told, why in brought.items():
        assert NAME in clerk.get(f"/maintenance/apply/person/{who.pk}?{told}").content.decode(), told
        assert looks(house)[-1] == why
    nowhere = clerk.get(f"/maintenance/apply/person/{who.pk}?origin=finding:JC-99999/R004")
    assert (nowhere.status_code, NAME in nowhere.content.decode()) == (422, False)
    assert looks(house, "refused")[-1] == "JC-99999 质量检查问题"
    carried = clerk.get(f"/maintenance/apply/person/{who.pk}?origin=finding:{run.number}/R004&item=major")
    assert f'name="case" value="{run.number} 质量检查问题"' in carried.content.decode(), "asked once, not at every step"


def test_nothing_goes_in_by_the_back(house: Instance, who: Person, session: SessionOf) -> None:
    clerk = signed_in("clerk2")
    typed = {"item": "major", "major": "护理", "reason": "建档时录错"}
    for path in doors(who, admitted(session)):
        answer = clerk.post(f"/maintenance/{path}", typed)
        assert NAME not in answer.content.decode(), path
        assert b'name="purpose"' in answer.content, path
    assert not entries(house, "records.match", "done")
    with scope(session("manager")):
        assert not Order.objects.filter(record_id=who.pk).exists()
    judged = judge(clerk, who, typed | {"case": WHY})
    assert judged == 200
    assert looks(house)[-1] == WHY
    before = len(looks(house))
    assert judge(clerk, who, typed | {"case": WHY}) == 200
    assert len(looks(house)) == before, "the judge goes on under the look that drew the form"
    assert clerk.post(f"/maintenance/alike/person/{who.pk}", {"case": WHY}).status_code == 200
    assert entries(house, "records.match", "done")[-1].why == WHY
    assert clerk.post(f"/maintenance/apply/person/{who.pk}", typed | {"case": WHY}).status_code == 302
    assert asked(house, "select count(*) from jiuye.maintenance_order where record_id = %s", who.pk) == 1


def judge(clerk: Client, who: Person, typed: dict[str, str]) -> int:
    return clerk.post(f"/maintenance/judge/person/{who.pk}", typed | {"touched": "*"}).status_code


def test_a_record_elsewhere_is_not_opened(house: Instance, who: Person, session: SessionOf) -> None:
    answer = signed_in("outsider").get(f"/maintenance/apply/person/{who.pk}?case={WHY}")
    assert (answer.status_code, NAME in answer.content.decode()) == (404, False)
