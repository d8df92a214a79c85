"""kill -9 of the worker in the middle of a production: no half file, and it starts over. Art. 10(3)."""

import os
import signal
import subprocess
import sys

import pytest

from jiuye.front.demo import session_of
from jiuye.server.connect import Instance
from jiuye.usage.exports import jobs
from tests.book import SessionOf, asked, entries
from tests.jobs.steps import taken_up_again
from tests.usage.exports import steps
from tests.usage.exports.steps import approved, requested, town

pytestmark = pytest.mark.article("10(3)")
# The worker of every day, which ends itself, as if by kill -9, when two chunks have been written.
CHILD = """
import os, signal
import django
django.setup()
from jiuye.front.commands.worker import know_all_kinds
from jiuye.jobs.worker import Worker
from jiuye.usage.exports import reading
from jiuye.usage.exports.actions import produce

know_all_kinds()
reading.CHUNK = 5
whole = produce._parts

def dying(*given):
    for n, part in enumerate(whole(*given)):
        yield part
        if n == 1:
            os.kill(os.getpid(), signal.SIGKILL)

produce._parts = dying
Worker([]).run()
"""


def test_nothing_to_fetch_and_then_the_whole(
    house: Instance, session: SessionOf, tmp_path_factory: pytest.TempPathFactory
) -> None:
    town(tmp_path_factory.mktemp("town"), session_of, persons=150)
    export = approved(session, requested(session))
    jobs.queue_approved(by=steps.machine())
    child = subprocess.run([sys.executable, "-c", CHILD], env=dict(os.environ), timeout=120)
    assert child.returncode == -signal.SIGKILL
    held = steps.again(session, export)
    assert (held.state, held.pieces, held.attempt) == ("approved", [], None)
    read = [e for e in entries(house, "usage.produce_export", "done") if e.subject_id == export.pk]
    assert len(read) == 2, "what was read is on file"
    assert jobs.queue_approved(by=steps.machine()) == []
    taken_up_again()
    done = steps.again(session, export)
    assert done.state == "produced"
    assert done.rows == len(steps.opened_rows(session, done)) - 2
    sql = "select count(distinct attempt) from jiuye.usage_trace where export_id = %s"
    assert asked(house, sql, export.pk) == 2, "the first one counts no more"
