"""到期处置: two people, after the term, under no hold; the database refuses the rest; what went is proved."""

from uuid import uuid4

import pytest
from django.db import connection

from jiuye.collection.archive import attach as archive
from jiuye.collection.models import Attachment
from jiuye.ledger import queries as ledger
from jiuye.lib.store import Store
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.records.custody import contents, queries
from jiuye.records.custody.disposal import approve_disposal, dispose_archive, propose_disposal, refuse_disposal
from jiuye.records.custody.filing import check_archive
from jiuye.records.custody.holding import hold_archive, release_archive
from jiuye.records.models import Disposal, EArchive, Keeping
from jiuye.server.connect import Instance
from tests import papers
from tests.book import SessionOf, entries, refused
from tests.records.custody.steps import accepted, filed, kept, machine, over

pytestmark = [pytest.mark.article("2(4)"), pytest.mark.article("20(3)")]


def again(k: Keeping) -> Keeping:
    with scope(machine()):
        return Keeping.objects.select_related("record").get(pk=k.pk)


def listed(session: SessionOf, *files: Keeping) -> Disposal:
    return propose_disposal([k.pk for k in files], by=session("archivist"), reason="期满，无保存价值")


def test_what_is_over_goes_with_certificate_and_proof(house: Instance, session: SessionOf) -> None:
    one, other = filed(session, papers.pdf(1, seed=901), papers.picture(902))
    over(house, one, other)
    d = listed(session, one, other)
    approve_disposal(d, by=session("archivist2"), note="同意")
    done = dispose_archive(d, by=session("archivist"))
    assert [r["wiped"] for r in done.destroyed] == [True, True]
    for k in (one, other):
        assert not contents.store().has(k.sha256)
        assert (again(k).state, again(k).record.archive_status) == ("destroyed", "4")
    paper = contents.store().get(done.certificate)
    assert paper.startswith(b"%PDF-")
    proof = entries(house, "records.dispose_archive", "done")[-1]
    assert (proof.subject_id, proof.why) == (d.pk, d.number)
    with scope(session("archivist")):
        assert dict(ledger.covered(proof.id))["records_keeping"] == 2
    with refused(house, "F029", "records.dispose_archive"):
        dispose_archive(d, by=session("archivist"))
    with scope(machine()):
        a = Attachment.objects.select_related("submission").get(pk=one.source_id)
    with pytest.raises(Refused, match="已按期销毁"):
        archive.view_material(a, by=session("reviewer2"))


def test_not_before_its_term(house: Instance, session: SessionOf) -> None:
    [k] = filed(session, papers.picture(911))
    with refused(house, "F023", "records.propose_disposal"):
        listed(session, k)
    with refused(house, "F020", "records.propose_disposal"):
        propose_disposal([uuid4()], by=session("archivist"), reason="期满，无保存价值")


def test_nobody_approves_his_own_list(house: Instance, session: SessionOf) -> None:
    [k] = filed(session, papers.picture(921))
    over(house, k)
    d = listed(session, k)
    with refused(house, "F027", "records.approve_disposal"):
        approve_disposal(d, by=session("archivist"))
    with refused(house, "F029", "records.dispose_archive"):
        dispose_archive(d, by=session("archivist"))
    with refused(house, "F024", "records.propose_disposal"):
        listed(session, k)
    with refused(house, "F028", "records.refuse_disposal"):
        refuse_disposal(d, by=session("manager"), note="")
    refuse_disposal(d, by=session("manager"), note="还要留着备查")
    assert again(k).disposal_id is None
    assert listed(session, k).state == "proposed", "free to be listed anew"


