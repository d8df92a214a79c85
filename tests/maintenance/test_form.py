"""申请单: an order on paper, for four signatures, with the digest it is bound to and nothing in clear. Art. 9(3)."""

from pathlib import Path

import pytest

from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.maintenance import batches
from tests.maintenance.steps import admitted, applied, approved, other_number
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("9(3)")


def test_a_key_item_on_paper(house: Instance, session: SessionOf) -> None:
    person = admitted(session)
    fresh = other_number(batches.number_of(person))
    order = approved(applied(person, session, {"id_number": fresh, "social_security_number": fresh}), session)
    page = signed_in("clerk2").get(f"/maintenance/{order.pk}/form").content.decode()
    assert order.digest[:32] in page
    assert order.digest[32:] in page
    assert [page.count(f"<td>{step}</td>") for step in ("申报", "审批", "修改", "复核")] == [1, 1, 1, 1]
    assert page.count("年　月　日") == 4
    assert fresh not in page
    assert batches.number_of(person) not in page
    assert signed_in("outsider").get(f"/maintenance/{order.pk}/form").status_code == 404


def test_a_batch_lists_its_first_rows(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    batches.town(tmp_path, session, 60, major="申请单专业")
    order = batches.proposed(session, batches.condition("申请单专业"))
    page = signed_in("manager").get(f"/maintenance/{order.pk}/form").content.decode()
    assert "共 60 份档案，这里列出前 50 份" in page
    assert "批量申请" in page
