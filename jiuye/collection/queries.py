"""Reads of the collection room, scoped to who asks (row security does the scoping)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jiuye.collection import risk, rules, staging
from jiuye.collection.models import Draft, InheritanceOrder, Submission
from jiuye.collection.terms import Terms, terms
from jiuye.lib import clock
from jiuye.lib.verdict import Verdict
from jiuye.lib.workdays import workdays_since
from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import PUBLIC
from jiuye.parties.queries import in_hand
from jiuye.parties.sessions import Session, scope
from jiuye.records.models import Employer, Person

PAGE = 30


def to_review(by: Session) -> "QuerySet[Submission]":
    """What this post may review: submitted by others, its next step not after his own, the oldest due first."""
    if by.post not in ACTS["collection.accept"].posts:
        return Submission.objects.none()
    waiting = Submission.objects.filter(state="submitted", kind__in=("window", "file"))
    waiting = waiting.exclude(submitted_by_id=by.staff_id).exclude(first_reviewed_by_id=by.staff_id)
    return waiting.select_related("submitted_by").order_by("due_on", "id")


@dataclass(frozen=True)
class Asked:
    """What the queue is narrowed to ("" for all; mark: doubt, awaiting or double) and sorted by (due or risk)."""

    dataset: str = ""
    level: str = ""
    mark: str = ""
    order: str = "due"
    after: str = ""


@dataclass(frozen=True)
class Waiting:
    """One submission in the queue: how risky and why, and how many workdays it has waited."""

    submission: Submission
    level: str
    points: int
    reasons: list[risk.Reason]
    waited: int


@dataclass(frozen=True)
class Queue:
    """One page of the queue; `after` names the next page, "" on the last."""

    rows: Sequence[Waiting]
    after: str
    late: int


MARKS = {"doubt": Q(doubted=True), "awaiting": Q(awaited=True), "double": Q(signs__has_key="money")}


def queue(by: Session, asked: Asked) -> Queue:
    """The review queue by due date (of a day the riskiest first) or by risk, paged by key."""
    said, today = terms(by.district), clock.today()
    waiting = risk.weighed(to_review(by), said).filter(risk.between(asked.level, said), MARKS.get(asked.mark, Q()))
    if asked.dataset:
        waiting = waiting.filter(dataset=asked.dataset)
    late = waiting.filter(due_on__lt=today)[:100].count()
    if (key := _queue_key(asked.after)) is not None:
        waiting = waiting.filter(risk.after(asked.order, *key))
    rows = list(waiting.order_by(*risk.ORDERS[asked.order])[: PAGE + 1])
    shown = [_waiting(s, said, today) for s in rows[:PAGE]]
    return Queue(shown, _queue_name(rows[PAGE - 1]) if len(rows) > PAGE else "", late)


def _waiting(s: Any, said: Terms, today: date) -> Waiting:
    since = s.submitted_at.astimezone(clock.ZONE).date()
    return Waiting(s, risk.level_of(s.risk, said), s.risk, risk.reasons(s, said), workdays_since(since, today))


def weighed(submission: Submission) -> Waiting:
    """The same of one submission, whatever its state."""
    said = terms(submission.district)
    return _waiting(risk.weighed(Submission.objects.filter(pk=submission.pk), said).get(), said, clock.today())


def _queue_name(s: Any) -> str:
    return f"{s.due_on.isoformat()}_{s.risk}_{s.pk}"


def _queue_key(text: str) -> tuple[date, int, UUID] | None:
    try:
        due, points, key = text.split("_")
        return date.fromisoformat(due), int(points), UUID(key)
    except ValueError:
        return None


def passed() -> "QuerySet[Submission]":
    """What the machine passed because it was not drawn, the newest first."""
    return Submission.objects.filter(drawn=False, state="accepted", reviewed_by__machine=True).order_by("-reviewed_at")


def mine(by: Session) -> "QuerySet[Submission]":
    """What this person handed in, or has taken over, the newest first."""
    return Submission.objects.filter(_own(by)).order_by("-submitted_at")


def _own(by: Session) -> Q:
    """What he handed in or took over; of an employer, what anybody handed in for it; of a
    person, also what another did under his mandate."""
    if by.own_employer:
        return Q(employer_id=by.own_employer)
    if by.post == "person":
        return Q(submitted_by_id=by.staff_id) | Q(mandate__grantor_id=by.staff_id)
    return in_hand(by.staff_id, who="submitted_by_id", when="submitted_at")


def is_own(submission: Submission, by: Session) -> bool:
    """Did this person hand it in, or take it over from who did?"""
    return submission.submitted_by_id == by.staff_id or mine(by).filter(pk=submission.pk).exists()


def at_hand(submission: Submission, by: Session) -> bool:
    """Is it this person's own, or waiting for him?"""
    return is_own(submission, by) or to_review(by).filter(pk=submission.pk).exists()


