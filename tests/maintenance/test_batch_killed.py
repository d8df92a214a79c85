"""kill -9 of the worker in the middle of a batch: nothing half done, and it is done again. Art. 9(3)."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from jiuye.jobs.models import Job
from jiuye.maintenance import actions, queries
from jiuye.maintenance import jobs as batches
from jiuye.maintenance.models import Order
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries
from tests.jobs.steps import again as job_now
from tests.jobs.steps import drained, taken_up_again
from tests.maintenance.batches import bound, condition, proposed, town
from tests.maintenance.steps import now

pytestmark = pytest.mark.article("9(3)")

ROOT = Path(__file__).resolve().parents[2]
# The worker of every day, which ends itself, as if by kill -9, where it is told to.
CHILD = """
import os, signal, sys
import django
django.setup()
from jiuye.front.commands.worker import know_all_kinds
from jiuye.jobs.worker import Worker
from jiuye.maintenance import actions as maintenance
from jiuye.records import actions as records

execution = sys.modules["jiuye.maintenance.actions.execute_batch"]
know_all_kinds()
module, name, on = {
    "when all is written": (records, "amend", 1), "while it goes back": (records, "give_back", 1),
    "before it commits": (execution, "_report", 1), "when it is committed": (maintenance, "execute_batch", 1),
}[sys.argv[1]]
whole, calls = getattr(module, name), 0

def dying(*given, **named):
    global calls
    done = whole(*given, **named)
    calls += 1
    if calls == on:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

setattr(module, name, dying)
raise SystemExit(Worker([]).run())
"""


def killed(where: str, job: Job) -> None:
    """A worker takes the job and dies in it."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, where], cwd=ROOT, env=dict(os.environ))
    assert child.wait(60) == -signal.SIGKILL
    assert job_now(job).state == "running"


def prints(session: SessionOf, people: list[Person], *, whole: bool = False) -> dict[UUID, str]:
    """Every row to the letter; unless `whole`, but for the hand that wrote it last."""
    with scope(session("manager")):
        return queries.prints("person", [p.pk for p in people], but=() if whole else queries.LAST_HAND)


def ready(session: SessionOf, folder: Path, major: str) -> tuple[Order, list[Person]]:
    people = town(folder, session, 5, major=major)
    return bound(proposed(session, condition(major, "已统一")), session), people


@pytest.mark.parametrize("where", ["when all is written", "while it goes back", "before it commits"])
def test_nothing_is_left_and_it_is_carried_out_again(
    house: Instance, session: SessionOf, tmp_path: Path, where: str
) -> None:
    order, people = ready(session, tmp_path, f"园艺{where}")
    before, told = prints(session, people, whole=True), len(entries(house))
    job = batches.execute_batch(order, by=session("operator"))
    killed(where, job)
    assert prints(session, people, whole=True) == before
    assert now(order, session).state == "approved"
    assert len(entries(house)) == told
    assert asked(house, "select count(*) from jiuye.maintenance_report where order_id = %s", order.pk) == 0
    assert taken_up_again() == 1
    once_done(house, session, order, people, job)


def test_once_committed_it_is_not_carried_out_twice(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    order, people = ready(session, tmp_path, "园艺")
    job = batches.execute_batch(order, by=session("operator"))
    killed("when it is committed", job)
    once_done(house, session, order, people, None)
    taken_up_again()
    once_done(house, session, order, people, job)


def once_done(house: Instance, session: SessionOf, order: Order, people: list[Person], job: Job | None) -> None:
    if job:
        assert (job_now(job).state, job_now(job).attempts) == ("done", 2)
    assert now(order, session).state == "modified"
    keys = [p.pk for p in people]
    written = "select array[count(*), count(distinct entry_id)] from history.version where record_id = any(%s)"
    assert asked(house, written, keys) == [5, 1]
    with scope(session("manager")):
        assert {p.remarks for p in Person.objects.filter(pk__in=keys)} == {"已统一"}


def test_a_way_back_that_was_killed_is_gone_again(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    order, people = ready(session, tmp_path, "还原")
    before = prints(session, people)
    actions.execute_batch(order, by=session("operator"))
    actions.send_back(order, by=session("rechecker"), note="批复与事实不符")
    held = prints(session, people, whole=True)
    job = batches.invert_batch(now(order, session), by=session("operator3"))
    killed("while it goes back", job)
    assert prints(session, people, whole=True) == held
    assert now(order, session).state == "returned"
    taken_up_again()
    assert (job_now(job).state, now(order, session).state) == ("done", "inverted")
    assert prints(session, people) == before
    assert drained() == 0
