"""Long work leaves the request: queued, done by the worker, watched, stopped, taken up again. Art. 6(1), 7, 8."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiuye.collection import actions as collection
from jiuye.collection import jobs as batches
from jiuye.collection import kept, queries
from jiuye.collection.models import Submission
from jiuye.jobs import actions, orders
from jiuye.jobs.desk import Desk
from jiuye.jobs.models import Job
from jiuye.jobs.runner import run_next
from jiuye.parties import actions as parties
from jiuye.parties import sessions
from jiuye.parties.models import Appointment, Staff
from jiuye.quality import jobs as inspections
from jiuye.quality.models import Run
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.jobs.steps import again, drained, handed_in, in_use, upload
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("6(1)")


@pytest.fixture(autouse=True)
def nothing_left(house: Instance) -> Iterator[None]:
    yield
    assert drained() == 0


@pytest.fixture
def by_twos(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of two rows."""
    for module in ("accept", "inherit", "undo_batch"):
        monkeypatch.setattr(sys.modules[f"jiuye.collection.actions.{module}"], "CHUNK", 2)
    monkeypatch.setattr(sys.modules["jiuye.collection.actions.inherit"], "FIRST", 2)


def batch(job: Job, session: SessionOf, who: str = "reviewer2") -> Submission:
    found = queries.submission(job.subject_id, session(who))
    assert found is not None
    return found


