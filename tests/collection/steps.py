"""Steps the tests of collection begin with, and what is there afterwards, whoever may see it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from jiuye.collection import actions
from jiuye.collection.models import InheritanceOrder, Submission
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked
from tests.clean import Row, person, write

# A local household registered elsewhere: R031 asks, and stops nothing.
ODD = {"hukou_type": "11", "hukou_division": "110101"}


def handed_in(session: SessionOf, *, by: str = "clerk2", **changed: str) -> Submission:
    """One person from the window, waiting for the reviewer."""
    return actions.submit("person", person(**changed), by=session(by))


def imported(session: SessionOf, path: Path, rows: Sequence[Row], *, by: str = "clerk2") -> Submission:
    """A file of persons, waiting for the reviewer."""
    return actions.import_batch("person", write(path, rows), by=session(by))[0]


def order(
    session: SessionOf, number: str, *, by: str = "manager2", rows: int = 1000, days: int = 10
) -> InheritanceOrder:
    """An order of the city for inherited data."""
    return actions.order_inheritance(
        by=session(by), number=number, source="旧系统", datasets=["person", "employer"], rows_at_most=rows,
        closes_on=clock.today() + timedelta(days=days),
    )  # fmt: skip


def in_use(house: Instance, submission: Submission | None = None) -> int:
    """How many persons stand in the records and are in use (of one submission)."""
    sql = "select count(*) from jiuye.records_person where not retired"
    if submission is None:
        return int(asked(house, sql))
    return int(asked(house, f"{sql} and submission_id = %s", submission.pk))


def staged(house: Instance) -> int:
    """How many persons wait in staging."""
    return int(asked(house, "select count(*) from work.stage_person"))


def again(submission: Submission, session: SessionOf, who: str = "manager") -> Submission:
    """The submission as it stands now."""
    with scope(session(who)):
        return Submission.objects.get(pk=submission.pk)
