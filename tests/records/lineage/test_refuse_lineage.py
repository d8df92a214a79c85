"""不采信: with a reason, by another person; then it holds nowhere and may be stated anew; its paper is looked at."""

import pytest

from jiuye.parties.sessions import scope
from jiuye.records.lineage import actions
from jiuye.records.models import Lineage
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.records.lineage.steps import again, browser, firm, found, paper, stated

pytestmark = pytest.mark.article("7", "9(2)")
REFUSE = "records.refuse_lineage"


def test_refused_it_holds_nowhere_and_may_come_again(house: Instance, session: SessionOf) -> None:
    its = firm()
    fact = stated(its, "renamed", former="威海误传有限公司", later=its.employer_name)
    with refused(house, "L014", REFUSE):
        actions.refuse_lineage(fact, by=session("reviewer2"), note=" ")
    with refused(house, "JY403", REFUSE):
        actions.refuse_lineage(fact, by=session("clerk2"), note="不对")
    actions.refuse_lineage(fact, by=session("reviewer2"), note="通知书是另一家的")
    with refused(house, "L011", REFUSE):
        actions.refuse_lineage(fact, by=session("manager"), note="再来一次")
    assert found("威海误传有限公司") == []
    with scope(session("reviewer2")):
        assert Lineage.objects.get(pk=fact.pk).note == "通知书是另一家的"
    assert stated(its, "renamed", former="威海误传有限公司", later=its.employer_name).state == "stated"
    assert again(its).employer_status == "1"


@pytest.mark.article("10(3)")
def test_each_look_at_its_paper_is_on_file(house: Instance, session: SessionOf) -> None:
    fact = stated(firm(), "revoked")
    path = f"/records/lineage/{fact.pk}/paper"
    answer = browser("reviewer2").get(path)
    assert answer.content == paper().data
    assert browser("reviewer2").get(f"{path}/1").headers["Content-Type"] == "image/png"
    assert browser("reviewer2").get(f"{path}/2").status_code == 404
    assert browser("approver2").get(path).status_code == 403
    assert browser("outreviewer").get(path).status_code == 404
    looked = [e for e in entries(house, "records.view_paper", "done") if e.subject_id == fact.pk]
    assert len(looked) == 3


def test_on_the_page_the_reason_is_asked_for(house: Instance, session: SessionOf) -> None:
    fact = stated(firm(), "revoked")
    by, case, path = browser("reviewer2"), {"case": "核对审核：沿革"}, f"/records/lineage/{fact.pk}"
    assert by.post(f"{path}/refuse", case | {"note": ""}).status_code == 422
    assert by.post(f"{path}/confirm", case | {"note": "核对无误"}).status_code == 302
    assert by.post(f"{path}/refuse", case | {"note": "晚了"}).status_code == 422
    assert "已核实" in by.get(path, case).content.decode()
