"""转出: a personal file leaves only when every paper kept of the person holds its four properties. Art. 2(4), 6(1)."""

from datetime import timedelta
from pathlib import Path

import pytest

from jiuye.collection import actions
from jiuye.collection.archive import attach as archive
from jiuye.collection.models import Attachment, Submission
from jiuye.front import demo
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.sessions import scope
from jiuye.records.custody import contents
from jiuye.records.custody.filing import file, keep
from jiuye.records.leaving import UNSOUND, held_back
from jiuye.records.models import EArchive, FourCheck, Person
from jiuye.server.connect import Instance
from tests import papers
from tests.book import SessionOf, entries
from tests.clean import Row, person, write
from tests.records.custody.steps import CONFIRMED, kept, machine

pytestmark = [pytest.mark.article("2(4)"), pytest.mark.article("6(1)")]


def leaving(session: SessionOf, seed: int) -> tuple[Attachment, Submission]:
    """A person with a paper in keeping, and his personal file on its way out."""
    paper, out = file_of(session, seed)
    return paper, actions.submit("personnel_agency_file", out, by=session("clerk2"), confirmed=CONFIRMED)


def file_of(session: SessionOf, seed: int) -> tuple[Attachment, Row]:
    """The paper, and the row that sends his file away."""
    typed = person()
    made = actions.submit("person", typed, by=session("clerk2"), confirmed=CONFIRMED)
    paper = archive.attach(made, papers.picture(seed), "x", "11", by=session("clerk2"))
    actions.accept(made, by=session("reviewer2"))
    keep(by=machine())
    with scope(machine()):
        number = Person.objects.get(submission_id=made.pk).person_id
    day = clock.today() - timedelta(days=20)
    out = {
        "file_no": f"D{seed}", "person_id": number, "id_number": typed["id_number"], "deposit_kind": "1",
        "source_unit_name": "某单位", "receive_reason": "10", "delivery_method": "1", "seal_intact_flag": "1",
        "received_date": (day - timedelta(days=200)).isoformat(), "received_by": "CLERK2", "storage_place": "一号库",
        "cabinet_no": "1", "slot_no": "1", "digitized_flag": "1", "file_status": "2", "out_date": day.isoformat(),
        "out_reason": "10", "out_person": "某人", "out_unit_name": "某市人才中心", "transfer_letter_no": f"T{seed}",
    }  # fmt: skip
    return paper, out


def test_a_lost_paper_holds_the_file_back_until_it_is_restored(house: Instance, session: SessionOf) -> None:
    paper, case = leaving(session, 601)
    contents.store().drop(paper.sha256)
    with pytest.raises(Refused, match="四性检测不合格"):
        actions.accept(case, by=session("reviewer2"))
    assert entries(house, "collection.accept", "refused")[-1].code == "A020"
    assert kept(paper).state == "faulty"
    key = kept(paper).record_id
    with scope(machine()):
        record = EArchive.objects.get(pk=key)
        assert held_back([record], on=clock.today()) == {record.pk: [UNSOUND]}
    contents.store().put(papers.picture(601))
    file(kept(paper), by=session("archivist"))
    actions.accept(case, by=session("reviewer2"))
    with scope(machine()):
        looks = FourCheck.objects.filter(keeping__source_id=paper.pk, occasion="transfer").order_by("at")
        assert [c.passed for c in looks] == [False, True]


def test_sound_papers_let_it_go(house: Instance, session: SessionOf) -> None:
    paper, case = leaving(session, 611)
    assert actions.accept(case, by=session("reviewer2")).state == "accepted"
    assert kept(paper).state == "filed"


def test_a_file_of_transfers_is_held_to_the_same(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    paper, out = file_of(session, 621)
    contents.store().drop(paper.sha256)
    done, _ = actions.import_batch("personnel_agency_file", write(tmp_path / "f.csv", [out]), by=session("clerk2"))
    with pytest.raises(Refused, match="四性检测不合格"):
        actions.accept(done, by=session("reviewer2"))
    assert entries(house, "collection.accept", "refused")[-1].code == "A020"


def test_a_file_that_does_not_conform_stays(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    _, out = file_of(session, 631)
    old = {n: v for n, v in out.items() if not n.startswith("out_")} | {"file_status": "1", "deposit_kind": "88"}
    demo.order()
    actions.inherit(
        "personnel_agency_file", write(tmp_path / "o.csv", [old]), by=session("manager"), order_number=demo.ORDER
    )
    case = actions.submit("personnel_agency_file", out, by=session("clerk2"), confirmed=CONFIRMED)
    with pytest.raises(Refused, match="不合标准"):
        actions.accept(case, by=session("reviewer2"))
    assert entries(house, "collection.accept", "refused")[-1].code == "J020"
