"""提交: one form at the window. Art. 6(1)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from jiuye.collection import drafts, rules, staging
from jiuye.collection.counter import Candidate, candidate, judge_candidate
from jiuye.collection.models import Submission
from jiuye.collection.numbers import next_number, workday_after
from jiuye.collection.rows import Row, stage_rows
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act, write_refusal
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session
from jiuye.records.keys import sealer
from jiuye.standards.queries import catalogue

REVIEW_DAYS = 1  # workdays a reviewer has


def submit(
    dataset: str,
    values: Mapping[str, str],
    *,
    by: Session,
    confirmed: Iterable[str] = (),
    matches: Sequence[Mapping[str, Any]] = (),
    draft: UUID | None = None,
) -> Submission:
    """Hand in one row as typed. Raises `Refused` when it does not conform; the refusal is on file and
    the draft stays. `confirmed` are the rules whose questions the clerk has answered, `matches` the
    likenesses he was shown, each with his "reason" why it is another. A submission bears the key of its
    `draft`, which goes: handing the same form in twice gives the same submission."""
    if draft and (before := Submission.objects.filter(pk=draft, submitted_by_id=by.staff_id).first()):
        return before
    confirmed = list(confirmed)
    one = candidate(dataset, values, by=by, submission=draft)
    faults = judge_candidate(one)
    verdict = rules.conforms(faults, confirmed)
    if not verdict:
        write_refusal(by, ("collection.submit", dataset, None, "", ""), verdict)
        raise Refused(verdict)
    facts = catalogue()
    rows: list[tuple[int, Row, str, Row]] = [(1, one.row, one.text, {})]
    staging.put(dataset, stage_rows(one.source, rows, facts, sealer()))
    staging.mark(dataset, one.source.submission, {1: faults} if faults else {}, inherited=False)
    try:
        with act("collection.submit", by=by, on=("collection.submission", one.source.submission)) as entry:
            asked = {f["rule_id"] for f in faults}
            answered = [{"rule_id": r} for r in confirmed if r in asked]
            submission = _submission(one, by, [*answered, *matches])
            submission.submitted_at = entry.at
            submission.due_on = workday_after(entry.at.date(), REVIEW_DAYS)
            entry.put(submission)
            if draft:
                drafts.drop(draft, by=by)
    except BaseException:
        staging.clear(dataset, one.source.submission)
        raise
    return submission


def _submission(one: Candidate, by: Session, confirmations: list[Mapping[str, Any]]) -> Submission:
    return Submission(
        id=one.source.submission, number=next_number("CJ", one.source.at), dataset=one.source.dataset,
        kind="window", channel=one.source.channel, standard_version=one.source.standard_version,
        agency_id=by.agency_id, district=by.district, rows=1, title=one.title,
        confirmations=confirmations,
        submitted_by=Staff.objects.get(pk=by.staff_id),
    )  # fmt: skip
