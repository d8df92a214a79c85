"""补登记证件: who somebody is, told once and by another, where it is missing; until then he gives, confirms and gets no
post. Art. 9(1)."""

from typing import Any

import psycopg
import pytest

from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties import actions, queries
from jiuye.parties.identity import indexes_of
from jiuye.parties.models import Appointment, Staff
from jiuye.parties.own_account import open_account
from jiuye.parties.sessions import Session, machine_session
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.parties.people import agency, enrolled, fresh_number
from tests.parties.test_duties import put
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("9(1)")
SEEN = "当面看过身份证"


def nameless(house: Instance, session: SessionOf, account: str) -> tuple[Staff, Session]:
    """An administrator of the district whose number nobody has told, as the first of an installation is."""
    held, by = enrolled(session, account, "district_admin", fresh_number())
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("alter table jiuye.parties_staff disable trigger user")
        db.execute("update jiuye.parties_staff set identity_index = null, short_index = null where id = %s",
                   [held.staff_id])  # fmt: skip
        db.execute("alter table jiuye.parties_staff enable trigger user")
        for op in ("insert", "update", "delete", "truncate"):
            db.execute(f"alter table jiuye.parties_staff enable always trigger guard_{op}".encode())
    return Staff.objects.select_related("agency").get(pk=held.staff_id), by


def test_told_once_by_another_he_is_one_human(house: Instance, session: SessionOf) -> None:
    staff, by = nameless(house, session, "nameless1")
    number = fresh_number()
    actions.identify(staff, by=session("admin"), id_number=number, why=SEEN)
    entry = entries(house, "parties.identify", "done")[-1]
    assert (entry.subject_id, entry.why) == (staff.pk, SEEN)
    own = open_account(indexes_of(number).full, "演*", agency(), by=machine_session("SYS-1"))
    assert queries.hands_of(by) == {staff.pk, own.staff_id}
    with refused(house, "P058", "parties.identify"):
        actions.identify(staff, by=session("admin"), id_number=fresh_number(), why=SEEN)
    with refused(house, "P027", "parties.enrol"):  # so he enrols no second self
        enrolled(lambda _: by, "nameless1b", "clerk", number)


def test_refused_and_on_file(house: Instance, session: SessionOf) -> None:
    staff, by = nameless(house, session, "nameless2")
    taken, _ = enrolled(session, "named2", "clerk", number := fresh_number())
    admin = session("admin")
    tries: list[tuple[str, Staff, Session, str, str]] = [
        ("P056", staff, by, fresh_number(), SEEN), ("P011", staff, admin, fresh_number(), " "),
        ("P024", staff, admin, "370000", SEEN), ("P027", staff, admin, number, SEEN),
        ("P058", taken.staff, admin, fresh_number(), SEEN), ("JY403", staff, session("clerk2"), fresh_number(), SEEN),
        ("P003", Staff.objects.get(staff_no="OUTSIDER"), admin, fresh_number(), SEEN),
        ("P057", Staff.objects.get(staff_no="SYS-1"), session("manager"), fresh_number(), SEEN),
    ]  # fmt: skip
    for code, who, asks, typed, why in tries:
        with refused(house, code, "parties.identify"):
            actions.identify(who, by=asks, id_number=typed, why=why)


def test_before_that_he_and_a_second_self_give_each_other_nothing(house: Instance, session: SessionOf) -> None:
    staff, by = nameless(house, session, "nameless3")
    twin, other = enrolled(lambda _: by, "twin3", "district_admin", fresh_number())
    held = Appointment.objects.get(staff=staff)
    for giver, holder in ((by, twin.staff), (other, staff)):
        with refused(house, "P055", "parties.grant"):
            actions.grant(holder, by=giver, post="reviewer", agency=agency(), why="兼岗")
        given = Appointment(
            staff=holder, post="reviewer", agency=agency(), valid_from=clock.today(), granted_by_id=giver.staff_id
        )
        with pytest.raises(Refused, match="本人证件"):
            put("parties.grant", giver, given)
    for confirmer, post in ((by, twin), (other, held)):
        with refused(house, "P055", "parties.recertify"):
            actions.recertify(post, by=confirmer, why="仍需")
        post.recertified_by_id, post.recertified_at = confirmer.staff_id, clock.now()
        with pytest.raises(Refused, match="本人证件"):
            put("parties.recertify", confirmer, post)
        post.refresh_from_db()


def test_forged_it_is_refused_too(house: Instance, session: SessionOf) -> None:
    staff, by = nameless(house, session, "nameless4")
    known, outside = (Staff.objects.get(staff_no=no) for no in ("CLERK2", "OUTSIDER"))
    machine, admin = Staff.objects.get(staff_no="SYS-1"), session("admin")
    citizen = open_account(b"a citizen's", "某*某", agency(), by=machine_session("SYS-1")).staff
    forged: list[tuple[Staff, Session, dict[str, Any]]] = [
        (staff, by, {}), (staff, admin, {"identity_index": None}), (staff, admin, {"left_on": clock.today()}),
        (staff, admin, {"name": "别人"}), (known, admin, {}), (known, admin, {"identity_index": None}),
        (outside, admin, {}), (machine, session("manager"), {}), (citizen, admin, {}),
    ]  # fmt: skip
    for who, asks, changed in forged:
        row = Staff.objects.get(pk=who.pk)
        for name, value in ({"identity_index": b"x" * 16} | changed).items():
            setattr(row, name, value)
        with pytest.raises(Refused, match="JY403"):
            put("parties.identify", asks, row)


def test_on_his_page(house: Instance, session: SessionOf) -> None:
    staff, _ = nameless(house, session, "nameless5")
    page, where = signed_in("admin"), f"/parties/staff/{staff.pk}"
    told = page.get(where).content.decode()
    assert "登记证件</button>" in told
    assert "没有登记本人证件" in told
    number = fresh_number()
    assert page.post(f"{where}/identify", {"id_number": number, "seen": SEEN}).status_code == 302
    told = page.get(where).content.decode()
    assert "登记证件</button>" not in told
    assert number not in told


def test_a_district_is_offered_no_post_of_the_city(house: Instance) -> None:
    told = signed_in("admin").get("/parties/enrol").content.decode()
    assert 'value="data_manager"' not in told
    assert "审核岗（镇街机构不设）" in told
