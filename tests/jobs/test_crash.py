"""kill -9 of the worker: its job is taken up again and goes on by chunks, every row in once. Art. 7, 8, 14."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiuye.collection import jobs as batches
from jiuye.collection import queries
from jiuye.collection.models import Submission
from jiuye.front.demo import ORDER, order
from jiuye.jobs import actions
from jiuye.jobs.models import Job
from jiuye.jobs.queries import standing
from jiuye.ledger.seal import seal
from jiuye.ledger.verify import verify
from jiuye.parties.sessions import scope
from jiuye.quality import jobs as inspections
from jiuye.quality.models import Finding, Run, Snapshot
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked
from tests.clean import legacy, write
from tests.jobs.steps import again, drained, handed_in, in_use, taken_up_again

pytestmark = pytest.mark.article("8")

ROOT = Path(__file__).resolve().parents[2]
# The worker of every day, which ends itself, as if by kill -9, where it is told to.
CHILD = """
import os, signal, sys
import django
django.setup()
from jiuye.collection import files, staging
from jiuye.front.commands.worker import know_all_kinds
from jiuye.jobs.worker import Worker
from jiuye.records import actions as records
from jiuye.records import snapshot

know_all_kinds()
where = sys.argv[1]
for name in ("collection.actions.accept", "collection.actions.inherit", "collection.actions.undo_batch",
             "quality.actions.inspect"):
    sys.modules[f"jiuye.{name}"].CHUNK = 2
sys.modules["jiuye.collection.actions.inherit"].FIRST = 2
calls = 0

def dying(whole, on, *, after):
    def step(*given, **named):
        global calls
        mine = calls = calls + 1
        if mine == on and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        done = whole(*given, **named)
        if mine == on:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    return step

if where == "while rows are staged":
    files.Maker.make = dying(files.Maker.make, 1, after=True)
if where == "before they are judged":
    staging.judge_among = dying(staging.judge_among, 1, after=False)
if where == "in the second chunk":
    records.admit = dying(records.admit, 2, after=True)
    records.retire = dying(records.retire, 2, after=True)
if where == "while it freezes":
    snapshot._write = dying(snapshot._write, 2, after=True)
if where == "among the findings":
    inspect = sys.modules["jiuye.quality.actions.inspect"]
    inspect._copy = dying(inspect._copy, 3, after=True)
raise SystemExit(Worker([]).run())
"""


def worker(where: str = "nowhere") -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", CHILD, where], cwd=ROOT, env=dict(os.environ))


def killed(where: str, job: Job) -> None:
    """A worker takes the job and dies in it."""
    assert worker(where).wait(60) == -signal.SIGKILL
    assert again(job).state == "running"


def until(there: Callable[[], bool], *, seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < ends
        time.sleep(0.05)


def admitted(session: SessionOf, job: Job) -> int:
    s = queries.submission(job.subject_id, session("manager"))
    return s.admitted if s else 0


@pytest.fixture(autouse=True)
def the_book_holds(house: Instance, tmp_path: Path) -> Iterator[None]:
    yield
    seal(house.dsn("sealer"), tmp_path / "checkpoints.jsonl")
    found = verify(house.dsn("sealer"), tmp_path / "checkpoints.jsonl")
    assert found["ok"], found["faults"]


@pytest.mark.parametrize("where", ["while rows are staged", "before they are judged"])
def test_an_import(house: Instance, session: SessionOf, tmp_path: Path, where: str) -> None:
    job = handed_in(session, tmp_path / "p.csv")
    killed(where, job)
    assert taken_up_again() == 1
    assert (again(job).state, again(job).attempts) == ("done", 2)
    s = queries.submission(job.subject_id, session("reviewer2"))
    assert s is not None
    assert (s.rows, s.faulty) == (6, 0)
    assert asked(house, "select count(*) from work.stage_person where submission_id = %s", s.pk) == 6


def test_a_taking_over(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    order()
    path = write(tmp_path / "old.csv", legacy(7))
    job = _taken_over(path, session)
    killed("in the second chunk", job)
    assert (in_use(house, job.subject_id), admitted(session, job)) == (2, 2)
    assert taken_up_again() == 1
    assert (in_use(house, job.subject_id), admitted(session, job)) == (7, 7)
    repeated = _taken_over(path, session)
    drained()
    assert (again(repeated).state, in_use(house, repeated.subject_id)) == ("done", 0)


def _taken_over(path: Path, session: SessionOf) -> Job:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return batches.take_over("person", file, by=session("manager"), order_number=ORDER, mapping="")


@pytest.mark.article("7")
def test_a_review_and_its_undoing(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    key = handed_in(session, tmp_path / "p.csv", 7).subject_id
    drained()
    job = batches.accept(_submission(key, session), by=session("reviewer2"), note="齐")
    killed("in the second chunk", job)
    assert in_use(house, key) == 2
    taken_up_again()
    assert (again(job).state, in_use(house, key), _submission(key, session).admitted) == ("done", 7, 7)
    undo = batches.undo_batch(_submission(key, session), by=session("clerk2"), why="导错了")
    killed("in the second chunk", undo)
    assert in_use(house, key) == 5
    taken_up_again()
    assert (in_use(house, key), _submission(key, session).state) == (0, "undone")


def _submission(key: UUID, session: SessionOf) -> Submission:
    found = queries.submission(key, session("reviewer2"))
    assert found is not None
    return found


@pytest.mark.article("14")
@pytest.mark.parametrize("where", ["while it freezes", "among the findings"])
def test_an_inspection(house: Instance, session: SessionOf, tmp_path: Path, where: str) -> None:
    order()
    rows = [row | {"mobile_phone": "123", "sex": "", "education": ""} for row in legacy(5)]
    _taken_over(write(tmp_path / "old.csv", rows), session)
    drained()
    job = inspections.inspect(by=session("manager"))
    killed(where, job)
    begun = Run.objects.filter(pk=job.subject_id).exists()
    assert begun == (where == "among the findings")
    assert taken_up_again() == 1
    run = Run.objects.get(pk=job.subject_id)
    assert Snapshot.objects.filter(pk=again(job).args["snapshot"]).count() == 1
    whole = inspections.inspect(by=session("manager"))
    drained()
    with scope(session("manager")):
        assert found(run) == found(Run.objects.get(pk=whole.subject_id))
        assert len(found(run)) > 4


def found(run: Run) -> list[tuple[str, UUID]]:
    return sorted(Finding.objects.filter(run=run).values_list("rule_id", "record_id"))


def test_what_kills_three_workers_has_failed_and_may_go_on(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    job = handed_in(session, tmp_path / "p.csv")
    for _ in range(3):
        killed("before they are judged", job)
    assert taken_up_again() == 0
    assert (again(job).state, again(job).verdict["code"]) == ("failed", "J902")
    actions.resume(again(job), by=session("clerk2"))
    drained()
    assert again(job).state == "done"


def test_one_worker_at_a_time_and_its_place_is_free_when_it_is_killed(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    assert not standing().worker
    first = worker()
    until(lambda: standing().worker)
    second = worker()
    job = handed_in(session, tmp_path / "p.csv")
    until(lambda: again(job).state == "done")
    first.kill()
    first.wait()
    next_job = handed_in(session, tmp_path / "q.csv")
    until(lambda: again(next_job).state == "done")
    assert standing().worker
    second.terminate()
    assert second.wait(20) == 0
    until(lambda: not standing().worker)
