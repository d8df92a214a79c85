"""Reads of what is under way: one matter with its steps, what is due at an agency, what concerns somebody himself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiuye.ledger.models import EntryShown
from jiuye.lib import clock
from jiuye.lib.verdict import Verdict, first_no
from jiuye.parties.pages import may
from jiuye.parties.permissions import ACTS
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session
from jiuye.records import leaving
from jiuye.records.handling import rules
from jiuye.records.handling.facts import PROCEDURES, Step
from jiuye.records.models import MODELS, Proceeding, ProceedingStep
from jiuye.standards.wording import dataset_label

MOST = 200


@dataclass(frozen=True)
class Taken:
    """A step that was taken: what it is called, by whom, with its marks in words, and the waivers by which data left
    with it (`leaving.told`)."""

    step: ProceedingStep
    label: str
    marks: tuple[str, ...]
    waivers: Sequence[dict[str, str]] = ()


@dataclass(frozen=True)
class Way:
    """Where a matter stands. may: the steps that could follow, each with whether this reader may take it."""

    held: Proceeding
    state: str
    told: str
    taken: list[Taken]
    may: list[tuple[Step, Verdict]]
    late: bool


def one(key: UUID) -> Proceeding | None:
    """The matter of a record, or None when it has none or lies outside the reader's scope."""
    return Proceeding.objects.filter(pk=key).first()


def way(held: Proceeding, by: Session) -> Way:
    """The matter with its steps, and what this reader may do next."""
    facts, today = PROCEDURES[held.dataset][held.state], clock.today()
    hands = hands_of(by)
    taken = ProceedingStep.objects.filter(proceeding=held).select_related("by").order_by("at")
    entries = EntryShown.objects.filter(id__in=[s.entry_id for s in taken], detail__has_key="waivers")
    used = dict(entries.values_list("id", "detail"))
    next_ = [(s, first_no(may(by, s.act), rules.may_take(held, s.act, hands, today))) for s in facts.steps]
    told = [Taken(s, _called(s), marks(s), leaving.told(used.get(s.entry_id, {}).get("waivers", ()))) for s in taken]
    return Way(held, facts.label, facts.told, told, next_, is_late(held, today))


def marks(step: ProceedingStep) -> tuple[str, ...]:
    """逾期 and 补录, with how many workdays."""
    told = (
        (f"逾期 {step.late_by} 个工作日", step.late_by),
        (f"补录：{step.entered_after} 个工作日以后登记", step.backdated),
    )
    return tuple(mark for mark, yes in told if yes)


def is_late(held: Proceeding, today: date) -> bool:
    return held.due_on is not None and held.due_on < today


def due(by: Session) -> list[tuple[Proceeding, str]]:
    """What this session's post is to do next, the most urgent first: (matter, state). Asked inside the scope."""
    found = _in_use().filter(_next_for(by.post)).order_by("due_on", "id")[:MOST]
    today = clock.today()
    # A notice that still runs lets nobody decide.
    open_ = [p for p in found if p.not_before is None or p.not_before < today]
    return [(p, rules.state_label(p.dataset, p.state)) for p in open_]


def of_district(*, late: bool) -> list[tuple[Proceeding, str, str]]:
    """All that is due in the reader's scope, or only what is late: (matter, its dataset's name, state)."""
    found = _in_use()
    found = found.filter(due_on__lt=clock.today()) if late else found
    listed = found.order_by("due_on", "id")[:MOST]
    return [(p, dataset_label(p.dataset), rules.state_label(p.dataset, p.state)) for p in listed]


def late_steps() -> Sequence[Taken]:
    """Steps taken late or dated back, the latest first."""
    found = ProceedingStep.objects.filter(Q(late_by__gt=0) | Q(backdated=True)).select_related("by", "proceeding")
    return [Taken(s, _called(s), marks(s)) for s in found.order_by("-at")[:50]]


@dataclass(frozen=True)
class Own:
    """What is under way about whoever asks: where it stands, in plain words, and why where it was denied."""

    held: Proceeding
    label: str
    state: str
    told: str
    why: str


def own() -> list[Own]:
    """The asker's own matters, or his employer's, the newest first: row security shows no other. Inside his scope."""
    found = list(Proceeding.objects.order_by("-begun_on", "-id")[:50])
    denied = ProceedingStep.objects.filter(proceeding__in=[p for p in found if p.state == "denied"], new="denied")
    why = dict(denied.order_by("at").values_list("proceeding", "note"))
    return [
        Own(p, dataset_label(p.dataset), rules.state_label(p.dataset, p.state), PROCEDURES[p.dataset][p.state].told,
            why.get(p.pk, ""))
        for p in found
    ]  # fmt: skip


def _called(step: ProceedingStep) -> str:
    return ACTS[step.act].label if step.act in ACTS else step.act


def _in_use() -> QuerySet[Proceeding]:
    """Matters with a limit whose records are in use."""
    used = Q(pk__in=[])
    for dataset, states in PROCEDURES.items():
        if any(state.limit for state in states.values()):
            row = MODELS[dataset].objects.filter(pk=OuterRef("pk"), retired=False)
            used |= Q(Exists(row), dataset=dataset)
    return Proceeding.objects.filter(used, due_on__isnull=False)


def _next_for(post: str) -> Q:
    """The states out of which a step of this post leads."""
    wanted = Q(pk__in=[])
    for dataset, states in PROCEDURES.items():
        mine = [name for name, state in states.items() if any(post in ACTS[s.act].posts for s in state.steps)]
        wanted |= Q(dataset=dataset, state__in=mine)
    return wanted
