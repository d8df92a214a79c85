"""异议: said by whom it is about, answered within its limit by another; corrected only by an order that four hands
carried out; whoever had been told of it before is told. Art. 10(1)."""

from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiuye.collection.sharing.actions import connect_department
from jiuye.collection.sharing.models import Answered
from jiuye.collection.sharing.rules import staff_no
from jiuye.front import worklist
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.workdays import workday_after
from jiuye.maintenance import actions as maintenance
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, department_session, scope
from jiuye.records.custody.contents import referred
from jiuye.records.custody.papers import File
from jiuye.server.connect import Instance
from jiuye.usage.own import objections
from jiuye.usage.own.models import Notice, Objection
from jiuye.usage.own.objections import answer_report, report_wrong, tell_recipient, view_basis
from tests.book import asked, entries, refused
from tests.maintenance.steps import approved, paper
from tests.papers import picture
from tests.quality.small_town import signed_in
from tests.usage.own.steps import Somebody, looked_at, somebody

pytestmark = pytest.mark.article("10(1)")
SAID = "毕业学校写错了，应当是威海职业学院"


@pytest.fixture(scope="module")
def who(house: Instance) -> Somebody:
    return somebody()


def said(who: Somebody, item: str = "graduated_school", **more: Any) -> Objection:
    return report_wrong("person", str(who.person.pk), item, SAID, by=who.by, **more)


def corrected(house: Instance, who: Somebody, one: Objection) -> None:
    """A change order that began from it, by four hands, rechecked."""
    order = maintenance.apply(
        who.person, {"graduated_school": "威海职业学院"}, by=session_of("clerk2"), reason="本人异议属实",
        files=[paper()], origin=f"report:{one.number}",
    )  # fmt: skip
    order = approved(order, session_of)
    order = maintenance.modify(order, by=session_of("operator2"))
    maintenance.recheck(order, by=session_of("rechecker2"), note="一致")


def test_from_the_phone_to_the_answer(house: Instance, who: Somebody) -> None:
    upload = SimpleUploadedFile("毕业证.png", picture(5), content_type="image/png")
    told = {"item": "graduated_school", "said": SAID, "file": upload, "kind": "11"}
    assert who.phone.post(f"/my/data/wrong/person/{who.person.pk}", told).headers["Location"] == "/my/data/wrong"
    with scope(who.by):
        one = Objection.objects.get()
    assert one.due_on == workday_after(clock.today(), objections.DAYS)
    assert referred(one.sha256), "its evidence is held in the store"
    assert "办理中" in who.phone.get("/my/data/wrong").content.decode()
    reviewer = session_of("reviewer2")
    assert one.number in {w.number for w in worklist.waiting_for(reviewer)}
    desk = signed_in("reviewer2")
    page = desk.get(f"/usage/objection/{one.pk}").content.decode()
    assert SAID in page
    assert f"report:{one.number}" in page, "the correction begins here"
    assert who.row["name"] not in page
    assert desk.get(f"/usage/objection/{one.pk}/basis")["Content-Type"] == "image/png"
    assert entries(house, "usage.view_basis", "done")[-1].subject_id == one.pk
    with refused(house, "U239", "usage.answer_report"):
        answer_report(one, "corrected", "已按毕业证更正", by=reviewer)
    corrected(house, who, one)
    assert "已改好复核" in who.phone.get("/my/data/wrong").content.decode()
    answer = {"outcome": "corrected", "answer": "核对毕业证属实，已更正"}
    assert desk.post(f"/usage/objection/{one.pk}", answer).status_code == 302
    assert "核对毕业证属实，已更正" in who.phone.get("/my/data/wrong").content.decode()
    assert one.number not in {w.number for w in worklist.waiting_for(reviewer)}
    with refused(house, "U236", "usage.answer_report"):
        answer_report(one, "upheld", "再答复一次", by=reviewer)


def test_another_item_changed_is_no_correction(house: Instance) -> None:
    who = somebody()
    one = said(who, "major")
    corrected(house, who, one)
    with refused(house, "U239", "usage.answer_report"):
        answer_report(one, "corrected", "已按毕业证更正", by=session_of("reviewer2"))
    reviewer = session_of("reviewer2")
    with refused(house, "JY403", "usage.answer_report"), act("usage.answer_report", by=reviewer, on=one) as entry:
        one.state, one.answer, one.answered_by_id, one.answered_at = "corrected", "改了", reviewer.staff_id, entry.at
        entry.put(one)