def mine_before(by: Session, before: str = "") -> tuple[Sequence[Submission], str]:
    """A page of what this person handed in, the latest first, and the name of the next page ("" on the last).
    By number: a key bears the time its form was opened, and a correction's that of what it corrects."""
    own = Submission.objects.filter(_own(by)).order_by("-number")
    if key := as_uuid(before):
        own = own.filter(number__lt=Submission.objects.filter(pk=key).values("number")[:1])
    rows = list(own[: PAGE + 1])
    return rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""


def returned(by: Session) -> "QuerySet[Submission]":
    """What came back to this person and waits to be corrected or given up."""
    back = mine(by).filter(state="returned", replaced_by=None)
    return back.select_related("reviewed_by").order_by("reviewed_at", "id")


def may_take_up(submission: Submission, by: Session, *, dataset: str = "") -> Verdict:
    """`rules.may_take_up` of a submission as it stands now."""
    return rules.may_take_up(
        submission,
        is_own(submission, by),
        dataset or submission.dataset,
        Submission.objects.filter(replaces_id=submission.pk).exists(),
        submission.mandate_id != by.mandate_id and _spent(by),
    )


def _spent(by: Session) -> bool:
    """Has the mandate he acts under, for once, been used?"""
    if by.mandate_id is None:
        return False
    used = Submission.objects.filter(mandate_id=by.mandate_id, mandate__single=True)
    return used.exclude(state="withdrawn").exists()


def visible(by: Session) -> "QuerySet[Submission]":
    """A clerk or a citizen sees what he or his employer handed in, others what row security lets them."""
    seen = Submission.objects.select_related(
        "submitted_by", "reviewed_by", "first_reviewed_by", "order", "replaces", "replaced_by"
    )
    return seen.filter(_own(by)) if by.post in ("clerk", *PUBLIC) else seen


def submission(key: UUID, by: Session) -> Submission | None:
    with scope(by):
        return visible(by).filter(pk=key).first()


def staged_row(submission: Submission, by: Session) -> dict[str, Any] | None:
    """The row of a window submission, for whoever may see the submission; sealed items are ciphertext."""
    if not visible(by).filter(pk=submission.pk).exists():
        return None
    return staging.row_of(submission.dataset, submission.pk)


def faults(submission: Submission, by: Session, *, rule: str = "", limit: int | None = 200) -> list[dict[str, Any]]:
    """The faults of a file's rows, for whoever may see the submission."""
    if not visible(by).filter(pk=submission.pk).exists():
        return []
    return staging.faults_of(submission.dataset, submission.pk, limit, rule)


def by_rule(submission: Submission, by: Session) -> list[staging.RuleCount]:
    if not visible(by).filter(pk=submission.pk).exists():
        return []
    return staging.by_rule(submission.dataset, submission.pk)


def orders() -> "QuerySet[InheritanceOrder]":
    """The city's orders for inherited data, the newest first."""
    return InheritanceOrder.objects.select_related("ordered_by").order_by("-ordered_at")[:200]


def drafts_of(by: Session) -> Sequence[Draft]:
    own = in_hand(by.staff_id, who="staff_id", when="saved_at")
    return list(Draft.objects.filter(own).order_by("-saved_at")[:50])


def open_work(staff_id: UUID) -> list[tuple[str, int]]:
    """What someone has open: (words, how many), nothing for none."""
    own = in_hand(staff_id, who="submitted_by_id", when="submitted_at")
    drafts = in_hand(staff_id, who="staff_id", when="saved_at")
    found = [
        ("提交后还没审核的", Submission.objects.filter(own, state="submitted").count()),
        ("退回后等更正的", Submission.objects.filter(own, state="returned", replaced_by=None).count()),
        ("没有交的草稿", Draft.objects.filter(drafts).count()),
    ]
    return [(label, count) for label, count in found if count]


def business_numbers_of(text: str) -> dict[str, str]:
    """The business number of the person or employer a key names, in the reader's scope: whom a form is opened for."""
    key = as_uuid(text)
    for model, number in ((Person, "person_id"), (Employer, "employer_id")):
        found = model.objects.filter(pk=key).values_list(number, flat=True).first() if key else None
        if found:
            return {number: found}
    return {}


def as_uuid(text: str) -> UUID | None:
    """The key a text names, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
