"""Reads of the quality room. Figures are the city's; findings and tasks are scoped by row security."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session
from jiuye.quality.compose import NAMES, goals, indicators_at, item_threshold
from jiuye.quality.findings import DUPLICATE
from jiuye.quality.indicators.anomaly import ANOMALOUS
from jiuye.quality.models import NEXT, Figure, Finding, Report, Run, Task
from jiuye.quality.report import Indicators, Rate
from jiuye.quality.report.rates import LOWER_IS_BETTER
from jiuye.standards.catalogue import DATASETS, Catalogue
from jiuye.standards.queries import catalogue

NUMBER = re.compile(r"JC-[0-9]{5,9}")
PAGE = 50
COURSE = 12  # runs a trend looks back
# Under which level the parts of an indicator are told, cells in place of items for 齐全率.
PARTS = {"completeness": "completeness_cells"}


@dataclass(frozen=True)
class RunLine:
    """One run of the list with its five rates."""

    run: Run
    indicators: Indicators


@dataclass(frozen=True)
class FindingFilter:
    """What findings are narrowed to; "" means all. kind "anomaly": what makes a row anomalous."""

    rule: str = ""
    dataset: str = ""
    district: str = ""
    kind: str = ""


def run(number: str) -> Run | None:
    """A run by its number, with its snapshot and the run before it."""
    if not NUMBER.fullmatch(number):
        return None
    found = Run.objects.select_related("snapshot", "previous__snapshot", "started_by")
    return found.filter(number=number).first()


def runs(before: str = "") -> tuple[list[RunLine], str]:
    """A page of runs, the newest first, and the number the next page begins before ("" on the last)."""
    found = Run.objects.select_related("snapshot", "started_by").order_by("-number")
    if NUMBER.fullmatch(before):
        found = found.filter(number__lt=before)
    page = list(found[: PAGE + 1])
    return _lines(page[:PAGE]), page[PAGE - 1].number if len(page) > PAGE else ""


def course(until: Run) -> list[RunLine]:
    """The last runs up to and with this one, the oldest first."""
    found = Run.objects.filter(number__lte=until.number).select_related("snapshot").order_by("-number")[:COURSE]
    return _lines(list(found))[::-1]


def _lines(found: Sequence[Run]) -> list[RunLine]:
    standard = catalogue()
    figures: dict[UUID, list[Figure]] = {r.pk: [] for r in found}
    for f in Figure.objects.filter(run__in=found, level="city"):
        figures[f.run_id].append(f)
    return [RunLine(r, indicators_at(figures[r.pk], standard)) for r in found]


def figures(of: Run, *levels: str) -> list[Figure]:
    """The figures of a run at these levels."""
    return list(Figure.objects.filter(run=of, level__in=levels))


def parts(of: Run, indicator: str, district: str = "") -> list[tuple[Figure, Rate]]:
    """What a rate is made of: by agency of a district, or of the whole city by dataset, district and item."""
    standard = catalogue()
    found = Figure.objects.filter(run=of)
    if district:
        found = found.filter(indicator=indicator, level="agency", district=district)
    else:
        items = Q(indicator=PARTS.get(indicator, indicator), level="item")
        found = found.filter(items | Q(indicator=indicator, level__in=("district", "dataset")))
    order = found.order_by("level", "district", "agency_code", "dataset", "item")
    return [(f, _rate(f, indicator, standard)) for f in order]


def _rate(figure: Figure, indicator: str, standard: Catalogue) -> Rate:
    cells = indicator == "completeness" and figure.level == "item"
    goal = item_threshold(standard) if cells else goals(standard)[indicator]
    return Rate(figure.met, figure.of, indicator in LOWER_IS_BETTER, goal)


# ── findings ───────────────────────────────────────────────────────────────


def findings(of: Run, chosen: FindingFilter, after: str = "", size: int = PAGE) -> tuple[list[Finding], str]:
    """A page of findings by rule, district and key, and the name of the next page ("" on the last)."""
    if not fits(chosen):
        return [], ""
    found = Finding.objects.filter(run=of).select_related("run")
    exact = {"rule_id": chosen.rule, "dataset": chosen.dataset, "district": chosen.district}
    found = found.filter(**{k: v for k, v in exact.items() if v})
    if chosen.kind == "anomaly":
        found = found.filter(rule_id__in=anomalous())
    if (key := _key(after)) is not None:
        rule, place, last = key
        beyond = Q(district__gt=place) | Q(district=place, pk__gt=last)
        found = found.filter(rule_id__gte=rule).filter(Q(rule_id__gt=rule) | beyond)
    page = list(found.order_by("rule_id", "district", "pk")[: size + 1])
    return page[:size], name_of(page[size - 1]) if len(page) > size else ""


def fits(chosen: FindingFilter) -> bool:
    """Does the filter name things there are? What nobody knows has no findings."""
    return (
        chosen.rule in ("", DUPLICATE, *catalogue().rules)
        and chosen.dataset in ("", *DATASETS)
        and chosen.district in ("", *NAMES)
        and chosen.kind in ("", "anomaly")
    )


def name_of(last: Finding) -> str:
    """The page that begins after this finding, as an address carries it."""
    return f"{last.rule_id}_{last.district}_{last.pk}"


def _key(text: str) -> tuple[str, str, UUID] | None:
    rule, _, rest = text.partition("_")
    place, _, key = rest.partition("_")
    found = _uuid(key)
    known = (rule == DUPLICATE or rule in catalogue().rules) and place in NAMES
    return (rule, place, found) if found and known else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def anomalous() -> list[str]:
    """Rules whose breach makes a row an anomaly."""
    rules = catalogue().rules.values()
    return [r.rule_id for r in rules if r.severity == "error" and r.dimension in ANOMALOUS]


# ── reports and tasks ──────────────────────────────────────────────────────


def report_of(of: Run) -> Report | None:
    """The report issued over a run, without its bytes."""
    return Report.objects.filter(run=of).select_related("issued_by").defer("docx", "pdf").first()


def tasks_of(report: Report) -> "QuerySet[Task]":
    """The tasks a report set, as far as the reader's scope goes."""
    return _tasks().filter(report=report).order_by("district")


def _tasks() -> "QuerySet[Task]":
    hands = ("answered_by", "verified_by", "verified_run", "closed_by")
    found = Task.objects.select_related("report__run__snapshot", *hands)
    return found.defer("report__docx", "report__pdf")


def task(key: UUID) -> Task | None:
    """One task, or None when there is none or it lies outside the reader's scope."""
    return _tasks().filter(pk=key).first()


def tasks(state: str = "", before: str = "") -> tuple[list[Task], str]:
    """A page of tasks, the newest first, and the key the next page begins before ("" on the last)."""
    found = _tasks().order_by("-pk")
    if state in NEXT:
        found = found.filter(state=state)
    if (key := _uuid(before)) is not None:
        found = found.filter(pk__lt=key)
    page = list(found[: PAGE + 1])
    return page[:PAGE], str(page[PAGE - 1].pk) if len(page) > PAGE else ""


def tasks_waiting(by: Session) -> "QuerySet[Task]":
    """What waits for this post: open tasks for who answers them, answers for who inspects."""
    wanted: dict[str, Any] = {"state": "issued"}
    if by.post not in ACTS["quality.answer_finding"].posts:
        if by.post not in ACTS["quality.issue_report"].posts:
            return Task.objects.none()
        wanted = {"state__in": ["answered", "verified"]}
    return _tasks().filter(**wanted).order_by("due_on", "pk")
