"""Nothing is confirmed of a file that went out of use after the fact was stated."""

import pytest

from jiuye.maintenance import actions as maintenance
from jiuye.records.lineage import actions
from jiuye.records.models import Employer
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.maintenance.steps import admitted, approved
from tests.maintenance.test_merge import merged
from tests.records.lineage.steps import again, firm, forged, stated

pytestmark = pytest.mark.article("7", "9(2)")
CONFIRM = "records.confirm_lineage"


def test_of_a_file_cleared_since(house: Instance, session: SessionOf) -> None:
    its: Employer = firm()
    fact = stated(its, "revoked")
    order = maintenance.apply_retire(its, by=session("clerk2"), junk="mistaken", reason="误录，窗口没有来过这个单位")
    maintenance.retire(approved(order, session), by=session("operator2"))
    with refused(house, "L002", CONFIRM):
        actions.confirm_lineage(fact, by=session("reviewer2"))
    with refused(house, "JY001", CONFIRM):
        forged(fact)
    assert again(its).employer_status == "1"
    actions.refuse_lineage(fact, by=session("reviewer2"), note="档案已清理")


def test_of_a_file_merged_since(house: Instance, session: SessionOf) -> None:
    kept, other = admitted(session), admitted(session)
    fact = stated(other, "former_name", former="丛某旧名")
    merged(kept, other, session)
    with refused(house, "L002", CONFIRM):
        actions.confirm_lineage(fact, by=session("reviewer2"))
    with refused(house, "JY001", CONFIRM):
        forged(fact)
