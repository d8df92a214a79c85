"""Merging, undoing it, clearing and batches through the API: the same hands, verdicts and refusals as on the pages.
Art. 9(3)."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.maintenance.models import Order
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.journeys.test_api import Caller, is_refusal, read
from tests.maintenance import batches
from tests.maintenance.steps import WHY, admitted, again
from tests.papers import picture

pytestmark = pytest.mark.article("9(3)")


def sent(who: str, path: str, form: dict[str, str], name: str = "evidence", *, paper: bool = True) -> tuple[int, Any]:
    """A form with a scan, as a client sends it."""
    caller = Caller(who)
    scan = {name: SimpleUploadedFile("批复.png", picture(uuid7().int % 2**31))} if paper else {}
    return read(caller.client.post(f"/api{path}", form | scan, headers=caller.headers))


def carried_out(order: dict[str, Any], verb: str) -> Any:
    """Approved as it was seen and carried out under its own act."""
    path = f"/orders/{order['order']}"
    assert Caller("approver2").post(f"{path}/approve", {"seen": order["digest"], "note": "核对过"})[0] == 200
    status, told = Caller("operator2").post(f"{path}/{verb}")
    assert (status, told["state"]) == (200, "modified"), told
    status, told = Caller("rechecker2").post(f"{path}/recheck", {"note": "相符"})
    assert (status, told["state"]) == (200, "confirmed")
    return told


def test_two_files_of_one_person_are_merged_and_stand_apart_again(house: Instance, session: SessionOf) -> None:
    kept = admitted(session)
    other = admitted(session, name=kept.name or "")
    form = {"other": str(other.pk), "reason": WHY, "material": "11", "take": '["major"]'}
    path = f"/records/person/{kept.pk}/merge"
    assert is_refusal(sent("clerk2", path, form | {"take": '["nobody"]'})[1], "A422")
    assert sent("clerk2", path, form | {"other": str(uuid7())})[0] == 404
    assert sent("outsider", path, form)[0] == 404
    status, made = sent("clerk2", path, form)
    assert (status, made["kind"], made["grade"]) == (200, "merge", "key"), made
    wrong = Caller("operator2").post(f"/orders/{made['order']}/retire")
    assert wrong[0] == 422, "an order is carried out by its own act"
    carried_out(made, "merge")
    assert again(other, session).merged_into_person_id == kept.person_id
    status, later = Caller("clerk2").get(f"/orders/{made['order']}/later")
    assert (status, later) == (200, [])
    status, undo = sent("clerk2", f"/orders/{made['order']}/apply-unmerge", {"reason": WHY, "material": "11"})
    assert (status, undo["kind"]) == (200, "unmerge"), undo
    carried_out(undo, "unmerge")
    assert again(other, session).merged_into_person_id is None


def test_junk_is_cleared_and_stays_on_file(house: Instance, session: SessionOf) -> None:
    person = admitted(session)
    path = f"/records/person/{person.pk}/retire"
    assert sent("clerk2", path, {"junk": "none", "reason": WHY})[0] == 422
    status, made = sent("clerk2", path, {"junk": "test", "reason": WHY, "material": "11"})
    assert (status, made["kind"]) == (200, "retire"), made
    carried_out(made, "retire")
    assert again(person, session).retired


def test_a_batch_with_its_approval_is_carried_out_and_put_back(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    people = batches.town(tmp_path, session, 12, major="接口专业")
    manager = Caller("manager")
    ask = {
        "dataset": "person",
        "item": "major",
        "value": "接口专业",
        "change": "remarks",
        "to": "按新目录",
        "reason": WHY,
    }
    assert sent("clerk2", "/batches", ask, paper=False)[0] == 403
    made = manager.done(sent("manager", "/batches", ask, paper=False))
    assert (made["kind"], made["state"], len(made["lines"])) == ("batch", "applied", 12)
    path, today = f"/batches/{made['order']}", clock.today().isoformat()
    told = {
        "number": f"鲁人社函〔2026〕{uuid7().hex[-8:]}号", "office": "省厅", "scope": "专业名称统一",
        "issued_on": today, "valid_until": today, "quoted": made["digest"][:20], "seen": "0" * 64,
    }  # fmt: skip
    assert is_refusal(sent("approver", f"{path}/approval", told, "scan")[1], "M020")
    assert Caller("operator").post(f"{path}/execute")[0] == 422
    status, bound = sent("approver", f"{path}/approval", told | {"seen": made["digest"]}, "scan")
    assert (status, bound["state"]) == (200, "approved"), bound
    assert Caller("operator").done(Caller("operator").post(f"{path}/execute"))["state"] == "modified"
    assert {remarks(session, p) for p in people} == {"按新目录"}
    assert Caller("rechecker").post(f"/orders/{made['order']}/return", {"note": "抽查有误，整批还原"})[0] == 200
    assert Caller("operator3").done(Caller("operator3").post(f"{path}/invert"))["state"] == "inverted"
    assert {remarks(session, p) for p in people} == {p.remarks for p in people}
    hand = session("operator3").staff_id
    with scope(session("manager")):
        assert Order.objects.get(number=made["order"]).inverted_by_id == hand


def remarks(session: SessionOf, person: Person) -> str | None:
    return again(person, session).remarks


def test_a_file_that_cannot_be_read_is_refused_in_words(house: Instance) -> None:
    caller = Caller("manager")
    form = {"dataset": "person", "reason": WHY, "file": SimpleUploadedFile("r.csv", json.dumps({}).encode())}
    status, body = read(caller.client.post("/api/batches", form, headers=caller.headers))
    assert status == 422
    assert body["reason"]
