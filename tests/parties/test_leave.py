"""离岗: posts and account end with the statement, and nothing of the person is deleted. Art. 4, 9(1)."""

from datetime import date

import pytest

from jiuye.collection import actions as collection
from jiuye.parties import actions
from jiuye.parties.models import Account, Appointment, Staff
from jiuye.parties.sessions import resolve
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import person

pytestmark = pytest.mark.article("9(1)")


def staff(account: str) -> Staff:
    return Staff.objects.select_related("agency").get(account__name=account)


def test_every_post_and_the_account_end_at_once(house: Instance, session: SessionOf) -> None:
    by, gone = session("clerk2"), staff("clerk2")
    with refused(house, "P022", "parties.leave"):  # somebody has to go on with what is open
        actions.leave(gone, by=session("admin"), why="调往外地")
    actions.hand_over(gone, by=session("admin"), taker=staff("clerk"), why="调往外地")
    actions.leave(gone, by=session("admin"), why="调往外地")
    with refused(house, "JY401", "collection.submit"):
        collection.submit("person", person(), by=by)
    assert resolve(by.token) is None
    assert not Appointment.objects.filter(staff=gone, revoked_at=None).exists()
    assert Account.objects.get(staff=gone).disabled_at is not None
    assert isinstance(Staff.objects.get(pk=gone.pk).left_on, date)
    entry = entries(house, "parties.leave", "done")[-1]
    assert (entry.subject_id, entry.why) == (gone.pk, "调往外地")
    assert asked(house, "select count(*) from history.version where entry_id = %s", entry.id) == 3
    with refused(house, "P017", "parties.leave"):
        actions.leave(staff("clerk2"), by=session("admin"), why="再办一次")
    with refused(house, "P008", "parties.grant"):
        agency = staff("clerk2").agency
        actions.grant(staff("clerk2"), by=session("admin"), post="clerk", agency=agency, why="回来了")


@pytest.mark.parametrize(
    ("code", "who", "why"), [("P003", "outsider", "外区的人"), ("P016", "admin", "自己走"), ("P011", "reviewer2", " ")]
)
def test_refused_and_on_file(house: Instance, session: SessionOf, code: str, who: str, why: str) -> None:
    with refused(house, code, "parties.leave"):
        actions.leave(staff(who), by=session("admin"), why=why)
    assert staff(who).left_on is None


@pytest.mark.parametrize("who", ["reviewer2", "manager", "supervisor"])
def test_only_administrators_see_people_off(house: Instance, session: SessionOf, who: str) -> None:
    with refused(house, "JY403", "parties.leave"):
        actions.leave(staff("outreviewer"), by=session(who), why="不归我管")
