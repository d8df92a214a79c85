"""退回 and 撤回: a submission that does not become records. Art. 7."""

from jiuye.collection import queries, rules
from jiuye.collection.actions.accept import lock
from jiuye.collection.models import Submission
from jiuye.parties.act import act
from jiuye.parties.sessions import Session


def return_(submission: Submission, *, by: Session, code: str, note: str) -> None:
    """Send it back with a coded reason and what to change. Raises `Refused` for the collector himself."""
    with act("collection.return_", by=by, on=submission, why=note) as entry:
        lock(submission)
        rules.may_return(submission, by.staff_id, code, note).or_refuse()
        submission.state, submission.return_code, submission.note = "returned", code, note
        submission.reviewed_by_id, submission.reviewed_at = by.staff_id, entry.at
        entry.put(submission)


def withdraw(submission: Submission, *, by: Session) -> None:
    """Take one's own submission back before it was reviewed, or give up what was returned."""
    with act("collection.withdraw", by=by, on=submission) as entry:
        lock(submission)
        rules.may_withdraw(submission, queries.is_own(submission, by)).or_refuse()
        submission.state = "withdrawn"
        entry.put(submission)
