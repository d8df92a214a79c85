"""人员入职: an administrator enters people of his own district. Art. 4, 9(1)."""

from typing import Any

import pyotp
import pytest

from jiuye.front import gate
from jiuye.parties import actions
from jiuye.parties.cast import paper
from jiuye.parties.models import Account, Agency, Appointment, Staff
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.parties.people import fresh_number

pytestmark = pytest.mark.article("9(1)")
PASSWORD = "correct-horse-staple"


def enrol(session: SessionOf, *, by: str = "admin", agency: str = "37100201", **changed: Any) -> tuple[Account, str]:
    given: dict[str, Any] = {
        "staff_no": "W0001", "name": "卫新入", "post": "clerk", "account": "newcomer", "password": PASSWORD,
        "agency": Agency.objects.get(code=agency), "id_number": fresh_number(),
        "mobile_phone": "16700000001",
    }  # fmt: skip
    return actions.enrol(by=session(by), **(given | changed))


def test_a_newcomer_signs_in_with_password_and_code(house: Instance, session: SessionOf) -> None:
    account, secret = enrol(session)
    by = gate.check("newcomer", PASSWORD, pyotp.TOTP(secret).now())
    assert (by.post, by.district, by.city_wide) == ("clerk", "371002", False)
    assert entries(house, "parties.enrol", "done")[-1].why == "入职 W0001"
    assert not account.demo
    assert PASSWORD not in account.password
    assert secret.encode() not in bytes(account.totp_secret)


def test_who_granted_is_kept_beside_who_holds(house: Instance, session: SessionOf) -> None:
    enrol(session, staff_no="W0002", account="newcomer2")
    held = Appointment.objects.get(staff__staff_no="W0002")
    assert held.granted_by_id == session("admin").staff_id != held.staff_id


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("P003", {"agency": "37108201"}),  # beyond the administrator's own district
        ("P003", {"agency": "37100001"}),  # the city's centre is not his either
        ("P004", {"agency": "37100211", "post": "reviewer"}),  # no reviewer at a town station
        ("P004", {"post": "data_manager"}),  # a post of the city only
        ("P002", {"post": "emperor"}),
        ("P002", {"post": "machine"}),  # nobody becomes a machine
        ("P005", {"password": "short-one"}),
        ("P005", {"password": "aaaaaaaaaaaaaaaa"}),
        ("P006", {"staff_no": "CLERK"}),
        ("P010", {"account": "clerk"}),
        ("P012", {"name": "  "}),
        ("P012", {"staff_no": "9" * 51}),
        ("P024", {"id_number": "37109819900101123"}),
        ("P024", {"id_number": "371098199001011231"}),  # the check digit is wrong
        ("P059", {"mobile_phone": "0631-5231234"}),
        ("P027", {"id_number": paper(0).lower()}),  # the clerk's own number: one human, one account
    ],
)
def test_refused_and_on_file(house: Instance, session: SessionOf, code: str, changed: dict[str, Any]) -> None:
    before = Staff.objects.count(), Account.objects.count()
    fresh = {"staff_no": "W0009", "account": "newcomer9"}
    with refused(house, code, "parties.enrol"):
        enrol(session, **(fresh | changed))
    assert (Staff.objects.count(), Account.objects.count()) == before


@pytest.mark.parametrize("who", ["clerk", "reviewer", "manager", "supervisor", "contact-371002"])
def test_nobody_else_enrols(house: Instance, session: SessionOf, who: str) -> None:
    with refused(house, "JY403", "parties.enrol"):
        enrol(session, by=who, staff_no="W0010", account="newcomer10")
