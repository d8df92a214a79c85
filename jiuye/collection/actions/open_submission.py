"""查看一件提交: what neither is one's own nor waits in one's own queue is opened like a record. Art. 10(3)."""

from jiuye.collection import queries
from jiuye.collection.models import Submission
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.records.models import MODELS


def open_submission(submission: Submission, *, by: Session) -> None:
    """Puts the look on file, for the case it is; the record it became is among whom it showed. Of what he has in hand
    there is nothing to put: who handed in and who reviews is on file. Raises `Refused` where the post may not."""
    with scope(by):
        if queries.at_hand(submission, by):
            return
    with act("records.open", by=by, on=submission, why=submission.number) as entry:
        if submission.kind == "window":
            became = MODELS[submission.dataset].objects.filter(submission_id=submission.pk)
            entry.saw(became.values_list("pk", flat=True))
