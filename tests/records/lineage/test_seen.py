"""The page of a fact shows what its subject's file holds: seen for a case, and each look is on file."""

import pytest

from jiuye.server.connect import Instance
from tests.book import SessionOf, entries
from tests.maintenance.steps import admitted
from tests.records.lineage.steps import browser, stated

pytestmark = pytest.mark.article("10(3)")
NAME = "丛隐旧名"


def test_each_look_is_for_a_case_and_on_file(house: Instance, session: SessionOf) -> None:
    who, by = admitted(session), browser("reviewer2")
    fact = stated(who, "former_name", former=NAME)
    path = f"/records/lineage/{fact.pk}"

    def looks() -> list[str]:
        return [e.why for e in entries(house, "records.open", "done") if e.subject_id == who.pk]

    for address in (path, f"{path}/confirm", f"{path}?case=37100219900101123X"):
        answer = by.get(address).content.decode()
        assert NAME not in answer
        assert "登记通知书.png" not in answer
        assert "为哪件事" in answer
    assert by.post(f"{path}/refuse", {"note": ""}).status_code == 422
    assert NAME not in by.post(f"{path}/refuse", {"note": ""}).content.decode()
    assert looks() == []
    assert NAME in by.get(path, {"case": "核对审核：WT-9"}).content.decode()
    assert looks() == ["核对审核：WT-9"]
    again = by.post(f"{path}/refuse", {"note": "错", "case": "核对审核：WT-9"})
    assert again.status_code == 422
    assert NAME in again.content.decode()
    assert looks() == ["核对审核：WT-9"] * 2, "the page once more is another look"
    assert browser("outreviewer").get(path, {"case": "核对审核：WT-9"}).status_code == 404
    assert "case=" in browser("reviewer2").get("/").content.decode().split(path)[1][:20], "work to do names its case"
