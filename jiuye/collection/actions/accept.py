"""审核通过: a second person has seen it; it becomes a record. Art. 7."""

from jiuye.collection import rules, staging
from jiuye.collection.models import Submission
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.records import actions as records

CHUNK = 5000


def accept(submission: Submission, *, by: Session, note: str = "") -> Submission:
    """Admit every clean row, in chunks of at most 5,000: each chunk is one act. Stopped in the middle
    (a crash, a restart) it goes on where it stood when called again: a row is admitted once.

    Raises `Refused` for the collector himself, another district, or a state that does not allow it."""
    while True:
        with act("collection.accept", by=by, on=submission, why=note) as entry:
            rules.may_accept(submission, by.staff_id).or_refuse()
            if _chunk(submission, entry, by, note):
                return submission


def _chunk(submission: Submission, entry: Entry, by: Session, note: str) -> bool:
    """Admit the next rows; True when nothing is left and the submission is accepted."""
    ids = staging.chunk(submission.dataset, submission.pk, ["clean"], CHUNK)
    stamp = {"reviewer_id": _staff_no(by), "reviewed_at": entry.at, "review_result": "1"}
    if ids:
        submission.admitted += records.admit(submission.dataset, ids, under=entry, stamp=stamp)
    last = len(ids) < CHUNK
    submission.reviewed_by_id = by.staff_id
    submission.reviewed_at = entry.at
    submission.note = note
    if last:
        submission.state = "accepted"
    entry.put(submission)
    return last


def _staff_no(by: Session) -> str:
    return by.staff.staff_no