def test_a_file_is_imported_under_the_persons_ticket(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    job = handed_in(session, tmp_path / "p.csv")
    assert (job.state, kept.find(job.subject_id) is not None) == ("queued", True)
    assert drained() == 1
    job = again(job)
    assert (job.state, job.sealed, job.verdict) == ("done", None, {})
    assert {s["step"] for s in job.steps} == {"读入", "校验"}
    assert job.result["answer"]["batch"] in job.result["said"]
    s = batch(job, session)
    assert (s.rows, s.state, s.file_name) == (6, "submitted", "p.csv")
    told = asked(house, "select origin from ledger.entry where subject_id = %s and outcome = 'done'", job.subject_id)
    assert told == f"job:{job.pk}"


def test_what_a_job_may_know_is_sealed(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    job = batches.hand_in("person", upload(tmp_path / "秘密文件.csv", 2), by=session("clerk2"), mapping="")
    assert "秘密文件" not in bytes(job.sealed or b"").decode(errors="replace")
    token, words = orders.opened(job)
    assert words == {"file_name": "秘密文件.csv"}
    digest = asked(house, "select token_digest from ledger.ticket where id = %s", job.ticket_id)
    assert bytes(digest) == hashlib.sha256(token.encode()).digest(), "the database holds no token"
    assert token.encode() not in bytes(job.sealed or b"")
    drained()


def test_a_bad_file_is_refused_by_the_worker_and_leaves_nothing(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    before = len(entries(house, "collection.import_batch", "refused"))
    torn = SimpleUploadedFile("p.xlsx", b"PK\x03\x04 torn")
    job = batches.hand_in("person", torn, by=session("clerk2"), mapping="")
    drained()
    job = again(job)
    assert job.state == "refused"
    assert job.verdict["code"].startswith("F-")
    assert kept.find(job.subject_id) is None
    assert len(entries(house, "collection.import_batch", "refused")) == before + 1
    with refused(house, "T004", "jobs.resume"):
        actions.resume(job, by=session("clerk2"))


def test_cancelled_while_it_waits(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    job = handed_in(session, tmp_path / "p.csv")
    actions.cancel(job, by=session("clerk2"))
    assert again(job).state == "cancelled"
    assert kept.find(job.subject_id) is None
    assert drained() == 0
    with refused(house, "T002", "jobs.cancel"):
        actions.cancel(job, by=session("clerk2"))


def test_an_import_cancelled_as_it_runs_leaves_nothing(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    job = handed_in(session, tmp_path / "p.csv")
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    drained()
    job = again(job)
    assert (job.state, job.result["said"]) == ("cancelled", "已取消，没有留下任何数据。")
    assert kept.find(job.subject_id) is None
    assert asked(house, "select count(*) from work.stage_person where submission_id = %s", job.subject_id) == 0
    assert queries.submission(job.subject_id, session("clerk2")) is None


@pytest.mark.article("7")
@pytest.mark.usefixtures("by_twos")
def test_a_review_cancelled_halfway_says_so_and_goes_on(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    first = handed_in(session, tmp_path / "p.csv")
    drained()
    job = batches.accept(batch(first, session), by=session("reviewer2"), note="齐")
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    drained()
    assert again(job).state == "cancelled"
    assert "已入库 2 行" in again(job).result["said"]
    half = batch(first, session)
    assert (half.state, half.admitted, in_use(house, half.pk)) == ("submitted", 2, 2)
    with refused(house, "C037", "collection.return_"):
        collection.return_(half, by=session("reviewer2"), code="10", note="退不回去了")
    batches.accept(half, by=session("reviewer2"), note="齐")
    drained()
    done = batch(first, session)
    assert (done.state, done.admitted, in_use(house, done.pk)) == ("accepted", 6, 6)
    undo = batches.undo_batch(done, by=session("clerk2"), why="导错了")
    Job.objects.filter(pk=undo.pk).update(cancel_asked=True)
    drained()
    assert (again(undo).state, in_use(house, done.pk)) == ("cancelled", 4)
    batches.undo_batch(batch(first, session), by=session("clerk2"), why="导错了")
    drained()
    assert (batch(first, session).state, in_use(house, done.pk)) == ("undone", 0)


@pytest.mark.article("7")
def test_a_review_is_refused_at_once_where_it_may_not_be(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    job = handed_in(session, tmp_path / "p.csv", by="clerk2")
    drained()
    s = batch(job, session)
    before = Job.objects.count()
    with refused(house, "JY403", "collection.accept"):
        batches.accept(s, by=session("outsider"), note="")
    with refused(house, "C007", "collection.undo_batch"):
        s.state = "accepted"
        batches.undo_batch(s, by=session("clerk"), why="不是我的")
    assert Job.objects.count() == before


def test_the_same_is_not_done_twice_at_once(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    job = handed_in(session, tmp_path / "p.csv")
    drained()
    s = batch(job, session)
    batches.accept(s, by=session("reviewer2"), note="")
    with refused(house, "T001", "collection.accept"):
        batches.accept(s, by=session("reviewer2"), note="")
    assert not batches.idle(s)
    assert drained() == 1


@pytest.mark.article("14")
def test_inspections_take_turns(house: Instance, session: SessionOf) -> None:
    first, second = (inspections.inspect(by=session("manager")) for _ in range(2))
    desk = Desk()
    assert desk.take() == first.pk
    assert desk.take() is None, "the second waits for the first"
    desk.put_back(first.pk)
    desk.close()
    assert drained() == 2
    runs = [Run.objects.get(pk=j.subject_id) for j in (first, second)]
    assert runs[1].previous == runs[0]
    assert again(second).result["url"] == f"/quality/{runs[1].number}"
    assert {s["step"] for s in again(first).steps} >= {"冻结", "规则", "指标"}


def test_a_stopping_worker_puts_its_job_back(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    job = handed_in(session, tmp_path / "p.csv")
    desk = Desk()
    assert run_next(desk, lambda: True)
    desk.close()
    assert (again(job).state, again(job).attempts) == ("queued", 0)
    assert kept.find(job.subject_id) is not None
    assert drained() == 1
    assert again(job).state == "done"


@pytest.mark.article("10(3)")
def test_nobody_else_sees_or_stops_it(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    job = handed_in(session, tmp_path / "p.csv")
    for account in ("clerk", "reviewer2", "supervisor"):
        assert signed_in(account).get(f"/jobs/{job.pk}").status_code == 404
        assert signed_in(account).post(f"/jobs/{job.pk}/cancel").status_code == 404
    own = signed_in("clerk2")
    assert "排队中" in own.get(f"/jobs/{job.pk}").content.decode()
    assert 'http-equiv="refresh"' in own.get(f"/jobs/{job.pk}").content.decode(), "without script it reloads"
    asked_by_script = {"HX-Request": "true"}
    assert "hx-trigger" in own.get(f"/jobs/{job.pk}", headers=asked_by_script).content.decode()
    drained()
    assert own.get(f"/jobs/{job.pk}", headers=asked_by_script)["HX-Refresh"] == "true"
    assert again(job).result["url"] in own.get(f"/jobs/{job.pk}").content.decode()
    assert f"/jobs/{job.pk}" in own.get("/").content.decode()
    assert f"/jobs/{job.pk}" in own.get("/jobs/").content.decode()


@pytest.mark.parametrize("how", ["sign-out", "revoked", "expired"])
@pytest.mark.article("17")
def test_a_job_whose_person_may_not_any_more_is_refused_by_name(
    house: Instance, session: SessionOf, tmp_path: Path, how: str
) -> None:
    by = session("clerk2")
    job = batches.hand_in("person", upload(tmp_path / "p.csv", 2), by=by, mapping="")
    if how == "sign-out":
        sessions.end(by, everywhere=False, why="退出")
    else:
        _put(house, how, job, session)
    before = len(entries(house, "collection.import_batch", "refused"))
    drained()
    job = again(job)
    assert (job.state, job.verdict["code"]) == ("refused", "JY401")
    told = entries(house, "collection.import_batch", "refused")[before:]
    assert [(t.code, t.staff_id, t.subject_id) for t in told] == [("JY401", by.staff_id, job.subject_id)]
    assert queries.submission(job.subject_id, session("reviewer2")) is None
    _put_right(how, session, by.staff_id)
    actions.resume(job, by=session("clerk2"))
    drained()
    assert (again(job).state, batch(job, session).rows) == ("done", 2)


def _put(house: Instance, how: str, job: Job, session: SessionOf) -> None:
    if how == "revoked":
        held = Appointment.objects.select_related("agency").get(staff__account__name="clerk2", revoked_at=None)
        parties.revoke(held, by=session("admin"), why="离开窗口")
    else:
        run_out = "update ledger.ticket set expires_at = now() - interval '1 second' where id = %s"
        with psycopg.connect(house.superuser_dsn()) as db:
            db.execute(run_out.encode(), [job.ticket_id])


def _put_right(how: str, session: SessionOf, staff_id: UUID) -> None:
    if how == "revoked":
        staff = Staff.objects.get(pk=staff_id)
        parties.grant(staff, by=session("admin"), post="clerk", agency=staff.agency, why="回到窗口")
