"""What the house knows already is offered to whoever declares for himself: his own, of the items asked, once told in
the book. Art. 6(2), 6(3)."""

import pytest
from django.test import Client

from jiuye.collection.sections.actions import flow
from jiuye.collection.services import SERVICES, known, own_file
from jiuye.front.middleware import OWN_COOKIE
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests.book import entries
from tests.own import steps

pytestmark = [pytest.mark.article("6(2)"), pytest.mark.article("6(3)")]
VACANCY = SERVICES["vacancy"]


def test_an_employer_is_offered_what_its_file_says(house: Instance) -> None:
    its = steps.employer()
    by = steps.handler(its)
    page = Client(headers={"host": "localhost"})
    page.cookies[OWN_COOKIE] = by.token
    told = page.post("/my/flow/vacancy", {}).json()["offers"]
    said = {n: o["value"] for n, o in told.items()}
    wanted = {"contact_person": "contact_person", "work_place": "address", "work_division": "division_code"}
    assert {n: its.get(of) for n, of in wanted.items() if its.get(of)}.items() <= said.items()
    assert said.keys() <= VACANCY.items
    last = entries(house, "collection.flow", "done")[-1]
    assert (last.staff_id, last.why) == (by.staff_id, "办理招聘登记")
    assert page.post("/my/flow/person", {}).status_code == 404
    assert page.post("/my/flow/unemployment_registration", {}).status_code == 404


def test_of_another_it_learns_nothing(house: Instance) -> None:
    by, other = steps.handler(steps.employer()), steps.handler(steps.employer())
    with scope(other):
        its = own_file(other)
    assert its
    assert flow("vacancy", known(VACANCY, its, by), by=by, wanted=VACANCY.items) == {}
