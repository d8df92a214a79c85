"""How risky is a submission, in plain reasons? Signs are counted when it is handed in, or looked up where they change;
what each weighs is the city's say (`terms`). Art. 7."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from jiuye.collection.models import MONEY, Doubt, Question, Submission
from jiuye.collection.terms import SIGNS, Terms, terms
from jiuye.lib import clock
from jiuye.records.timeliness import entered_late
from jiuye.standards.catalogue import EVENTS

HIGH, MIDDLE, LOW = "high", "middle", "low"
LEVELS = {HIGH: "高", MIDDLE: "中", LOW: "低"}
CERTAIN = ("same_number", "same_code")
_ASKED = {
    "subsidy": "coalesce(greatest(s.applied_amount, s.approved_amount, s.paid_amount), 0)",
    "training": "coalesce(s.subsidy_amount, 0)",
}
UNCONTESTED = Q(doubted=False, awaited=False)
_KEPT = ("money", "likeness", "returns", "late", "question")  # signs that do not change afterwards


@dataclass(frozen=True)
class Reason:
    """One sign and its points; `told` says how much of it there is."""

    sign: str
    label: str
    told: str
    points: int


def take_stock(submission: Submission) -> None:
    """Count the signs of what is about to be handed in, its rows staged already. Within the act that does it."""
    said = terms(submission.district)
    if submission.dataset in MONEY:
        submission.amount, submission.double_from = _amount(submission), said.double_from
    signs = {
        "money": int(submission.double),
        "likeness": submission.duplicates + _likenesses(submission),
        "returns": _returns(submission.submitted_by_id, said),
        "late": _late(submission),
        "question": sum("rule_id" in c for c in submission.confirmations),
    }
    submission.signs = {sign: n for sign, n in signs.items() if n}


def _amount(submission: Submission) -> Decimal:
    return Decimal(_staged(submission, f"coalesce(sum({_ASKED[submission.dataset]}), 0)"))


def _late(submission: Submission) -> int:
    if submission.dataset not in EVENTS:
        return 0
    return int(_staged(submission, f"count(*) filter (where {entered_late(submission.dataset, 's')})"))


def _staged(submission: Submission, what: str) -> Any:
    """Something told of the rows that are to become records."""
    with connection.cursor() as c:
        c.execute(
            f"select {what.replace('%', '%%')} from work.stage_{submission.dataset} s"
            " where s.submission_id = %s and s.standing = 'clean'",
            [submission.pk],
        )
        return c.fetchone()[0]


def _likenesses(submission: Submission) -> int:
    """Records shown as possibly the same, but for those a registration is rightly about."""
    shown = [c for c in submission.confirmations if "match" in c]
    return sum(not (m["level"] in CERTAIN and m["dataset"] != submission.dataset) for m in shown)


def _returns(staff_id: UUID, said: Terms) -> int:
    """How many of every hundred cases of his came back of late; 0 while that is not too many."""
    days, least, limit = said.returns
    recent = Submission.objects.filter(
        submitted_by_id=staff_id, reviewed_at__gte=clock.now() - timedelta(days=days)
    ).exclude(kind="inherit")
    reviewed, back = recent.count(), recent.exclude(return_code="").count()
    return round(100 * back / reviewed) if reviewed >= least and back > limit * reviewed else 0


def weighed(found: "QuerySet[Submission]", said: Terms) -> "QuerySet[Submission]":
    """The submissions with `doubted`, `awaited` and their `risk` by the weights in force."""
    doubts = Doubt.objects.filter(submission_id=OuterRef("pk"), state="open")
    questions = Question.objects.filter(submission_id=OuterRef("pk"), state="open")
    found = found.annotate(doubted=Exists(doubts), awaited=Exists(questions))
    points: Any = _points(Q(doubted=True), said.weights["doubt"]) + _points(Q(awaited=True), said.weights["awaiting"])
    for sign in _KEPT:
        points = points + _points(Q(signs__has_key=sign), said.weights[sign])
    return found.annotate(risk=points)


def _points(when: Q, weight: int) -> Case:
    return Case(When(when, then=Value(weight)), default=Value(0), output_field=IntegerField())


def between(level: str, said: Terms) -> Q:
    """The condition of a level ("" for all)."""
    if level == HIGH:
        return Q(risk__gte=said.high)
    if level == MIDDLE:
        return Q(risk__gte=said.middle, risk__lt=said.high)
    return Q(risk__lt=said.middle) if level == LOW else Q()


def level_of(points: int, said: Terms) -> str:
    return HIGH if points >= said.high else MIDDLE if points >= said.middle else LOW


def reasons(submission: Any, said: Terms) -> list[Reason]:
    """Why a weighed submission is risky, the gravest first."""
    signs = submission.signs | {"doubt": int(submission.doubted), "awaiting": int(submission.awaited)}
    there = [(s, label) for s, label in SIGNS.items() if signs.get(s)]
    found = [Reason(s, label, _told(s, signs[s], submission), said.weights[s]) for s, label in there]
    return sorted(found, key=lambda r: -r.points)


def _told(sign: str, count: int, submission: Submission) -> str:
    if sign == "money":
        return f"合计 {submission.amount:,.2f} 元，界限 {submission.double_from:,.0f} 元"
    if sign == "returns":
        return f"提交时近期退回率 {count} %"
    if sign in ("doubt", "awaiting"):
        return ""
    return f"{count} {'行' if submission.kind == 'file' else '处'}"


ORDERS = {"due": ("due_on", "-risk", "id"), "risk": ("-risk", "due_on", "id")}


def after(order: str, due: Any, risk: int, key: UUID) -> Q:
    """What comes after a row in that order."""
    if order == "risk":
        same = Q(risk=risk) & (Q(due_on__gt=due) | Q(due_on=due, id__gt=key))
        return Q(risk__lt=risk) | same
    same = Q(due_on=due) & (Q(risk__lt=risk) | Q(risk=risk, id__gt=key))
    return Q(due_on__gt=due) | same
