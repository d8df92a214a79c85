"""接入部门: a key that signs both ways; the one before ends. Art. 6(4), 17."""

import pytest

from jiuye.collection.models import DepartmentKey
from jiuye.collection.sharing.actions import ask_department, connect_department
from jiuye.lib.keys import uuid7
from jiuye.partners.server import Department
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.sharing.steps import somebody

pytestmark = [pytest.mark.article("6(4)"), pytest.mark.article("17")]


def test_a_new_key_ends_the_one_before_and_the_secret_is_kept_sealed(
    house: Instance, departments: dict[str, Department], session: SessionOf
) -> None:
    key, secret = connect_department("10", by=session("technician"), why="换钥")
    assert DepartmentKey.objects.filter(department="10", ended_at=None).get() == key
    assert asked(house, "select count(*) from jiuye.collection_departmentkey where wrapped = %s", secret) == 0
    assert entries(house, "collection.connect_department", "done")[-1].why == "换钥"
    told = ask_department("person", somebody(), by=session("clerk2"), submission=uuid7())
    assert {(t.answer, t.fault) for t in told} == {("could_not_ask", "http")}, "they still have the old one"


def test_only_departments_with_a_contract_and_for_a_reason(house: Instance, session: SessionOf) -> None:
    with refused(house, "D020", "collection.connect_department"):
        connect_department("62", by=session("technician"), why="税务")
    with refused(house, "D021", "collection.connect_department"):
        connect_department("10", by=session("technician"), why=" ")
    with refused(house, "JY403", "collection.connect_department"):
        connect_department("10", by=session("clerk2"), why="换钥")
