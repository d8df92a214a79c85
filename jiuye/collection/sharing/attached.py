"""What hangs on a submission: its questions, and the doubts that answers open. Steps of an act; all want `under=`."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from jiuye.collection import staging
from jiuye.collection.models import Submission
from jiuye.collection.sharing.asking import Told
from jiuye.collection.sharing.contracts.base import CONTRADICTED, COULD_NOT_ASK
from jiuye.collection.sharing.models import Doubt, Question
from jiuye.collection.sharing.occasions import items
from jiuye.lib.workdays import workday_after
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session, scope
from jiuye.records.keys import sealer
from jiuye.records.numbers import next_number
from jiuye.records.seal import open_item
from jiuye.standards.queries import catalogue

DOUBT_DAYS = 5  # workdays somebody has to look at a doubt
FIRST, LONGEST = 60, 6 * 3600  # seconds until an open question is asked again


@dataclass(frozen=True)
class Case:
    """A submission as the departments are asked about it."""

    submission: Submission
    values: Mapping[str, str]


def case_of(submission: UUID, *, by: Session) -> Case | None:
    """The submission and what it says, sealed items opened; None when it came to nothing or is a file."""
    with scope(by):
        found = Submission.objects.filter(pk=submission, state__in=("submitted", "accepted"), kind="window").first()
        row = staging.row_of(found.dataset, submission) if found else None
    return Case(found, _values(found.dataset, row)) if found and row else None


def _values(dataset: str, row: Mapping[str, Any]) -> dict[str, str]:
    """The items a question may need, as they were typed."""
    known, values = catalogue().items[dataset], {}
    for name in items() & known.keys():
        value = row[name]
        if value is not None and known[name].protection == "sealed":
            value = open_item(dataset, row["id"], name, value, sealer())
        if value is not None:
            values[name] = value.isoformat() if isinstance(value, date) else str(value)
    return values


def attach(told: Sequence[Told], submission: Submission, *, under: Entry) -> None:
    """Put the answers beside the submission that is being handed in."""
    rows = [_question(t, submission, under.at) for t in told]
    under.put_many(rows)
    pairs = [(t, row) for t, row in zip(told, rows, strict=True) if t.answer == CONTRADICTED]
    under.put_many([_doubt(t, row, submission, under.at) for t, row in pairs])


def _question(told: Told, submission: Submission, at: datetime) -> Question:
    open_ = told.answer == COULD_NOT_ASK
    return Question(
        submission_id=submission.pk, dataset=submission.dataset, department=told.question.department,
        kind=told.question.query.kind, district=submission.district, handed_in_by_id=submission.submitted_by_id,
        state="open" if open_ else "answered",
        answer=told.answer, fault=told.fault, differs=list(told.differs), asked_at=at,
        answered_at=None if open_ else told.at, next_at=at + waits(1) if open_ else None,
    )  # fmt: skip


def _doubt(told: Told, question: Question, submission: Submission, at: datetime) -> Doubt:
    return Doubt(
        number=next_number("YD", at), question=question, submission_id=submission.pk, dataset=submission.dataset,
        department=question.department, kind=question.kind, district=submission.district, title=submission.title,
        differs=list(told.differs), opened_at=at, due_on=workday_after(at.date(), DOUBT_DAYS),
        collected_by_id=submission.submitted_by_id,
    )  # fmt: skip


def answer(question: Question, told: Told, case: Case, *, under: Entry) -> None:
    """An open question has found its answer."""
    question.state, question.answer, question.fault = "answered", told.answer, ""
    question.differs, question.answered_at, question.next_at = list(told.differs), told.at, None
    question.tries += 1
    under.put(question)
    if told.answer == CONTRADICTED:
        under.put(_doubt(told, question, case.submission, under.at))


def put_off(question: Question, told: Told | None, *, under: Entry) -> None:
    """Nobody answered again: once more, later. `told` is None for a department that cannot be reached any more."""
    question.tries += 1
    question.fault = told.fault if told else "down"
    question.asked_at, question.next_at = under.at, under.at + waits(question.tries)
    under.put(question)


def drop(question: Question, *, under: Entry) -> None:
    """Its submission came to nothing: nobody wants to know any more."""
    question.state, question.next_at = "dropped", None
    under.put(question)


def open_doubts(submission: UUID) -> int:
    """How many of its doubts nobody has settled. In the asker's scope."""
    return Doubt.objects.filter(submission_id=submission, state="open").count()


def waits(tries: int) -> timedelta:
    """How long until it is asked again: a minute, doubled each time, six hours at most, never all at once."""
    return timedelta(seconds=min(LONGEST, FIRST * 2 ** min(tries - 1, 20)) * random.uniform(0.8, 1.2))
