"""提请撤销、撤销、维持: a confirmed fact that is wrong goes by two hands, and what is derived follows. Art. 7, 9(2)."""

from collections.abc import Callable
from typing import Any, cast

import pytest

from jiuye.front.demo import session_of
from jiuye.lib.verdict import Refused
from jiuye.maintenance.actions import export_life, modify
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session, scope
from jiuye.records.lineage import actions, queries
from jiuye.records.matching import Employer as Asked
from jiuye.records.matching import employers
from jiuye.records.models import Employer, Lineage
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.maintenance.steps import admitted, applied, approved
from tests.records.lineage.steps import again, browser, confirmed, firm, found, known, on

pytestmark = pytest.mark.article("7", "9(2)")
DISPUTE, ANNUL, UPHOLD = "records.dispute_lineage", "records.annul_lineage", "records.uphold_lineage"
CASE = "其他：法院调取 WT-1"
WHY = "登记机关答复：合并登记已撤销"


def disputed(fact: Lineage, by: str = "clerk2") -> Lineage:
    return actions.dispute_lineage(fact, by=session_of(by), why=WHY)


def into(its: Employer, heir: Employer) -> Lineage:
    return confirmed(its, "merged", other_name=heir.employer_name, other_uscc=heir.uscc)


def now(fact: Lineage) -> Lineage:
    with scope(session_of("manager")):
        return Lineage.objects.get(pk=fact.pk)


def test_a_wrong_merger_is_undone_with_all_that_followed(house: Instance, session: SessionOf) -> None:
    its, heir, third = firm(), firm(), firm()
    before = its.origins
    fact = into(its, heir)
    assert (again(its).employer_status, again(its).cancelled_date) == ("3", on(10))
    with refused(house, "JY403", DISPUTE):
        actions.dispute_lineage(fact, by=session("technician"), why=WHY)
    with refused(house, "L022", DISPUTE):
        actions.dispute_lineage(fact, by=session("clerk2"), why="错")
    with refused(house, "L023", ANNUL):
        actions.annul_lineage(fact, by=session("reviewer2"))
    disputed(fact, by="reviewer2")
    assert again(its).employer_status == "3", "it holds until another has decided"
    with refused(house, "L021", DISPUTE):
        disputed(fact)
    with refused(house, "L024", ANNUL):
        actions.annul_lineage(fact, by=session("reviewer2"))
    actions.annul_lineage(fact, by=session("reviewer"), note="看过登记机关的决定")
    back = again(its)
    assert (back.employer_status, back.cancelled_date) == ("1", None)
    assert before != back.origins
    assert (back.origins or {})["employer_status"]["said"] == "沿革撤销，恢复原记"
    heir_now = again(heir)
    with scope(session("reviewer2")):
        assert queries.seen_from(heir_now) == []
    entry = entries(house, ANNUL, "done")[-1]
    assert (entry.subject_id, entry.why) == (its.pk, "看过登记机关的决定")
    told = export_life(back, by=session("clerk2"), why=CASE)
    assert [f["state"] for f in told["lineage"]] == ["已撤销"]
    assert {"提请撤销沿革", "撤销沿革"} <= {e["act"] for e in told["events"]}
    into(its, third)  # what really happened may be stated and confirmed now
    assert again(its).employer_status == "3"


def test_a_wrong_name_is_found_and_offered_no_more_and_the_same_may_be_stated_anew(
    house: Instance, session: SessionOf
) -> None:
    its, old = firm(), "荣成误记旧名有限公司"
    fact = confirmed(its, "renamed", former=old, later=its.employer_name or "")
    assert [r.pk for r in found(old)] == [its.pk]
    assert its.pk in {m.id for m in employers(Asked("", old))}
    actions.annul_lineage(disputed(fact), by=session("reviewer2"))
    assert found(old) == []
    assert its.pk not in {m.id for m in employers(Asked("", old))}
    assert "档案仍是已撤销的名称" in page(its)
    assert confirmed(its, "renamed", former=old, later=its.employer_name or "").state == "confirmed"


def page(its: Employer) -> str:
    return browser("reviewer2").get(f"/records/employer/{its.pk}", {"case": CASE}).content.decode()


