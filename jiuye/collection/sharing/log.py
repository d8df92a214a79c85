"""The replay log: every asking, kept for good; good answers in it are recalled while they are fresh."""

from collections.abc import Sequence
from uuid import UUID

from jiuye.collection.sharing.asking import Told
from jiuye.collection.sharing.contracts.base import COULD_NOT_ASK, Question
from jiuye.collection.sharing.models import Asking
from jiuye.lib import clock
from jiuye.parties.entry import Entry
from jiuye.records.keys import sealer


def digest(question: Question) -> bytes:
    """Names a question, its claim included, by the city's keyed index: same question, same digest."""
    return sealer().index(question.digest_text, "question")


def subject_index(question: Question) -> bytes:
    """The index the records have of the same number."""
    return sealer().index(question.subject, "identity" if question.query.about_person else "uscc")


def recall(question: Question) -> Told | None:
    """The last good answer to this very question, if its contract still calls it fresh. In the asker's scope."""
    since = clock.now() - question.query.fresh
    row = (
        Asking.objects.filter(digest=digest(question), answered_at__gt=since, recalled=False)
        .exclude(answer=COULD_NOT_ASK)
        .order_by("-answered_at")
        .first()
    )
    if row is None or row.answered_at is None:
        return None
    return Told(question, row.answer, row.answered_at, differs=tuple(row.differs), recalled=True)


def write(told: Sequence[Told], *, under: Entry, submission: UUID, agency: UUID, staff: UUID, district: str) -> None:
    """Put a round on file."""
    under.put_many([
        Asking(
            subject_index=subject_index(t.question), digest=digest(t.question), department=t.question.department,
            kind=t.question.query.kind, contract=t.question.query.contract, submission_id=submission,
            asked_by_id=staff, agency_id=agency, district=district, asked_at=under.at, answer=t.answer,
            fault=t.fault, differs=list(t.differs), answered_at=None if t.fault else t.at, recalled=t.recalled,
            nonce=t.nonce, attempts=t.attempts, milliseconds=t.milliseconds,
        )
        for t in told
    ])  # fmt: skip
