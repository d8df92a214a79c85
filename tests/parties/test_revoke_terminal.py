"""停用自助终端: at once, once, with a reason. Art. 6(3), 17."""

import pytest

from jiuye.parties import terminals
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.kiosk.steps import machine, terminal

pytestmark = [pytest.mark.article("6(3)"), pytest.mark.article("17")]


def test_the_next_page_is_refused(house: Instance, session: SessionOf) -> None:
    made, secret = terminal()
    browser = machine(secret)
    assert browser.get("/kiosk/sign-in").status_code == 200
    terminals.revoke_terminal(made, by=session("admin"), why="搬走了")
    assert browser.get("/kiosk/sign-in").status_code == 403
    assert browser.post("/kiosk/sign-in", {"number": "371098199001011234"}).status_code == 403
    assert entries(house, "parties.revoke_terminal", "done")[-1].why == "搬走了"


def test_once_with_a_reason_and_by_its_own_district(house: Instance, session: SessionOf) -> None:
    made, secret = terminal("大厅二号")
    with refused(house, "P011", "parties.revoke_terminal"):
        terminals.revoke_terminal(made, by=session("admin"), why=" ")
    with refused(house, "JY403", "parties.revoke_terminal"):
        terminals.revoke_terminal(made, by=session("clerk2"), why="搬走了")
    assert terminals.standing(secret) is not None
    terminals.revoke_terminal(made, by=session("admin"), why="搬走了")
    with refused(house, "P023", "parties.revoke_terminal"):
        terminals.revoke_terminal(made, by=session("admin"), why="再停一次")