def test_what_was_right_is_upheld(house: Instance, session: SessionOf) -> None:
    who = admitted(session)
    fact = disputed(confirmed(who, "former_name", former="丛旧名"))
    by = session("reviewer2")
    with scope(by):
        assert fact.pk in set(queries.waiting(by).values_list("pk", flat=True))
    with refused(house, "L014", UPHOLD):
        actions.uphold_lineage(fact, by=session("reviewer2"), note="")
    with refused(house, "JY403", UPHOLD):
        actions.uphold_lineage(fact, by=session("clerk2"), note="户口簿上确有")
    actions.uphold_lineage(fact, by=session("reviewer2"), note="户口簿上确有")
    assert (now(fact).state, now(fact).disputed_by_id) == ("confirmed", None)
    assert [r.pk for r in found("丛旧名")] == [who.pk]
    assert disputed(fact).dispute == WHY, "it may be disputed again"


def test_an_end_that_others_settled_since_stays(house: Instance, session: SessionOf) -> None:
    its = firm()
    fact = confirmed(its, "revoked", 7, fact_id=known(its).pk)
    order = approved(applied(again(its), session, {"employer_status": "3"}), session)
    modify(order, by=session("operator2"))
    actions.annul_lineage(disputed(fact), by=session("reviewer2"))
    assert again(its).employer_status == "3"
    assert now(fact).state == "annulled"


def test_the_pages_take_it_from_dispute_to_annulment(house: Instance, session: SessionOf) -> None:
    its = firm()
    fact = confirmed(its, "renumbered", former="371000200012345")
    path = f"/records/lineage/{fact.pk}"
    assert "这条核实错了" in browser("clerk2").get(path, {"case": CASE}).content.decode()
    assert browser("clerk2").post(f"{path}/dispute", {"case": CASE, "why": WHY}).status_code == 302
    assert "提请撤销的人不得自己决定" not in browser("reviewer2").get(path, {"case": CASE}).content.decode()
    assert f"{path}?" in browser("reviewer2").get("/").content.decode()
    assert browser("reviewer2").post(f"{path}/annul", {"case": CASE, "note": "核对无误"}).status_code == 302
    assert "已撤销" in browser("clerk2").get(path, {"case": CASE}).content.decode()


def forced(name: str, fact: Lineage, change: Callable[[Entry], list[Any]]) -> None:
    """Written past every rule of the room, as the app's login may try."""
    who = session_of("reviewer2")
    with act(name, by=who, on=(f"records.{fact.dataset}", fact.record_id)) as entry:
        for row in change(entry):
            entry.put(row)


def ended(fact: Lineage, state: str, entry: Entry) -> Lineage:
    """The fact as annulled by whoever acts, or in another state."""
    held = Lineage.objects.get(pk=fact.pk)
    held.state, held.annulled_by_id, held.annulled_at = state, cast(Session, entry.by).staff_id, entry.at
    return held


def test_a_revocation_resting_on_what_is_known_takes_its_day(house: Instance, session: SessionOf) -> None:
    its = firm()
    held = known(its)
    path = f"/records/employer/{its.pk}/lineage"
    form = {"kind": "revoked", "fact": str(held.pk), "effective_on": ""}
    assert browser("clerk2").post(path, form).status_code == 302
    with scope(session("manager")):
        assert Lineage.objects.get(record_id=its.pk).effective_on == held.fact_start_date
    assert browser("clerk2").post(path, form | {"fact": ""}).status_code == 422


@pytest.mark.parametrize("state", ["annulled", "stated", "refused"])
def test_the_database_lets_nobody_past(house: Instance, session: SessionOf, state: str) -> None:
    fact = confirmed(firm(), "renumbered", former=f"3710002000{len(state)}")
    clerk = session("clerk2").staff_id

    def at_once(entry: Entry) -> list[Any]:
        held = ended(fact, state, entry)
        held.disputed_by_id, held.disputed_at, held.dispute = clerk, entry.at, WHY
        return [held]

    with pytest.raises(Refused):
        forced(ANNUL, fact, at_once)
    mine = disputed(fact, by="reviewer2")
    mine.disputed_by_id, mine.disputed_at, mine.dispute = None, None, ""
    with pytest.raises(Refused):
        forced(UPHOLD, fact, lambda _: [mine])
    assert now(fact).state == "confirmed"


def test_status_items_go_back_to_nothing_else(house: Instance, session: SessionOf) -> None:
    its, heir = firm(), firm()
    fact = disputed(into(its, heir))
    record = again(its)

    def otherwise(entry: Entry) -> list[Any]:
        origin = {"strength": "40", "entry": str(entry.id), "said": "x"}
        record.employer_status, record.origins = "4", {"employer_status": origin}
        return [ended(fact, "annulled", entry), record]

    with pytest.raises(Refused):
        forced(ANNUL, fact, otherwise)
    assert again(its).employer_status == "3"
