"""本人查询: all that is on file, or why not, under an act of its owner. Art. 10(1)."""

from datetime import timedelta

import pytest

from jiuye.collection import actions, mandates
from jiuye.collection.sharing.models import Answered
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.mandates import grant_mandate
from jiuye.parties.sessions import scope
from jiuye.records.models import MODELS
from jiuye.server.connect import Instance
from jiuye.standards.queries import catalogue
from jiuye.usage.own.actions import show_own
from jiuye.usage.own.shown import parts
from jiuye.usage.own.withheld import ELSEWHERE, SHOWN, reason
from tests.book import asked, entries, refused
from tests.journeys import own_steps
from tests.kiosk.steps import machine
from tests.own import steps as employers
from tests.usage.own.steps import Somebody, somebody

pytestmark = pytest.mark.article("10(1)")


@pytest.fixture(scope="module")
def who(house: Instance) -> Somebody:
    one = somebody()
    number = asked(house, "select person_id from jiuye.records_person where id = %s", one.person.pk)
    day = (clock.today() - timedelta(days=10)).isoformat()
    typed = own_steps.unemployment() | {
        "id_number": one.row["id_number"], "name": one.row["name"], "person_id": number, "registered_date": day,
        "unemployment_date": day, "registration_division": "371002",
    }  # fmt: skip
    made = actions.submit(
        "unemployment_registration", typed, by=session_of("clerk2"), confirmed=employers.EVERY_QUESTION
    )
    actions.accept(made, by=session_of("reviewer2"))
    return one


def test_he_reads_what_is_on_file_and_the_reading_is_on_file(house: Instance, who: Somebody) -> None:
    found = {p.label: p for p in show_own(by=who.by)}
    texts = {i.label: i.text for g in found["个人"].rows[0].groups for i in g.items}
    assert texts["姓名"] == who.row["name"]
    assert who.row["id_number"] not in texts["证件号码"], "covered: somebody may look over his shoulder"
    assert len(found["失业登记"].rows) == 1, "what a clerk registered of him is his to read"
    last = entries(house, "usage.show_own", "done")[-1]
    assert (last.subject_id, last.staff_id) == (who.person.pk, who.by.staff_id)


def test_his_page_shows_it_on_the_phone(house: Instance, who: Somebody) -> None:
    before = len(entries(house, "usage.show_own", "done"))
    page = who.phone.get("/my/data").content.decode()
    assert who.row["name"] in page
    assert "工作人员的个人信息" in page
    assert len(entries(house, "usage.show_own", "done")) == before + 1
    assert machine().get("/kiosk/data").status_code == 403, "the terminals' page is for terminals"


def test_every_item_is_shown_or_withheld_for_a_reason(house: Instance, who: Somebody) -> None:
    with scope(who.by):
        for dataset, part in zip(SHOWN["person"], parts("person"), strict=False):
            withheld = {label for one, labels in part.withheld if one.code != "W7" for label in labels}
            for item in catalogue().items[dataset].values():
                assert (reason(item) is not None) == (item.label in withheld), item
            for row in part.rows:
                told = {i.label for g in row.groups for i in g.items} | {m for g in row.groups for m in g.missing}
                for item in catalogue().items[dataset].values():
                    value = getattr(MODELS[dataset].objects.first(), item.name, None)
                    assert item.label in told | withheld or value is None, item.name


def test_every_dataset_about_a_person_or_an_employer_is_told_of() -> None:
    told = {d for some in SHOWN.values() for d in some} | set(ELSEWHERE)
    assert told == set(MODELS)


def test_nobody_reads_anothers(house: Instance, who: Somebody) -> None:
    other = somebody()
    with scope(other.by):
        for model in MODELS.values():
            assert not model.objects.exclude(pk=other.person.pk).exists(), model
    assert who.row["name"] not in other.phone.get("/my/data").content.decode()
    assert not Answered.objects.exists()


def test_a_clerk_and_an_agent_do_not(house: Instance, who: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    with refused(house, "JY403", "usage.show_own"), act("usage.show_own", by=session_of("clerk2")):
        pass
    agent = somebody()
    with own_steps.gateway(monkeypatch):
        mandate = grant_mandate(
            bytes(agent.by.own_index or b""), "受*人", ["unemployment_registration"], by=who.by, single=False,
            until=clock.today(),
        )  # fmt: skip
        acting = mandates.use_mandate(mandate, by=agent.by)
    with refused(house, "JY403", "usage.show_own"):
        show_own(by=acting)


def test_an_employer_reads_its_own(house: Instance) -> None:
    its = employers.employer()
    by = employers.handler(its)
    found = {p.label: p for p in show_own(by=by)}
    texts = {i.label: i.text for g in found["用人单位"].rows[0].groups for i in g.items}
    assert texts["单位名称"] == its["employer_name"]
    assert set(found) == {"用人单位", "招聘登记"}
