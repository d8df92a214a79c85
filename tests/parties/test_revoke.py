"""撤权: the post ends with the statement; the holder's next one is refused. Art. 9(1)."""

import pytest

from jiuye.collection import actions as collection
from jiuye.parties import actions
from jiuye.parties.models import Appointment, Staff
from jiuye.parties.sessions import open_session, resolve, scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import person
from tests.parties.people import agency
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("9(1)")


def held_by(account: str) -> Appointment:
    return Appointment.objects.select_related("staff", "agency").get(staff__account__name=account, revoked_at=None)


def test_the_next_statement_is_refused_not_the_next_sign_in(house: Instance, session: SessionOf) -> None:
    by = session("clerk2")
    assert collection.submit("person", person(), by=by).state == "submitted"
    actions.revoke(held_by("clerk2"), by=session("admin"), why="离开窗口")
    with refused(house, "JY401", "collection.submit"):
        collection.submit("person", person(), by=by)
    assert resolve(by.token) is None
    with scope(by):
        assert not Person.objects.exists()
    with pytest.raises(Exception, match="不在授权期内"):
        open_session(Appointment.objects.get(staff__account__name="clerk2"), channel="command", factors="command")


def test_who_took_it_and_when_stay_on_file(house: Instance, session: SessionOf) -> None:
    held = held_by("reviewer2")
    actions.revoke(held, by=session("admin"), why="轮岗")
    entry = entries(house, "parties.revoke", "done")[-1]
    assert (entry.subject_id, entry.why) == (held.pk, "轮岗")
    kept = Appointment.objects.get(pk=held.pk)
    assert kept.revoked_by_id == session("admin").staff_id
    before = asked(house, "select old ->> 'revoked_at' from history.version where record_id = %s", held.pk)
    assert before is None
    with refused(house, "P013", "parties.revoke"):
        actions.revoke(kept, by=session("admin"), why="再撤一次")


def test_the_page_offers_only_what_the_asker_may_do(house: Instance, session: SessionOf) -> None:
    """Both posts of one person, one of them in another district: each administrator is offered his own."""
    staff = Staff.objects.get(staff_no="RECHECKER2")
    held = Appointment.objects.filter(staff=staff).latest("id")
    far = actions.grant(staff, by=session("manager"), post="reviewer", agency=agency("37108201"), why="支援外区")
    page = signed_in("admin").get(f"/parties/staff/{staff.pk}").content.decode()
    for verb in ("revoke", "recertify"):
        assert f"/{verb}/{held.pk}" in page
        assert f"/{verb}/{far.pk}" not in page
    page = signed_in("manager").get(f"/parties/staff/{staff.pk}").content.decode()
    assert f"/revoke/{far.pk}" in page
    assert "/revoke/" not in signed_in("supervisor").get(f"/parties/staff/{staff.pk}").content.decode()


def test_not_beyond_the_own_district(house: Instance, session: SessionOf) -> None:
    with refused(house, "P003", "parties.revoke"):
        actions.revoke(held_by("outsider"), by=session("admin"), why="不归我管")
    assert held_by("outsider").revoked_at is None


def test_not_without_a_reason(house: Instance, session: SessionOf) -> None:
    with refused(house, "P011", "parties.revoke"):
        actions.revoke(held_by("contact-371002"), by=session("admin"), why="")