def test_whoever_had_been_told_is_to_be_told(house: Instance) -> None:
    who = somebody()
    with act("collection.answer_department", by=_department(), on=who.person, why="MZ-1") as entry:
        entry.put(
            Answered(
                department="40", key_id="k", nonce="n1", contract="unemployed", subject_index=who.by.own_index,
                basis="MZ-1", answer="yes", dataset="person", record_id=who.person.pk, district="371002",
                answered_at=entry.at, milliseconds=1,
            )
        )  # fmt: skip
    one = said(who)
    corrected(house, who, one)
    reviewer = session_of("reviewer2")
    answer_report(one, "corrected", "核对毕业证属实", by=reviewer)
    with scope(reviewer):
        notice = Notice.objects.get(objection=one)
    assert notice.department == "40"
    assert [w.step for w in worklist.waiting_for(reviewer) if w.number == one.number] == ["告知部门"]
    with refused(house, "U241", "usage.tell_recipient"):
        tell_recipient(notice, "", by=reviewer)
    address = f"/usage/objection/{one.pk}/told/{notice.pk}"
    assert signed_in("reviewer2").post(address, {"letter": "威公就函〔2026〕8号"}).status_code == 302
    with refused(house, "U240", "usage.tell_recipient"):
        tell_recipient(notice, "威公就函〔2026〕9号", by=reviewer)
    assert entries(house, "usage.tell_recipient", "done")[-1].why == "威公就函〔2026〕8号"
    with refused(house, "JY403", "usage.tell_recipient"), act("usage.tell_recipient", by=reviewer, on=notice) as entry:
        notice.letter, notice.told_by_id, notice.told_at = "别的函", reviewer.staff_id, entry.at
        entry.put(notice)
    unasked = Notice(objection=one, district=one.district, department="41", answered_at=clock.now())
    with refused(house, "JY403", "usage.answer_report"), act("usage.answer_report", by=reviewer) as entry:
        entry.put(unasked)


def _department() -> Session:
    connect_department("40", by=session_of("technician"), why="协议 1")
    return department_session(staff_no("40"))


@pytest.mark.parametrize(
    ("dataset", "item", "words", "code"),
    [
        ("person", "handler_id", SAID, "U232"),
        ("person", "no_such", SAID, "U232"),
        ("person", "name", "错", "U233"),
        ("person", "id_number", "应当是 371098199001010019", "U234"),
        ("person", "name", "长" * 501, "U235"),
        ("shared_fact", "fact_value", SAID, "U231"),
        ("nonsense", "name", SAID, "U231"),
    ],
)
def test_what_is_no_objection(house: Instance, who: Somebody, dataset: str, item: str, words: str, code: str) -> None:
    with refused(house, code, "usage.report_wrong"):
        report_wrong(dataset, str(who.person.pk), item, words, by=who.by)


def test_of_his_own_only_and_once_at_a_time(house: Instance, who: Somebody) -> None:
    other = somebody()
    with refused(house, "U231", "usage.report_wrong"):
        report_wrong("person", str(other.person.pk), "name", SAID, by=who.by)
    said(other, "major")
    with refused(house, "U242", "usage.report_wrong"):
        said(other, "major")
    with refused(house, "A010", "usage.report_wrong"):
        said(other, "education", file=File("x.png", "11", b"not a picture"))
    with scope(who.by):
        assert not Objection.objects.filter(holder=other.by.staff_id).exists()


def test_another_district_neither_sees_nor_answers(house: Instance) -> None:
    one = said(somebody())
    with scope(session_of("contact-371003")):
        assert not Objection.objects.filter(pk=one.pk).exists()
    with refused(house, "JY403", "usage.answer_report"):
        answer_report(one, "upheld", "与原件一致", by=session_of("contact-371003"))
    assert signed_in("contact-371003").get(f"/usage/objection/{one.pk}").status_code in (403, 404)
    answer_report(one, "upheld", "与原件一致", by=session_of("reviewer2"))


def test_the_database_keeps_its_steps(house: Instance) -> None:
    one = said(somebody())
    for sql in (
        "update jiuye.usage_objection set state = 'upheld', answered_by_id = holder_id, answer = '是',"
        " answered_at = now()",
        "update jiuye.usage_objection set said = '别的'",
    ):
        with pytest.raises(psycopg.Error), psycopg.connect(house.superuser_dsn()) as db:
            db.execute(f"{sql} where id = %s".encode(), [one.pk])
    assert asked(house, "select state from jiuye.usage_objection where id = %s", one.pk) == "reported"


def test_a_look_at_his_evidence_is_on_his_page(house: Instance, who: Somebody) -> None:
    other = somebody()
    looked_at(other)
    one = said(other, file=File("证.png", "11", picture(9)))
    view_basis(one, by=session_of("reviewer2"))
    assert one.number in other.phone.get("/my/seen").content.decode()
