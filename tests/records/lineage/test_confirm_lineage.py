"""核实沿革: by another person; then it is found and shown, and an employer that ended begins nothing any more."""

from datetime import timedelta

import pytest

from jiuye.collection import actions as collection
from jiuye.collection.counter import candidate, judge_candidate
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.maintenance import actions as maintenance
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.records.lineage import actions
from jiuye.records.models import Employer, EmploymentRegistration, Lineage, Record
from jiuye.records.queries import as_of
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.clean import Row
from tests.handling.steps import filed as somebody
from tests.maintenance.steps import admitted, applied, approved
from tests.records.lineage.steps import again, browser, confirmed, firm, found, known, on, stated

pytestmark = pytest.mark.article("2(1)", "7", "9(2)")
CONFIRM = "records.confirm_lineage"
SURE = [f"R{n:03d}" for n in range(1, 229)]


def page(record: Record, dataset: str = "employer", account: str = "reviewer2") -> str:
    return browser(account).get(f"/records/{dataset}/{record.pk}?case=核对审核：WT-1").content.decode()


def hiring(its: Employer, start: int) -> Row:
    """Somebody's employment with it, begun so many days ago, as a clerk types it."""
    _, who = somebody()
    day = on(start).isoformat()
    return who | {
        "employer_id": its.employer_id or "", "employer_name": its.employer_name or "", "uscc": its.uscc or "",
        "employment_form": "010", "employment_category": "1", "start_date": day, "registered_date": day,
        "contract_type": "10", "contract_start_date": day,
        "contract_end_date": (clock.today() + timedelta(days=365)).isoformat(),
        "occupation_code": "4030201", "occupation_name": "餐厅服务员", "monthly_wage": "3000.00",
        "work_division": "371002", "was_unemployed_flag": "0", "hardship_flag": "0",
    }  # fmt: skip


def stops(row: Row) -> list[str]:
    """The rules that stop it at the window."""
    told = judge_candidate(candidate("employment_registration", row, by=session_of("clerk2")))
    return [f["rule_id"] for f in told if f["severity"] == "error"]


def test_whoever_stated_it_does_not_confirm_it_and_it_is_confirmed_once(house: Instance, session: SessionOf) -> None:
    its = firm()
    fact = stated(its, "revoked", by="reviewer2")
    with refused(house, "L012", CONFIRM):
        actions.confirm_lineage(fact, by=session("reviewer2"))
    with refused(house, "JY403", CONFIRM):
        actions.confirm_lineage(fact, by=session("clerk2"))
    with refused(house, "L404", CONFIRM):
        actions.confirm_lineage(fact, by=session("outreviewer"))
    assert again(its).employer_status == "1"
    done = actions.confirm_lineage(fact, by=session("manager"), note="与登记机关核对")
    assert (done.state, done.note) == ("confirmed", "与登记机关核对")
    with refused(house, "L011", CONFIRM):
        actions.confirm_lineage(fact, by=session("reviewer2"))


def test_a_revoked_employer_stops_what_begins_later_and_keeps_what_began_before(
    house: Instance, session: SessionOf
) -> None:
    its = firm()
    assert "R062" not in stops(hiring(its, 5))
    fact = confirmed(its, "revoked", 10)
    now = again(its)
    assert (now.employer_status, now.cancelled_date) == ("4", fact.effective_on)
    assert (now.origins or {})["employer_status"]["said"] == "沿革核实"
    assert "R062" in stops(hiring(its, 5)), "the standard's own rule: stop"
    assert "R062" not in stops(hiring(its, 20))
    shown = page(its)
    assert "营业执照吊销" in shown
    assert "不能再选它" in shown
    with scope(session("manager")):
        past = as_of("employer", now.pk, fact.stated_at)
    assert past.values["employer_status"] == "1", "what it was stays readable"


def test_a_merged_employer_keeps_its_rows_and_says_who_took_over(house: Instance, session: SessionOf) -> None:
    old, heir = firm(), firm()
    row = hiring(old, 60)
    one = collection.submit("employment_registration", row, by=session("clerk2"), confirmed=SURE)
    collection.accept(one, by=session("reviewer2"))
    confirmed(old, "merged", 10, other_name=heir.employer_name, other_uscc=heir.uscc)
    assert again(old).employer_status == "3"
    assert again(old).merged_into_employer_id is None, "no duplicate: its rows stay its own"
    shown = page(old)
    assert f"由{heir.employer_name}（{heir.uscc}）承继" in shown
    assert f"/records/employer/{heir.pk}" in shown
    with scope(session("reviewer2")):
        [held] = EmploymentRegistration.objects.filter(submission_id=one.pk)
    assert held.employer_id == old.employer_id
    assert f"/records/employment_registration/{held.pk}" in shown
    assert f"/records/employment_registration/{held.pk}" not in page(heir)
    assert f"吸收合并了 {old.employer_name}" in page(heir)


def test_split_and_branch_are_told_on_both_pages_and_end_nothing(house: Instance, session: SessionOf) -> None:
    its, part, head = firm(), firm(), firm()
    confirmed(its, "split", other_name=part.employer_name, other_uscc=part.uscc)
    confirmed(its, "branch", other_name=head.employer_name, other_uscc=head.uscc)
    assert again(its).employer_status == "1"
    assert f"由 {its.employer_name} 分立而来" in page(part)
    assert f"{its.employer_name} 是其分支机构" in page(head)
    assert f"是 {head.employer_name}（{head.uscc}） 的分支机构" in page(its)


