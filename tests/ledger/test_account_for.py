"""The supervision accounts for what reconciling found; nobody else does, and nothing is taken back. Art. 4(1)."""

from uuid import UUID

import psycopg
import pytest

from jiuye.accountability.actions import account_for
from jiuye.front import reconciling
from jiuye.front.demo import session_of
from jiuye.front.worklist import waiting_for
from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests.book import asked, entries, refused
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("4(1)")
ACT = "accountability.account_for"
WHY = "信息中心按工单 12 停库修数"


@pytest.fixture(scope="module")
def finding(watched: Instance) -> UUID:
    """A table of parameters edited by the superuser, found."""
    reconciling.reconcile(watched, whole=False)
    with psycopg.connect(watched.superuser_dsn()) as db:
        db.execute("alter table jiuye.standards_codelist disable trigger guard_update")
        db.execute("update jiuye.standards_codelist set entry_id = entry_id")
        db.execute("alter table jiuye.standards_codelist enable always trigger guard_update")
    reconciling.reconcile(watched, whole=False)
    key: UUID = asked(watched, "select id from ledger.unexplained where kind = 'row'")
    return key


def test_only_the_supervision_accounts(watched: Instance, finding: UUID) -> None:
    for who in ("manager", "admin", "technician"):
        with refused(watched, "JY403", ACT):
            account_for(finding, by=session_of(who), why=WHY)


def test_not_without_words_and_not_for_nothing(watched: Instance, finding: UUID) -> None:
    with refused(watched, "A102", ACT):
        account_for(finding, by=session_of("supervisor"), why="  ")
    with refused(watched, "A101", ACT):
        account_for(uuid7(), by=session_of("supervisor"), why=WHY)


def test_pages_show_it_to_the_city_and_count_it_for_the_districts(finding: UUID) -> None:
    supervisor, elsewhere = signed_in("supervisor"), signed_in("contact-371002")
    shown = supervisor.get("/ledger/reconcile").content.decode()
    assert "待说明" in shown
    assert f"/ledger/reconcile/{finding}" in shown
    assert "记入台账" in supervisor.get(f"/ledger/reconcile/{finding}").content.decode()
    assert "由行政监督岗说明" in signed_in("manager").get(f"/ledger/reconcile/{finding}").content.decode()
    told = elsewhere.get("/ledger/reconcile").content.decode()
    assert "差异由市级查看" in told
    assert str(finding) not in told
    assert elsewhere.get(f"/ledger/reconcile/{finding}").status_code == 404


def test_accounted_for_it_is_still_there_and_waits_no_more(watched: Instance, finding: UUID) -> None:
    by = session_of("supervisor")
    with scope(by):
        assert f"/ledger/reconcile/{finding}" in {w.url for w in waiting_for(by)}
    page = signed_in("supervisor").post(f"/ledger/reconcile/{finding}/account_for", {"why": WHY})
    assert page.status_code == 302, page.content.decode()
    assert entries(watched, ACT, "done")[-1].subject_id == finding
    with scope(by):
        assert f"/ledger/reconcile/{finding}" not in {w.url for w in waiting_for(by)}
    told = reconciling.reconcile(watched, whole=False)
    assert str(finding) not in {u["id"] for u in told["unexplained"]}
    assert asked(watched, "select count(*) from ledger.unexplained where id = %s", finding) == 1
    assert WHY in signed_in("manager").get("/ledger/reconcile").content.decode()
    with refused(watched, "A103", ACT):
        account_for(finding, by=by, why=WHY)
