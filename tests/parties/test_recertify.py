"""复核授权: another one has looked, and the post is still needed. Art. 9(1), 10(3)."""

import pytest

from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties import actions
from jiuye.parties.act import act
from jiuye.parties.models import Appointment
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused

pytestmark = pytest.mark.article("10(3)")


def held_by(account: str) -> Appointment:
    return Appointment.objects.select_related("staff", "agency").filter(staff__account__name=account).latest("id")


def test_who_looked_and_when_stand_beside_the_post(house: Instance, session: SessionOf) -> None:
    held, by = held_by("clerk2"), session("admin")
    actions.recertify(held, by=by, why="窗口仍需人手")
    now = held_by("clerk2")
    assert (now.recertified_by_id, now.recertified_at is not None, now.revoked_at) == (by.staff_id, True, None)
    assert entries(house, "parties.recertify", "done")[-1].subject_id == held.pk


@pytest.mark.parametrize(
    ("code", "who", "by", "why"),
    [
        ("P020", "admin", "admin", "我自己还要"), ("P003", "outsider", "admin", "外区的"),
        ("P011", "reviewer2", "admin", ""), ("JY403", "reviewer2", "clerk2", "不是管理员"),
    ],
)  # fmt: skip
def test_refused_and_on_file(house: Instance, session: SessionOf, code: str, who: str, by: str, why: str) -> None:
    with refused(house, code, "parties.recertify"):
        actions.recertify(held_by(who), by=session(by), why=why)
    assert held_by(who).recertified_at is None


def test_what_has_ended_is_not_looked_over(house: Instance, session: SessionOf) -> None:
    actions.revoke(held_by("reviewer2"), by=session("admin"), why="轮岗")
    with refused(house, "P021", "parties.recertify"):
        actions.recertify(held_by("reviewer2"), by=session("admin"), why="还要")


def test_the_database_knows_that_nobody_looks_over_his_own(house: Instance, session: SessionOf) -> None:
    held, by = held_by("admin"), session("admin")
    held.recertified_by_id, held.recertified_at = by.staff_id, clock.now()
    with pytest.raises(Refused, match="JY514"), act("parties.recertify", by=by, on=held) as entry:
        entry.put(held)
