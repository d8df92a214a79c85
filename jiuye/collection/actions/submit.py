"""提交: one form at the window. Art. 6(1)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import polars as pl
from django.db import IntegrityError

from jiuye.collection import drafts, orphans, risk, rules, staging
from jiuye.collection.actions.take_up import replaced
from jiuye.collection.counter import Candidate, candidate, judge_candidate
from jiuye.collection.models import Submission
from jiuye.collection.prints import Prints
from jiuye.collection.sharing import actions as sharing
from jiuye.collection.sharing import attached
from jiuye.collection.slices import Maker
from jiuye.lib.sealing import sm3
from jiuye.lib.verdict import Refused
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act, write_refusal
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.records.keys import sealer
from jiuye.records.numbers import next_number
from jiuye.standards.queries import catalogue, holding


@holding()
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
    likenesses he was shown, each with his "reason" why it is another. The `draft` goes; its key settles
    the submission's, so that handing the same form in twice gives the same submission. A draft taken up from a
    returned submission replaces that one. Departments that know something of it are asked first; whatever they
    answer, or do not, is attached and stops nothing here."""
    key = key_of(draft, by) if draft else None
    if key and (before := handed_in(key, by)):
        return before
    corrected = drafts.load(draft, by=by, dataset=dataset) if draft else None
    confirmed = list(confirmed)
    one = candidate(dataset, values, by=by, submission=key)
    faults = judge_candidate(one)
    verdict = rules.conforms(faults, confirmed)
    if not verdict:
        write_refusal(by, ("collection.submit", dataset, None, "", ""), verdict)
        raise Refused(verdict)
    _stage(one, faults, instead=key is not None)
    try:
        told = sharing.check(dataset, values, by=by, submission=one.source.submission)
        with act("collection.submit", by=by, on=("collection.submission", one.source.submission)) as entry:
            asked = {f["rule_id"] for f in faults}
            answered = [{"rule_id": r} for r in confirmed if r in asked]
            submission = _submission(one, by, [*answered, *matches])
            submission.submitted_at = entry.at
            submission.due_on = workday_after(entry.at.date(), rules.REVIEW_DAYS)
            submission.replaces = replaced(corrected, dataset, by=by)
            risk.take_stock(submission)
            entry.put(submission)
            attached.attach(told, submission, under=entry)
            if draft:
                drafts.drop(draft, by=by)
    except BaseException as error:
        # The same form handed in twice at one moment: the first one stands, with what is staged.
        if isinstance(error, IntegrityError) and key and (before := handed_in(key, by)):
            return before
        staging.clear(dataset, one.source.submission)
        raise
    return submission


def key_of(draft: UUID, by: Session) -> UUID:
    """The key of what this person's draft becomes: its time, then a digest of both. A draft's key comes from
    the browser; so nobody can name a submission that is not his."""
    tail = int.from_bytes(sm3(by.staff_id.bytes, draft.bytes)[:10], "big")
    random = (tail >> 62 & 0xFFF) << 64 | 0x2 << 62 | tail & (1 << 62) - 1
    return UUID(int=draft.int >> 80 << 80 | 0x7 << 76 | random)


def handed_in(key: UUID, by: Session) -> Submission | None:
    """What the same draft became when it was handed in before."""
    with scope(by):
        return Submission.objects.filter(pk=key, submitted_by_id=by.staff_id).first()


def _stage(one: Candidate, faults: list[dict[str, str]], *, instead: bool) -> None:
    """The one row, sealed, with its faults; `instead` of what an earlier attempt left."""
    dataset, submission = one.source.dataset, one.source.submission
    maker = Maker(one.source, staging.stage_columns(dataset), catalogue(), sealer())
    rows = maker.make(one.frame, Prints(dataset, sealer()).of(pl.DataFrame({"text": [one.text]})))
    orphans.hold(submission)
    staging.put(dataset, submission, rows, instead=instead)
    staging.mark(dataset, submission, {1: faults} if faults else {}, inherited=False)
    staging.sort_out(dataset, submission, inherited=False)


def _submission(one: Candidate, by: Session, confirmations: list[Mapping[str, Any]]) -> Submission:
    return Submission(
        id=one.source.submission, number=next_number("CJ", one.source.at), dataset=one.source.dataset,
        kind="window", channel=one.source.channel, standard_version=one.source.standard_version,
        agency_id=by.agency_id, district=by.district, rows=1, title=one.title,
        confirmations=confirmations, employer_id=by.own_employer or "", mandate_id=by.mandate_id,
        submitted_by=Staff.objects.get(pk=by.staff_id),
    )  # fmt: skip