def test_a_hold_stops_it_even_after_approval_and_another_lifts_it(house: Instance, session: SessionOf) -> None:
    [k] = filed(session, papers.picture(931))
    over(house, k)
    d = listed(session, k)
    approve_disposal(d, by=session("archivist2"))
    hold = hold_archive(again(k), by=session("archivist"), reason="诉讼未结，留作证据")
    with refused(house, "JY005", "records.dispose_archive"):
        dispose_archive(d, by=session("archivist"))
    assert contents.store().has(k.sha256), "refused before anything went"
    with scope(machine()):
        hold = type(hold).objects.select_related("keeping__record").get(pk=hold.pk)
    with refused(house, "F011", "records.hold_archive"):
        hold_archive(again(k), by=session("manager"), reason="审计要看，再留")
    with refused(house, "F014", "records.release_archive"):
        release_archive(hold, by=session("archivist"), note="案件已了结")
    release_archive(hold, by=session("archivist2"), note="案件已了结")
    dispose_archive(d, by=session("archivist"))
    assert not contents.store().has(k.sha256)


def test_a_content_another_file_needs_stays(house: Instance, session: SessionOf) -> None:
    page = papers.picture(941)
    [k] = filed(session, page)
    second = accepted(session, page)[0]
    over(house, k)
    d = listed(session, k)
    approve_disposal(d, by=session("archivist2"))
    done = dispose_archive(d, by=session("archivist"))
    assert [r["wiped"] for r in done.destroyed] == [False]
    assert contents.store().get(second.sha256) == page
    assert kept(second).state in ("waiting", "filed")


def test_broken_off_it_is_done_again(house: Instance, session: SessionOf, monkeypatch: pytest.MonkeyPatch) -> None:
    [k] = filed(session, papers.picture(951))
    over(house, k)
    d = listed(session, k)
    approve_disposal(d, by=session("archivist2"))
    with monkeypatch.context() as m:
        m.setattr(Store, "has", lambda self, sha256: True)
        with pytest.raises(RuntimeError):
            dispose_archive(d, by=session("archivist"))
    assert again(k).state == "filed"
    assert entries(house, "records.dispose_archive", "done")[-1].subject_id != d.pk, "no proof of what was not finished"
    check_archive(again(k), "keeping", by=machine())
    assert again(k).state == "faulty"
    assert dispose_archive(d, by=session("archivist")).state == "done"


@pytest.mark.parametrize(
    "change",
    ["state = 'destroyed', next_check_at = null, disposal_id = '{d}'", "sha256 = repeat('0', 64)"],
    ids=["destroyed", "another content"],
)
def test_the_database_refuses_whoever_asks(house: Instance, session: SessionOf, change: str) -> None:
    """Inside a lawful act, by the app's own login."""
    [k] = filed(session, papers.picture(961 + len(change)))
    over(house, k)
    d = listed(session, k)
    sql = f"update records_keeping set entry_id = %s, {change.format(d=d.pk)} where id = %s"
    by = session("archivist")
    with refused(house, "JY005", "records.dispose_archive"), act("records.dispose_archive", by=by) as entry:
        entry.cover("records_keeping", [k.pk])
        with connection.cursor() as c:
            c.execute(sql, [entry.id, k.pk])
    assert again(k).state == "filed"


def test_a_term_changes_through_maintenance_only(house: Instance, session: SessionOf) -> None:
    [k] = filed(session, papers.picture(981))
    by = session("archivist")
    with refused(house, "JY005", "records.dispose_archive"), act("records.dispose_archive", by=by) as entry:
        record = EArchive.objects.get(pk=k.record_id)
        record.retention_until = record.captured_at.date()
        entry.put(record)


def test_lists_wait_for_the_other(house: Instance, session: SessionOf) -> None:
    [k] = filed(session, papers.picture(991))
    over(house, k)
    with scope(session("archivist")):
        assert k.pk in {r.pk for r in queries.listed("due").rows}
    d = listed(session, k)
    for who, waits in (("archivist", False), ("archivist2", True)):
        by = session(who)
        with scope(by):
            assert (d.pk in {x.pk for x in queries.disposals_waiting(by)}) is waits
