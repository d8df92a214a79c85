"""转出 by a form or file: whose personal files its rows send to another agency. Art. 6(1)."""

from django.db import connection

from jiuye.collection.models import Submission
from jiuye.parties.sessions import Session, scope

DATASET, OUT = "personnel_agency_file", "2"  # file_status


def sent_away(submission: Submission, by: Session) -> list[str]:
    """The numbers of these persons; nobody where it is about something else."""
    if submission.dataset != DATASET:
        return []
    with scope(by), connection.cursor() as c:
        c.execute(
            f"select distinct person_id from work.stage_{DATASET} where submission_id = %s and standing = 'clean'"
            " and file_status = %s and person_id is not null",
            [submission.pk, OUT],
        )
        return [person for (person,) in c.fetchall()]
