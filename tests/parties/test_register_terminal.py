"""登记自助终端: by the district's administrator; the secret is shown once and kept as a digest. Art. 6(3), 17."""

import pytest

from jiuye.parties import terminals
from jiuye.parties.models import Agency, Terminal
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.kiosk.steps import hall, machine, terminal
from tests.quality.small_town import signed_in

pytestmark = [pytest.mark.article("6(3)"), pytest.mark.article("17")]


def test_registered_by_its_secret_and_nothing_else(house: Instance) -> None:
    made, secret = terminal()
    assert secret not in Terminal.objects.get(pk=made.pk).secret_digest
    assert terminals.standing(secret) == made
    assert terminals.standing(secret[:-1]) is None
    assert terminals.standing("") is None
    assert entries(house, "parties.register_terminal", "done")[-1].why == "大厅一号"


def test_not_elsewhere_not_nameless_not_by_others(house: Instance, session: SessionOf) -> None:
    admin, other = session("admin"), Agency.objects.exclude(division="371002").filter(level="2").first()
    assert other is not None
    with refused(house, "P003", "parties.register_terminal"):
        terminals.register_terminal(by=admin, agency=other, name="一号", place="大厅")
    for name, place in (("", "大厅"), ("一号", " ")):
        with refused(house, "P012", "parties.register_terminal"):
            terminals.register_terminal(by=admin, agency=hall(), name=name, place=place)
    with refused(house, "JY403", "parties.register_terminal"):
        terminals.register_terminal(by=session("clerk2"), agency=hall(), name="一号", place="大厅")


def test_a_machine_becomes_the_terminal_by_the_secret(house: Instance) -> None:
    _, secret = terminal("大厅二号")
    browser = machine()
    assert browser.get("/kiosk/sign-in").status_code == 403
    assert browser.post("/kiosk/enable", {"secret": "0" * 40}).status_code == 422
    assert browser.post("/kiosk/enable", {"secret": f" {secret.upper()} "}).status_code == 302
    assert browser.get("/kiosk/sign-in").status_code == 200


def test_the_page_shows_the_secret_on_this_one_answer(house: Instance) -> None:
    admin = signed_in("admin")
    told = {"name": "大厅三号", "place": "二楼", "agency": "37100201"}
    answer = admin.post("/parties/terminals/new", told).content.decode()
    assert "只显示这一次" in answer
    assert "只显示这一次" not in admin.get("/parties/terminals").content.decode()
