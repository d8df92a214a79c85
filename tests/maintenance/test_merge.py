"""合并、撤销合并: nothing merges by itself, nothing is lost, and every later fact finds its owner. Art. 9(3), 14(2)."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from jiuye.collection import actions as collection
from jiuye.lib.verdict import Refused
from jiuye.maintenance import actions
from jiuye.maintenance.models import Line, Order
from jiuye.parties.sessions import scope
from jiuye.records.amending import RENEWED
from jiuye.records.keys import sealer
from jiuye.records.models import JobSeeking, Person, Record
from jiuye.records.seal import open_item
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.maintenance.steps import SURE, WHY, admitted, again, approved, carried_out, now, other_number, paper

pytestmark = pytest.mark.article("9(3)")


def columns(record: Record) -> dict[str, Any]:
    """What a record holds beside who wrote last and how it was judged then."""
    told = {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields if f.attname not in RENEWED}
    return {c: bytes(v) if isinstance(v, memoryview) else v for c, v in told.items()}


def seeking(person: Person, session: SessionOf) -> JobSeeking:
    """A 求职登记 of the person, accepted."""
    typed = {
        "person_id": person.person_id or "", "seeker_category": "20", "contact_phone": "13800001111",
        "desired_occupation_name": "保洁", "desired_occupation_code": "4080200",
        "desired_division": "371002", "seeking_status": "1",
        "registered_date": f"{person.created_at:%Y-%m-%d}", "desired_wage": "3000", "skills": uuid4().hex,
        "valid_until": "2099-12-31",
    }  # fmt: skip
    done = collection.submit("job_seeking", typed, by=session("clerk2"), confirmed=SURE)
    collection.accept(done, by=session("reviewer2"))
    with scope(session("reviewer2")):
        found: JobSeeking = JobSeeking.objects.get(submission_id=done.pk)
    return found


def asked_for(kept: Person, other: Person, session: SessionOf, chosen: tuple[str, ...] = ()) -> Order:
    return actions.apply_merge(kept, other, chosen, by=session("clerk2"), reason=WHY, files=[paper()])


def merged(kept: Person, other: Person, session: SessionOf, chosen: tuple[str, ...] = ()) -> Order:
    order = approved(asked_for(kept, other, session, chosen), session)
    done = actions.merge(order, by=session("operator2"))
    return actions.recheck(done, by=session("rechecker2"))


def undone(order: Order, session: SessionOf, choices: Mapping[str, str] | None = None) -> Order:
    back = actions.apply_unmerge(order, choices or {}, by=session("clerk2"), reason="查明是两个人", files=[paper()])
    done = actions.unmerge(approved(back, session), by=session("operator2"))
    return actions.recheck(done, by=session("rechecker2"))


def as_of_now(record: Record, session: SessionOf) -> Record:
    with scope(session("manager")):
        found: Record = type(record)._default_manager.get(pk=record.pk)
    return found


def test_what_quoted_the_one_follows_to_the_other_and_back(house: Instance, session: SessionOf) -> None:
    kept, other = admitted(session), admitted(session, major="园艺")
    mine, his = seeking(kept, session), seeking(other, session)
    before = {r.pk: columns(as_of_now(r, session)) for r in (kept, other, mine, his)}
    order = merged(kept, other, session, ("mobile_phone", "major"))
    assert order.grade == "key"
    with scope(session("manager")):
        lines = list(Line.objects.filter(order=order).order_by("position"))
    assert [(x.dataset, x.record_id) for x in lines] == [
        ("person", other.pk),
        ("person", kept.pk),
        ("job_seeking", his.pk),
    ]
    assert again(other, session).merged_into_person_id == kept.person_id
    assert as_of_now(his, session).person_id == kept.person_id  # type: ignore[attr-defined]
    fresh = again(kept, session)
    assert fresh.major == "园艺"
    phone = open_item("person", other.pk, "mobile_phone", other.mobile_phone, sealer())
    assert open_item("person", kept.pk, "mobile_phone", fresh.mobile_phone, sealer()) == phone
    undone(order, session)
    for record in (kept, other, mine, his):
        assert columns(as_of_now(record, session)) == before[record.pk]
    assert [e.act for e in entries(house) if e.act in ("maintenance.merge", "maintenance.unmerge")] == [
        "maintenance.merge",
        "maintenance.unmerge",
    ]


def test_what_came_later_goes_to_its_owner_or_somebody_says(house: Instance, session: SessionOf) -> None:
    kept, other = admitted(session), admitted(session)
    order = merged(kept, other, session, ("mobile_phone",))
    later = seeking(again(kept, session), session)
    carried_out(again(kept, session), session, {"mobile_phone": "13900002222", "remarks": "合并后写的"})
    with refused(house, "M039", "maintenance.apply"):
        actions.apply_unmerge(order, {}, by=session("clerk2"), reason="查明是两个人", files=[paper()])
    choices = {"item:mobile_phone": "merged", "item:remarks": "kept", f"row:{later.pk}": "merged"}
    undone(order, session, choices)
    a, b = again(kept, session), again(other, session)
    assert (a.remarks, b.remarks) == ("合并后写的", other.remarks)
    assert columns(a)["mobile_phone"] == columns(kept)["mobile_phone"], "his own again, byte for byte"
    assert open_item("person", b.pk, "mobile_phone", b.mobile_phone, sealer()) == "13900002222"
    assert as_of_now(later, session).person_id == other.person_id  # type: ignore[attr-defined]


def test_a_later_merge_is_undone_first(house: Instance, session: SessionOf) -> None:
    a, b, c = admitted(session), admitted(session), admitted(session)
    first = merged(a, b, session)
    second = merged(c, again(a, session), session)
    with refused(house, "M038", "maintenance.apply"):
        actions.apply_unmerge(first, {}, by=session("clerk2"), reason="查明是两个人", files=[paper()])
    undone(second, session)
    undone(first, session)
    assert not again(a, session).merged_into_person_id
    assert not again(b, session).merged_into_person_id
    with refused(house, "M037", "maintenance.apply"):
        actions.apply_unmerge(first, {}, by=session("clerk2"), reason="再撤销一次", files=[paper()])


@pytest.mark.article("14(2)")
def test_twins_and_fathers_are_not_merged_without_proof(house: Instance, session: SessionOf) -> None:
    one = admitted(session)
    assert one.name
    assert one.sex
    born = f"{one.birth_date:%Y-%m-%d}"
    number = open_item("person", one.pk, "id_number", one.id_number, sealer())
    twin = other_number(number)
    papers = {
        "social_security_number": twin, "disability_cert_no": "", "health_status": "1", "first_work_date": "",
        "retired_flag": "0", "retired_date": "", "education": "61", "graduation_date": "", "employment_status": "90",
    }  # fmt: skip
    for changed, word in (
        ({"name": f"{one.name[0]}晓双", "birth_date": born, "id_number": twin, "sex": one.sex} | papers, "双胞胎"),
        ({"name": one.name}, "证件号码不同"),
    ):
        other = admitted(session, **changed)
        with refused(house, "M035", "maintenance.apply"):
            actions.apply_merge(one, other, (), by=session("clerk2"), reason=WHY)
        order = asked_for(one, other, session)
        assert any(word in c for c in order.detail["cautions"]), order.detail
        assert "不同" in order.detail["alike"]
        actions.refuse(order, by=session("approver2"), note="不是同一人")
        assert not again(other, session).merged_into_person_id


def test_only_two_of_a_kind_in_use_merge(house: Instance, session: SessionOf) -> None:
    kept, other = admitted(session), admitted(session)
    row, third = seeking(other, session), admitted(session)
    with refused(house, "M032", "maintenance.apply"):
        asked_for(kept, kept, session)
    with refused(house, "M031", "maintenance.apply"):
        asked_for(kept, row, session)  # type: ignore[arg-type]
    merged(kept, other, session)
    with refused(house, "M034", "maintenance.apply"):
        asked_for(third, again(other, session), session)
    with refused(house, "M005", "maintenance.apply"):
        actions.apply(again(other, session), {"remarks": "甲"}, by=session("clerk2"), reason=WHY)


def test_a_merge_reaches_all_or_nothing(house: Instance, session: SessionOf) -> None:
    kept, other = admitted(session), admitted(session)
    his = seeking(other, session)
    order = approved(asked_for(kept, other, session), session)
    carried_out(again(kept, session), session, {"remarks": "其间改动"})
    with pytest.raises(Refused, match="J030"):
        actions.merge(order, by=session("operator2"))
    assert not again(other, session).merged_into_person_id
    assert as_of_now(his, session).person_id == other.person_id  # type: ignore[attr-defined]
    assert now(order, session).state == "returned"


def test_a_district_does_not_merge_what_reaches_beyond_it(house: Instance, session: SessionOf) -> None:
    kept = admitted(session)
    far = admitted(session, clerk="outsider", reviewer="outreviewer")
    with refused(house, "M030", "maintenance.apply"):
        asked_for(kept, far, session)
    order = actions.apply_merge(kept, far, (), by=session("clerk"), reason=WHY, files=[paper()])
    with refused(house, "JY403", "maintenance.merge"):
        actions.merge(order, by=session("approver"))
    actions.approve(order, by=session("approver"), seen=order.digest)
    actions.merge(order, by=session("operator"))
    assert again(far, session).merged_into_person_id == kept.person_id
    assert asked(house, "select count(*) from jiuye.maintenance_line where order_id = %s", order.pk) == 2
