"""登记手机号码 of who works here: told by his administrator; nobody files it as a client's. Art. 6(1)."""

import pytest

from jiuye.collection import actions as collection
from jiuye.parties import actions
from jiuye.parties.cast import phone
from jiuye.parties.models import Staff
from jiuye.parties.sessions import scope
from jiuye.quality import actions as quality
from jiuye.quality.models import Finding
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.clean import person
from tests.parties.test_duties import put
from tests.quality.small_town import signed_in
from tests.sections.steps import SURE

pytestmark = pytest.mark.article("6(1)")
NEW = "16700000009"


def staff(account: str) -> Staff:
    return Staff.objects.select_related("agency").get(staff_no=account.upper())


def test_the_first_or_a_new_one_within_the_own_district(house: Instance, session: SessionOf) -> None:
    before = bytes(staff("reviewer2").phone_index or b"")
    door = signed_in("admin")
    door.post(f"/parties/staff/{staff('reviewer2').pk}/phone", {"mobile_phone": NEW})
    assert bytes(staff("reviewer2").phone_index or b"") != before
    assert NEW not in door.get(f"/parties/staff/{staff('reviewer2').pk}").content.decode()
    for code, who, by, typed in [
        ("P059", "reviewer2", "admin", "0631-5231234"), ("P003", "outsider", "admin", NEW),
        ("P057", "sys-1", "manager", NEW), ("JY403", "reviewer2", "clerk2", NEW),
    ]:  # fmt: skip
        with refused(house, code, "parties.register_phone"):
            actions.register_phone(staff(who), by=session(by), mobile_phone=typed)
    other = staff("outsider")
    other.phone_index = b"x"
    with refused(house, "JY403", "parties.register_phone"):  # the database says so too
        put("parties.register_phone", session("admin"), other)


def test_whoever_files_it_as_a_client_s_is_asked_and_both_engines_find_it(house: Instance, session: SessionOf) -> None:
    row = person(mobile_phone=phone(0))
    with refused(house, "R014", "collection.submit"):
        collection.submit("person", row, by=session("clerk2"), confirmed=[r for r in SURE if r != "R014"])
    one = collection.submit("person", row, by=session("clerk2"), confirmed=SURE)
    collection.accept(one, by=session("reviewer2"))
    with scope(session("manager")):
        key = Person.objects.get(submission_id=one.pk).pk
    frozen = quality.freeze(by=session("manager"))
    for engine in ("duckdb", "postgres"):
        run = quality.inspect(frozen, by=session("manager"), engine=engine)
        with scope(session("manager")):
            found = Finding.objects.filter(run=run, rule_id="R014").values_list("record_id", flat=True)
            assert list(found) == [key], engine
