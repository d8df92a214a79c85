"""登记沿革: a fact of the right kind, with a day and evidence, once; before it is confirmed it holds nowhere."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.store import Damaged
from jiuye.parties.act import act
from jiuye.records.custody.contents import referred, store
from jiuye.records.custody.papers import File
from jiuye.records.lineage import actions
from jiuye.records.lineage.rules import Told
from jiuye.records.models import Lineage
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.maintenance.steps import admitted
from tests.papers import picture
from tests.records.lineage.steps import again, browser, firm, found, on, paper, stated

pytestmark = pytest.mark.article("2(1)", "9(2)")
STATE = "records.state_lineage"


def test_what_is_stated_waits_for_another_and_changes_nothing(house: Instance, session: SessionOf) -> None:
    its, before = firm(), len(entries(house, STATE, "done"))
    fact = stated(its, "revoked")
    assert (fact.state, fact.kind, fact.district) == ("stated", "revoked", its.district)
    assert len(entries(house, STATE, "done")) == before + 1
    assert entries(house, STATE, "done")[-1].subject_id == its.pk
    assert again(its).employer_status == "1"
    assert referred(fact.sha256), "its paper is kept as long as the fact refers to it"
    assert f"/records/lineage/{fact.pk}" in browser("reviewer2").get("/").content.decode()
    old = stated(its, "renamed", former="威海某旧名有限公司", later=its.employer_name)
    assert found("威海某旧名有限公司") == []
    assert old.state == "stated"


@pytest.mark.parametrize(
    ("code", "kind", "before", "told"),
    [
        ("L001", "former_name", 1, {"former": "某人"}),
        ("L001", "closed", 1, {}),
        ("L003", "revoked", -1, {}),
        ("L003", "revoked", 400 * 366, {}),
        ("L004", "renamed", 1, {"former": " · ", "later": "新名"}),
        ("L004", "renamed", 1, {"former": "旧名"}),
        ("L004", "renamed", 1, {"former": "长" * 201, "later": "新名"}),
        ("L004", "renamed", 1, {"former": "旧\0名", "later": "新名"}),
        ("L005", "renumbered", 1, {"former": "注册号不详"}),
        ("L006", "renamed", 1, {"former": "威海（某）公司", "later": "威海(某)公司"}),
        ("L007", "merged", 1, {"other_name": "某公司", "other_uscc": "91371000MA0000000X"}),
        ("L004", "split", 1, {"other_name": "某公司"}),
    ],
)
def test_what_cannot_be_is_refused(
    house: Instance, session: SessionOf, code: str, kind: str, before: int, told: dict[str, str]
) -> None:
    its = firm()
    with refused(house, code, STATE):
        stated(its, kind, before, **told)
    assert asked(house, "select count(*) from jiuye.records_lineage where record_id = %s", its.pk) == 0


def test_without_evidence_in_another_district_twice_and_of_itself(house: Instance, session: SessionOf) -> None:
    its = firm()
    with refused(house, "L009", STATE):
        actions.state_lineage(its, Told("revoked", on(1)), by=session("clerk2"))
    with refused(house, "A010", STATE):
        stated(its, "revoked", paper=File("空.png", "07", b"nothing"))
    with refused(house, "J006", STATE):
        stated(its, "revoked", by="outsider")
    with refused(house, "JY403", STATE):
        stated(its, "revoked", by="approver2")
    with refused(house, "L008", STATE):
        stated(its, "branch", other_name="自己", other_uscc=its.uscc)
    stated(its, "revoked")
    with refused(house, "L010", STATE):
        stated(its, "revoked")


def test_a_paper_of_what_was_refused_is_not_kept(house: Instance, session: SessionOf) -> None:
    data, its = picture(77), firm()
    with refused(house, "L003", STATE):
        stated(its, "revoked", -3, paper=File("x.png", "07", data))
    with pytest.raises(Damaged):
        store().get(hashlib.sha256(data).hexdigest())


def test_another_employer_s_end_proves_nothing(house: Instance, session: SessionOf) -> None:
    its = firm()
    with refused(house, "L019", STATE):
        stated(its, "revoked", fact_id=uuid7())


def test_the_database_takes_no_fact_that_is_confirmed_already(house: Instance, session: SessionOf) -> None:
    """The app's own login, under an open entry of the act, cannot write what nobody confirmed."""
    its, by = firm(), session("clerk2")
    fact = Lineage(
        dataset="employer", record_id=its.pk, district=its.district, kind="revoked", effective_on=on(3),
        sha256="0" * 64, state="confirmed", stated_by_id=by.staff_id, stated_at=clock.now(), due_on=clock.today(),
        decided_by_id=session("reviewer2").staff_id, decided_at=clock.now(),
    )  # fmt: skip
    with refused(house, "JY001", STATE), act(STATE, by=by, on=its) as entry:
        fact.stated_at = entry.at
        entry.put(fact)


def test_a_person_has_a_former_name_and_no_licence(house: Instance, session: SessionOf) -> None:
    who = admitted(session)
    fact = stated(who, "former_name", former="丛旧名")
    assert (fact.dataset, fact.kind) == ("person", "former_name")
    told = [e.why for e in entries(house, STATE, "done") if e.subject_id == who.pk]
    assert told == ["曾用名"], "the book holds no name"
    with refused(house, "L001", STATE):
        stated(who, "revoked")
    with refused(house, "L004", STATE):
        stated(who, "former_name", former="长" * 51)


def test_a_day_is_needed_on_the_page_and_what_was_typed_stays(house: Instance, session: SessionOf) -> None:
    its, by = firm(), browser("clerk2")
    path = f"/records/employer/{its.pk}/lineage"
    assert "营业执照吊销" in by.get(path).content.decode()
    typed = {"kind": "merged", "other_name": "威海承继有限公司", "other_uscc": "", "effective_on": "某日"}
    answer = by.post(path, typed)
    assert answer.status_code == 422
    assert "威海承继有限公司" in answer.content.decode()
    later = (clock.today() + timedelta(days=2)).isoformat()
    assert by.post(path, typed | {"effective_on": later}).status_code == 422
    assert browser("outsider").get(path).status_code == 404, "another district's"
    assert browser("approver2").get(path).status_code == 403
    done = by.post(path, {"kind": "revoked", "effective_on": on(5).isoformat(), "material": "07", "paper": _upload()})
    assert done.status_code == 302
    page = browser("reviewer2").get(done.headers["Location"]).content.decode()
    assert "营业执照吊销" in page
    assert browser("outsider").get(done.headers["Location"]).status_code == 404


def _upload() -> BytesIO:
    file = BytesIO(paper(5).data)
    file.name = "通知书.png"
    return file
