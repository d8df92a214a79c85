"""Reads of sharing, in the asker's scope: how the questions of a submission stand, which doubts wait."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Avg, QuerySet

from jiuye.collection.models import Answered, Asking, Circuit, DepartmentKey, Doubt, Question, Submission
from jiuye.collection.sharing import circuit, keys, rules
from jiuye.collection.sharing.contracts import CONTRACTS, query_of
from jiuye.collection.sharing.contracts.base import ANSWERS, CONFIRMED, CONTRADICTED, COULD_NOT_ASK
from jiuye.collection.sharing.contracts.outbound import OFFERS, TOLD
from jiuye.collection.sharing.faults import FAULTS
from jiuye.lib import clock
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session
from jiuye.standards.queries import catalogue

# How an answer is marked: class and character.
MARKS = {CONFIRMED: ("ok", "✓"), CONTRADICTED: ("stop", "疑"), COULD_NOT_ASK: ("ask", "待")}


@dataclass(frozen=True)
class Check:
    """One question in words. differs: labels of the items the department holds otherwise."""

    question: Question
    department: str
    label: str
    mark: str
    sign: str
    said: str
    why: str
    differs: list[str]
    doubt: Doubt | None
    reason: str


def checks(submission: UUID) -> list[Check]:
    """What departments say of a submission, in the order of the contracts."""
    rows = Question.objects.filter(submission_id=submission).order_by("department", "kind")
    found = Doubt.objects.filter(submission_id=submission).select_related("settled_by")
    doubts = {d.question_id: d for d in found}
    return [_check(row, doubts.get(row.pk)) for row in rows]


def _check(row: Question, doubt: Doubt | None) -> Check:
    mark, sign = MARKS.get(row.answer, ("ask", "无"))
    said, why = ANSWERS[row.answer], FAULTS.get(row.fault, "")
    if row.state == "open":
        said = "没问到，已转待核"
    items: dict[str, Any] = catalogue().items.get(row.dataset, {})
    return Check(
        row, CONTRACTS[row.department].label, query_of(row.department, row.kind).label, mark, sign, said, why,
        [items[n].label if n in items else n for n in row.differs], doubt,
        rules.REASONS.get(doubt.reason, "") if doubt else "",
    )  # fmt: skip


def confirmed_items(submission: UUID) -> dict[str, tuple[str, datetime]]:
    """Items of a submission that a department has confirmed: which one, and when it answered."""
    rows = Question.objects.filter(submission_id=submission, state="answered", answer=CONFIRMED)
    found: dict[str, tuple[str, datetime | None]] = {}
    for row in rows:
        query = query_of(row.department, row.kind)
        names = {*query.sent, *([query.claim_item] if query.claim_item else [])}
        found |= {n: (row.department, row.answered_at) for n in names if n in catalogue().items[row.dataset]}
    return {n: (department, at) for n, (department, at) in found.items() if at}


def doubts_waiting(by: Session) -> "QuerySet[Doubt]":
    """Open doubts this post may settle, of what is still wanted, the oldest due first."""
    if by.post not in ACTS["collection.settle_doubt"].posts:
        return Doubt.objects.none()
    wanted = Submission.objects.filter(state__in=("submitted", "accepted")).values("pk")
    waiting = Doubt.objects.filter(state="open", submission_id__in=wanted)
    return waiting.exclude(collected_by_id=by.staff_id).order_by("due_on", "id")


def doubt(key: UUID) -> Doubt | None:
    return Doubt.objects.filter(pk=key).first()


@dataclass(frozen=True)
class Department:
    """How one department stands: no person is in it. faults: what went wrong today → how often."""

    code: str
    label: str
    connected: bool
    key: DepartmentKey | None
    circuit: Circuit | None
    left_alone: bool
    last_fault: str
    waiting: int
    today: dict[str, int]
    faults: dict[str, int]
    milliseconds: int | None
    told: int


def departments() -> list[Department]:
    """All of them, for those who look after the lines."""
    reached, now = keys.lines(), clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return [_department(code, code in reached, now, midnight) for code in CONTRACTS]


def _department(code: str, connected: bool, now: datetime, midnight: datetime) -> Department:
    row, left_alone = circuit.standing(code, now)
    asked = Asking.objects.filter(department=code, asked_at__gte=midnight, recalled=False)
    answers = Counter(asked.values_list("answer", flat=True))
    faults = Counter(asked.exclude(fault="").values_list("fault", flat=True))
    took = asked.filter(fault="").aggregate(mean=Avg("milliseconds"))["mean"]
    return Department(
        code, CONTRACTS[code].label, connected, keys.in_force(code), row, left_alone,
        FAULTS.get(row.last_fault, "") if row else "",
        Question.objects.filter(department=code, state="open").count(),
        {ANSWERS[a]: answers.get(a, 0) for a in ANSWERS}, {FAULTS[f]: n for f, n in faults.items()},
        round(took) if took is not None else None,
        Answered.objects.filter(department=code, answered_at__gte=midnight).count(),
    )  # fmt: skip


PAGE = 50


@dataclass(frozen=True)
class Doubts:
    """A page of doubts with the days each has lain (until it was settled), and the key the next begins after."""

    rows: list[tuple[Doubt, int]]
    after: str


def doubts(department: str, state: str, after: str) -> Doubts:
    """By department and state ("" for all), the oldest first."""
    found = Doubt.objects.select_related("settled_by").order_by("id")
    wanted = {"department": department, "state": state}
    found = found.filter(**{k: v for k, v in wanted.items() if v})
    with suppress(ValueError):
        found = found.filter(pk__gt=UUID(after)) if after else found
    rows, now = list(found[: PAGE + 1]), clock.now()
    aged = [(d, ((d.settled_at or now) - d.opened_at).days) for d in rows[:PAGE]]
    return Doubts(aged, str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


AGES = ((1, "当天"), (5, "1–4 天"), (15, "5–14 天"), (10_000, "15 天以上"))


def ages() -> list[tuple[str, int]]:
    """Open doubts by how long they have lain."""
    now = clock.now()
    lain = [(now - at).days for at in Doubt.objects.filter(state="open").values_list("opened_at", flat=True)]
    counted, before = [], 0
    for most, label in AGES:
        counted.append((label, sum(1 for days in lain if before <= days < most)))
        before = most
    return counted


@dataclass(frozen=True)
class About:
    """One question about somebody: when, which department, about what, what for, and how it was answered."""

    at: datetime
    department: str
    what: str
    why: str
    answer: str


MOST = 100


def asked_about_me() -> list[About]:
    """What we asked departments about whoever acts for himself. In his own scope."""
    rows = list(Asking.objects.filter(recalled=False).order_by("-asked_at")[:MOST])
    mine = Submission.objects.filter(pk__in=[r.submission_id for r in rows])
    cases = {s.pk: f"办理{s.dataset_label}（{s.number}）" for s in mine}
    return [
        About(
            r.asked_at, CONTRACTS[r.department].label, query_of(r.department, r.kind).label,
            cases.get(r.submission_id, "窗口为您办理的业务"), ANSWERS[r.answer],
        )
        for r in rows
    ]  # fmt: skip


def told_about_me() -> list[About]:
    """What departments asked us about him, and what kind of answer they got. In his own scope."""
    return [
        About(
            r.answered_at, CONTRACTS[r.department].label, OFFERS[r.contract].label,
            OFFERS[r.contract].departments.get(r.department, ""), TOLD[r.answer],
        )
        for r in Answered.objects.filter(contract__in=list(OFFERS)).order_by("-answered_at")[:MOST]
    ]  # fmt: skip
