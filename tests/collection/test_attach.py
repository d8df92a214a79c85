"""附材料: read, kept once, bound to its case, filed when the case is accepted; nothing is left of a refusal."""

from collections.abc import Callable

import pytest
from django.conf import settings

from jiuye.collection import actions
from jiuye.collection.archive import attach as archive
from jiuye.collection.archive.queries import material
from jiuye.collection.models import Attachment, Submission
from jiuye.lib.store import digests
from jiuye.lib.verdict import Refused
from jiuye.parties.sessions import scope
from jiuye.records.custody.papers import LARGEST
from jiuye.records.models import EArchive, Person
from jiuye.server.connect import Instance
from tests import papers
from tests.book import SessionOf, asked, entries, refused
from tests.clean import person

pytestmark = [pytest.mark.article("2(4)"), pytest.mark.article("6(1)")]


@pytest.fixture
def case(session: SessionOf) -> Callable[[], Submission]:
    def made() -> Submission:
        confirmed = [f"R{n:03d}" for n in range(1, 229)]
        return actions.submit("person", person(), by=session("clerk2"), confirmed=confirmed)

    return made


def kept(data: bytes) -> bool:
    name = digests(data).sha256
    return any(p.name == name for p in (settings.FILES / "archive").rglob("*"))


def test_a_scan_becomes_archive_with_its_record(
    house: Instance, session: SessionOf, case: Callable[[], Submission]
) -> None:
    data, made = papers.pdf(2, seed=20), case()
    a = archive.attach(made, data, "身份证.pdf", "11", by=session("clerk2"), original_checked=True)
    actions.accept(made, by=session("reviewer2"))
    with scope(session("manager")):
        record, owner = EArchive.objects.get(sha256=a.sha256), Person.objects.get(submission_id=made.pk)
    assert (record.business_entity, record.business_record_id) == ("person", owner.person_id)
    assert (record.page_count, record.mime_type, record.original_checked_flag) == (2, "application/pdf", "1")
    assert record.retention_until.year == a.attached_at.year + 30
    assert record.archive_status == "2"
    assert archive.view_material(a, by=session("reviewer2")) == data
    assert [e.why for e in entries(house, "collection.view_material")] == [made.number]


def test_a_returned_case_takes_its_material_along(session: SessionOf, case: Callable[[], Submission]) -> None:
    made = case()
    a = archive.attach(made, papers.picture(31), "户口簿.png", "12", by=session("clerk2"))
    actions.return_(made, by=session("reviewer2"), code="50", note="住址请核对")
    draft = actions.take_up(made, by=session("clerk2"))
    assert draft
    with scope(session("manager")):
        assert [m.pk for m in material(Submission.objects.get(pk=made.pk))] == [a.pk]


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [(b"not a picture", "11", "A010"), (b"", "11", "A004"), (papers.picture(40), "99", "A003"),
     (papers.pdf()[:200], "11", "A010"), (b"%PDF-" + b"x" * LARGEST, "11", "A005")],
    ids=["no picture", "empty", "no kind", "torn", "too large"],
)  # fmt: skip
def test_bad_material_is_refused_and_nothing_stays(
    house: Instance, session: SessionOf, case: Callable[[], Submission], data: bytes, kind: str, code: str
) -> None:
    made = case()
    with refused(house, code, "collection.attach"):
        archive.attach(made, data, "x", kind, by=session("clerk2"))
    assert not kept(data)
    assert asked(house, "select count(*) from jiuye.collection_attachment where submission_id = %s", made.pk) == 0


def test_not_twice_not_for_another_not_too_late(
    house: Instance, session: SessionOf, case: Callable[[], Submission]
) -> None:
    made, data = case(), papers.picture(50)
    archive.attach(made, data, "a.png", "11", by=session("clerk2"))
    with refused(house, "A011", "collection.attach"):
        archive.attach(made, data, "b.png", "11", by=session("clerk2"))
    assert kept(data)
    with refused(house, "A001", "collection.attach"):
        archive.attach(made, papers.picture(51), "c.png", "11", by=session("clerk"))
    with refused(house, "A001", "collection.attach"):
        archive.attach(made, papers.picture(52), "d.png", "11", by=session("reviewer2"))
    actions.accept(made, by=session("reviewer2"))
    with refused(house, "A002", "collection.attach"):
        archive.attach(Submission.objects.none().model(**_state(made)), papers.picture(53), "e.png", "11",
                       by=session("clerk2"))  # fmt: skip
    for n in (51, 52, 53):
        assert not kept(papers.picture(n))


def _state(made: Submission) -> dict[str, object]:
    return {f.attname: getattr(made, f.attname) for f in Submission._meta.concrete_fields} | {"state": "accepted"}


def test_the_same_paper_in_another_case_is_told(session: SessionOf, case: Callable[[], Submission]) -> None:
    page, first, second, third = papers.picture(3), case(), case(), case()
    archive.attach(first, page, "a.png", "01", by=session("clerk2"))
    same = archive.attach(second, page, "b.png", "01", by=session("clerk2"))
    alike = archive.attach(third, papers.rescanned(page), "c.jpg", "01", by=session("clerk2"))
    assert [(e["number"], e["exact"]) for e in same.elsewhere] == [(first.number, True)]
    assert {(e["number"], e["exact"]) for e in alike.elsewhere} == {(first.number, False), (second.number, False)}


def test_nothing_is_kept_when_the_act_fails(
    house: Instance, session: SessionOf, case: Callable[[], Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, data = case(), papers.picture(60)
    monkeypatch.setattr(archive, "lock", lambda s: (_ for _ in ()).throw(RuntimeError("in the middle")))
    with pytest.raises(RuntimeError):
        archive.attach(made, data, "a.png", "11", by=session("clerk2"))
    assert not kept(data)


def test_a_damaged_file_is_said(house: Instance, session: SessionOf, case: Callable[[], Submission]) -> None:
    made, data = case(), papers.picture(70)
    a = archive.attach(made, data, "a.png", "11", by=session("clerk2"))
    place = next(p for p in (settings.FILES / "archive").rglob(a.sha256))
    place.write_bytes(place.read_bytes()[:-1] + b"\0")
    with refused(house, "A014", "collection.view_material"):
        archive.view_material(a, by=session("reviewer2"))


def test_another_district_sees_none_of_it(session: SessionOf, case: Callable[[], Submission]) -> None:
    made = case()
    archive.attach(made, papers.picture(80), "a.png", "11", by=session("clerk2"))
    with scope(session("outreviewer")):
        assert not Attachment.objects.filter(submission_id=made.pk).exists()
    with pytest.raises(Refused):
        archive.attach(made, papers.picture(81), "a.png", "11", by=session("outsider"))
