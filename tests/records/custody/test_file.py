"""归档、四性检测: filed when all holds; what time or hands spoil is found, said, and filed anew once restored."""

from pathlib import Path

import pytest
from django.conf import settings

from jiuye.front.worklist import waiting_for
from jiuye.lib import virus
from jiuye.lib.verdict import Refused
from jiuye.parties.sessions import scope
from jiuye.records.custody import queries
from jiuye.records.custody.checks import CHECKS, PASS
from jiuye.records.custody.contents import store
from jiuye.records.custody.filing import check_archive, file, keep
from jiuye.records.models import EArchive, Keeping
from jiuye.server.connect import Instance
from tests import papers
from tests.book import SessionOf, entries, refused
from tests.records.custody.steps import accepted, filed, kept, later, machine

pytestmark = [pytest.mark.article("2(4)"), pytest.mark.article("20(3)")]


@pytest.fixture(autouse=True)
def _no_scanner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(virus, "installed", lambda: False)


def place(sha256: str) -> Path:
    return next((settings.FILES / "archive").rglob(sha256))


def test_the_machine_files_what_holds(house: Instance, session: SessionOf) -> None:
    a = accepted(session, papers.pdf(3, seed=801))[0]
    assert kept(a).state == "waiting"
    keep(by=machine())
    k = kept(a)
    assert (k.state, k.record.archive_status) == ("filed", "1")
    assert k.filed_at is not None
    with scope(session("archivist")):
        last = queries.last_check(k)
        assert last is not None
        shown = queries.shown(last)
    assert [i.check.code for i in shown] == [c.code for c in CHECKS]
    assert {i.check.code for i in shown if i.mark != "ok"} == {"A1"}, "without a scanner: not looked at, and no pass"
    assert next(i for i in shown if i.check.code == "A1").evidence == "没有病毒查杀"
    assert {i.check.property for i in shown} == {"真实", "完整", "可用", "安全"}
    assert [e.subject_id for e in entries(house, "records.file", "done")][-1] == k.record_id


def test_an_altered_file_is_found_said_and_filed_anew_once_restored(house: Instance, session: SessionOf) -> None:
    data = papers.pdf(1, seed=811)
    [k] = filed(session, data)
    whole = place(k.sha256).read_bytes()
    place(k.sha256).write_bytes(whole[:-3] + b"\0\0\0")
    assert keep(by=machine()) == 0, "not due yet"
    with later(days=181):
        assert keep(by=machine()) == 1
    k = kept_again(k)
    assert (k.state, k.record.archive_status) == ("faulty", "2")
    by = session("archivist")
    with scope(by):
        assert queries.failed_of(k).startswith("内容未被改动")
        mine = [w for w in waiting_for(by) if w.url == f"/archive/{k.pk}"]
    assert [w.step for w in mine] == ["档案检测"]
    with pytest.raises(Refused, match="四性检测不合格"):
        file(k, by=session("archivist"))
    assert entries(house, "records.file", "refused")[-1].code == "F002"
    place(k.sha256).write_bytes(whole)
    check = file(kept_again(k), by=session("archivist"))
    assert check.passed
    assert kept_again(k).state == "filed"
    with refused(house, "F001", "records.file"):
        file(kept_again(k), by=session("archivist"))


def kept_again(k: Keeping) -> Keeping:
    with scope(machine()):
        return Keeping.objects.select_related("record").get(pk=k.pk)


def test_a_lost_file_is_a_finding(session: SessionOf) -> None:
    [k] = filed(session, papers.picture(821))
    store().drop(k.sha256)
    with later(days=181):
        keep(by=machine())
    assert kept_again(k).state == "faulty"


def test_transfer_looks_at_all_and_keeps_the_state(house: Instance, session: SessionOf) -> None:
    [k] = filed(session, papers.ofd(2))
    check = check_archive(k, "transfer", by=session("archivist"))
    assert (check.passed, len(check.results)) == (True, len(CHECKS))
    assert entries(house, "records.check_archive", "done")[-1].why == "transfer"
    assert kept_again(k).state == "filed"


@pytest.mark.parametrize("who", ["clerk2", "reviewer2", "manager", "supervisor", "technician"])
def test_other_posts_do_not_file(house: Instance, session: SessionOf, who: str) -> None:
    a = accepted(session, papers.picture(830 + len(who)))[0]
    with refused(house, "JY403", "records.file"):
        file(kept(a), by=session(who))
    keep(by=machine())


def test_another_district_s_archivist_does_not_reach_it(house: Instance, session: SessionOf) -> None:
    [k] = filed(session, papers.picture(841))
    with scope(session("outsider")):
        assert queries.one(k.pk) is None
        assert not EArchive.objects.filter(pk=k.record_id).exists()


def test_a_virus_found_later_is_a_finding(session: SessionOf, monkeypatch: pytest.MonkeyPatch) -> None:
    [k] = filed(session, papers.picture(851))
    monkeypatch.setattr(virus, "installed", lambda: True)
    monkeypatch.setattr(virus, "scan", lambda data: virus.FOUND)
    check = check_archive(k, "keeping", by=session("archivist"))
    assert [r["code"] for r in check.results if r["verdict"] == "fail"] == ["A1"]
    monkeypatch.setattr(virus, "scan", lambda data: virus.UNDONE)
    undone = check_archive(kept_again(k), "keeping", by=session("archivist"))
    assert {r["verdict"] for r in undone.results} == {PASS, "none"}, "a scanner that does not work passes nothing"
