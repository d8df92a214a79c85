"""撤销批次: a whole import taken back. Its records go out of use and stay on file for their term."""

from jiuye.collection import rules
from jiuye.collection.actions.accept import CHUNK, lock
from jiuye.collection.models import Submission
from jiuye.lib.progress import Progress, Tell, silent
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records import actions as records
from jiuye.records.models import MODELS


def undo_batch(submission: Submission, *, by: Session, why: str, tell: Tell = silent) -> Submission:
    """Retire every record this submission admitted, in chunks; goes on where it stood when called again.

    Raises `Refused` for a submission that was not accepted."""
    last, retired = False, 0
    while not last:
        with act("collection.undo_batch", by=by, on=submission, why=why) as entry:
            lock(submission)
            rules.may_move(submission, "undone").or_refuse()
            rules.may_undo(submission, by.staff_id, why).or_refuse()
            rows = MODELS[submission.dataset].objects.filter(submission_id=submission.pk, retired=False)
            ids = list(rows.order_by("row_no").values_list("pk", flat=True)[:CHUNK])
            if ids:
                retired += records.retire(submission.dataset, ids, under=entry)
            last = len(ids) < CHUNK
            if last:
                submission.state, submission.note = "undone", why
                entry.put(submission)
        tell(Progress("停用", retired, submission.admitted, final=last))
    return submission
