"""What tests of long work share: jobs started as people start them, and a worker's lane in this process."""

from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from jiuye.collection import jobs as batches
from jiuye.front.commands.worker import know_all_kinds
from jiuye.jobs.desk import Desk
from jiuye.jobs.models import Job
from jiuye.jobs.runner import run_next
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked
from tests.clean import persons, write

know_all_kinds()


def drained() -> int:
    """Do all that waits; how many jobs that were."""
    desk, count = Desk(), 0
    try:
        while run_next(desk):
            count += 1
    finally:
        desk.close()
    return count


def taken_up_again() -> int:
    """A worker starts where another was killed."""
    desk = Desk()
    assert desk.sole()
    desk.recover()
    desk.close()
    return drained()


def upload(path: Path, count: int, **changed: str) -> SimpleUploadedFile:
    """A file of new persons; `changed` stands in its first row."""
    rows = persons(count)
    rows[0] |= changed
    return SimpleUploadedFile(path.name, write(path, rows).read_bytes())


def handed_in(session: SessionOf, path: Path, count: int = 6, *, by: str = "clerk2") -> Job:
    """The job of a file's import, queued."""
    return batches.hand_in("person", upload(path, count), by=session(by), mapping="")


def again(job: Job | UUID) -> Job:
    return Job.objects.get(pk=job.pk if isinstance(job, Job) else job)


def in_use(house: Instance, subject: UUID) -> int:
    sql = "select count(*) from jiuye.records_person where submission_id = %s and not retired"
    return int(asked(house, sql, subject))