def test_it_is_found_by_every_old_name_and_number(house: Instance, session: SessionOf) -> None:
    its = firm()
    names = [f"威海甲{n}旧名（集团）有限公司" for n in range(3)]
    for n, name in enumerate(names):
        confirmed(its, "renamed", 30 - n, former=name, later=names[n + 1] if n < 2 else its.employer_name)
    confirmed(its, "renumbered", 25, former="371002018000123")
    confirmed(its, "renumbered", 20, former="26710000-4")
    for text in (*names, names[0].replace("（", "(").replace("）", ")"), "371002018000123", "267100004"):
        assert [r.pk for r in found(text)] == [its.pk], text
    assert found(names[0], "outreviewer") == [], "another district's"
    shown = page(its)
    assert all(name in shown for name in names)


def test_a_name_that_is_still_the_old_one_leads_to_a_change_order(house: Instance, session: SessionOf) -> None:
    its = firm()
    fact = confirmed(its, "renamed", former=its.employer_name, later="威海新名有限公司")
    assert again(its).employer_name == its.employer_name, "a name changes by four hands"
    assert f"origin=lineage:{fact.pk}" in page(its)
    assert [r.pk for r in found("威海新名有限公司")] == [its.pk]
    order = applied(its, session, {"employer_name": "威海新名有限公司"}, origin=f"lineage:{fact.pk}")
    maintenance.modify(approved(order, session), by=session("operator2"))
    assert again(its).employer_name == "威海新名有限公司"
    assert f"origin=lineage:{fact.pk}" not in page(its)
    assert [r.pk for r in found(its.employer_name or "")] == [its.pk]


def test_a_person_is_found_by_a_former_name(house: Instance, session: SessionOf) -> None:
    who = admitted(session)
    assert found("欧阳旧名") == []
    confirmed(who, "former_name", 3000, former="欧阳旧名")
    assert [r.pk for r in found("欧阳旧名")] == [who.pk]
    shown = page(who, "person")
    assert "曾用名 欧阳旧名" in shown
    assert "核实沿革" in shown, "it stands in the line of time"


def test_what_market_regulation_holds_proves_a_revocation(house: Instance, session: SessionOf) -> None:
    its, other = firm(), firm()
    held = known(its)
    with refused(house, "L019", "records.state_lineage"):
        stated(other, "revoked", 7, fact_id=held.pk)
    fact = stated(its, "revoked", 7, fact_id=held.pk)
    assert (fact.sha256, fact.fact_id) == ("", held.pk)
    actions.confirm_lineage(fact, by=session("reviewer2"))
    now = again(its)
    assert now.employer_status == "4"
    assert (now.origins or {})["cancelled_date"]["strength"] == "40", "a department's word"


def test_a_paper_changes_nothing_a_department_has_said(house: Instance, session: SessionOf) -> None:
    its = firm()
    held = known(its)
    actions.confirm_lineage(stated(its, "revoked", 7, fact_id=held.pk), by=session("reviewer2"))
    other = firm()
    fact = stated(its, "merged", 5, other_name=other.employer_name, other_uscc=other.uscc)
    with refused(house, "L013", CONFIRM):
        actions.confirm_lineage(fact, by=session("reviewer2"))
    assert again(its).employer_status == "4"


def test_an_end_before_the_beginning_is_refused_by_the_standard(house: Instance, session: SessionOf) -> None:
    its = firm()
    assert its.registered_date is not None
    before = (clock.today() - its.registered_date).days + 1
    with refused(house, "L003", "records.state_lineage"):
        stated(its, "revoked", before)


def test_the_database_gives_an_employer_no_other_end_than_the_fact_says(house: Instance, session: SessionOf) -> None:
    its, by = firm(), session("reviewer2")
    fact = stated(its, "renamed", former="威海别名有限公司", later=its.employer_name)
    with refused(house, "JY001", CONFIRM), act(CONFIRM, by=by, on=its) as entry:
        held = Lineage.objects.get(pk=fact.pk)
        held.state, held.decided_by_id, held.decided_at = "confirmed", by.staff_id, entry.at
        entry.put(held)
        mine = Employer.objects.get(pk=its.pk)
        mine.employer_status, mine.cancelled_date = "4", on(3)
        mine.origins = {n: {"strength": "40", "entry": str(entry.id)} for n in ("employer_status", "cancelled_date")}
        entry.put(mine)
    assert again(its).employer_status == "1"
    with refused(house, "JY001", CONFIRM), act(CONFIRM, by=by, on=its) as entry:
        held = Lineage.objects.get(pk=fact.pk)
        held.state, held.decided_by_id, held.decided_at = "confirmed", by.staff_id, entry.at
        held.former = "威海更别名有限公司"
        entry.put(held)


def test_two_who_decide_one_after_the_other(house: Instance, session: SessionOf) -> None:
    its = firm()
    fact = stated(its, "revoked")
    actions.confirm_lineage(fact, by=session("reviewer2"))
    with pytest.raises(Refused):
        actions.refuse_lineage(fact, by=session("manager"), note="晚了一步")
    assert [e.outcome for e in entries(house, CONFIRM) if e.subject_id == its.pk] == ["done"]
