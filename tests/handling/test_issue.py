"""发证、挂失、换发、补发、注销 of a certificate; one valid certificate a person, nobody left without. Art. 6(2)."""

from itertools import count

import pytest

from jiuye.front.demo import session_of
from jiuye.lib.workdays import workday_after
from jiuye.parties.models import Agency
from jiuye.parties.sessions import scope
from jiuye.records.handling import actions
from jiuye.records.models import Proceeding
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.clean import Row
from tests.handling.steps import admitted, again, day, filed, on, record, steps, unemployed

pytestmark = pytest.mark.article("6(2)")
_NUMBERS = count(1)


def applied_row(who: Row, issue_type: str = "1", number: str = "", before: int = 0) -> Row:
    """What an application says, by whom the agency is."""
    by = session_of("clerk2")
    with scope(by):
        agency = Agency.objects.get(pk=by.agency_id)
    issued = day(before)
    return who | {
        "certificate_no": f"{agency.division}00{issued[2:4]}{next(_NUMBERS):06d}", "issue_type": issue_type,
        "issue_date": issued, "issuing_agency_code": agency.code, "certificate_form": "1", "issued_flag": "0",
        "certificate_status": "1", "replaced_certificate_no": number,
    }  # fmt: skip


def applied(who: Row, issue_type: str = "1", number: str = "", before: int = 0) -> Proceeding:
    return admitted("employment_certificate", applied_row(who, issue_type, number, before))


def valid(who: Row) -> Proceeding:
    """Issued a month ago."""
    unemployed(who, 40)
    held = applied(who, before=30)
    return actions.issue(held, by=session_of("clerk2"), on=on(30), typed={})


def test_accepted_then_issued_within_its_limit(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    unemployed(who, 10)
    held = applied(who)
    assert (held.state, held.due_on) == ("accepted", workday_after(on(0), 10))
    with refused(house, "H001", "records.report_lost"):
        actions.report_lost(held, by=session("clerk2"), note="还没有发就丢了")
    actions.issue(held, by=session("clerk2"), typed={"printed_flag": "1"})
    row = record(held)
    assert (row.certificate_status, row.issued_flag, row.issue_date, row.printed_flag) == ("2", "1", on(0), "1")
    assert (again(held).state, again(held).due_on) == ("valid", None)


def test_lost_and_found(house: Instance, session: SessionOf) -> None:
    held = valid(filed()[1])
    actions.report_lost(held, by=session("clerk2"), note="本人称途中遗失")  # records.report_lost
    assert record(held).certificate_status == "3"
    actions.lift_loss(again(held), by=session("clerk2"), note="本人找到交来看过")  # records.lift_loss
    assert (again(held).state, record(held).certificate_status) == ("valid", "2")
    assert [s.new for s in steps(held)] == ["valid", "lost", "valid"]


def test_a_lost_one_is_reissued_and_only_then_void(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    old = valid(who)
    actions.report_lost(old, by=session("clerk2"), note="本人称途中遗失")
    with refused(house, "H009", "records.reissue"):
        actions.reissue(again(old), by=session("clerk2"), note="补发，原证作废")
    new = applied(who, "3", old.number)
    actions.reissue(again(old), by=session("clerk2"), note="补发，原证作废")  # records.reissue
    assert (again(old).state, record(old).certificate_status, record(old).valid_flag) == ("superseded", "1", "0")
    actions.issue(new, by=session("clerk2"), typed={})
    assert record(new).certificate_status == "2"


def test_a_renewal_waits_until_the_old_one_is_void(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    old = valid(who)
    new = applied(who, "2", old.number)
    with refused(house, "R110", "records.issue"):
        actions.issue(new, by=session("clerk2"), typed={})
    with refused(house, "H001", "records.reissue"):
        actions.reissue(old, by=session("clerk2"), note="没有挂失的不能补发")
    actions.replace(old, by=session("clerk2"), note="污损换发")  # records.replace
    actions.issue(new, by=session("clerk2"), typed={})
    assert (again(old).state, again(new).state) == ("superseded", "valid")
    with refused(house, "H001", "records.end"):
        actions.end(again(old), by=session("reviewer2"), note="已作废的不再注销", typed={"cancel_reason": "99"})


def test_a_certificate_is_cancelled_with_its_reason(house: Instance, session: SessionOf) -> None:
    held = valid(filed()[1])
    with refused(house, "H007", "records.end"):
        actions.end(held, by=session("reviewer2"), note="本人移居外省", typed={})
    with refused(house, "JY403", "records.end"):
        actions.end(held, by=session("clerk2"), note="本人移居外省", typed={"cancel_reason": "03"})
    actions.end(held, by=session("reviewer2"), note="本人移居外省", typed={"cancel_reason": "03"})
    row = record(held)
    assert (row.certificate_status, row.cancel_date, row.cancel_reason) == ("4", on(0), "03")
    assert again(held).state == "cancelled"


def test_what_was_issued_elsewhere_begins_valid_and_another_district_does_nothing(
    house: Instance, session: SessionOf
) -> None:
    _, who = filed()
    unemployed(who, 40)
    row = applied_row(who, before=30) | {"issued_flag": "1", "certificate_status": "2"}
    held = admitted("employment_certificate", row)
    assert held.state == "valid"
    with refused(house, "H404", "records.report_lost"):
        actions.report_lost(held, by=session("outsider"), note="别的区市的人来办")
