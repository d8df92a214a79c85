"""Reads of statistics. Figures are fenced by district: the city reads all, a district its own. Art. 11."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session
from jiuye.usage.statistics.compute import Cell
from jiuye.usage.statistics.definitions import VERSION
from jiuye.usage.statistics.models import AdHoc, PeriodSnapshot, Release, Statistic, StatisticFigure

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 50


def snapshot_of(last: date) -> PeriodSnapshot | None:
    """The newest snapshot of a period that ended on `last`."""
    return PeriodSnapshot.objects.filter(last=last, definition=VERSION).order_by("-moment").first()


def _statistics() -> "QuerySet[Statistic]":
    return Statistic.objects.select_related("snapshot", "run_by", "filed_by")


def statistic(number: str) -> Statistic | None:
    return _statistics().filter(number=number).first()


def statistics(report: str = "", before: str = "") -> tuple[list[Statistic], str]:
    """A page of them, the newest period first, and the number the next page begins after ("" on the last)."""
    found = _statistics().order_by("-last", "report", "-run_at")
    if report:
        found = found.filter(report=report)
    skip = int(before) if before.isdecimal() and len(before) < 6 else 0
    page = list(found[skip : skip + PAGE + 1])
    return page[:PAGE], str(skip + PAGE) if len(page) > PAGE else ""


def figures(of: Statistic) -> dict[Cell, StatisticFigure]:
    """Every cell the reader may see."""
    found = StatisticFigure.objects.filter(statistic=of)
    return {Cell(f.measure, f.district, f.dimension, f.group): f for f in found}


def _releases() -> "QuerySet[Release]":
    return Release.objects.select_related("statistic__snapshot", "asked_by", "decided_by__agency")


def release(key: UUID) -> Release | None:
    """One, or None when there is none or it lies outside the reader's scope."""
    return _releases().filter(pk=key).first()


def releases(of: Statistic | None = None) -> Sequence[Release]:
    """The last hundred, what waits first."""
    found = _releases().defer("docx", "pdf", "content").order_by("-state", "-pk")
    return list((found.filter(statistic=of) if of else found)[:100])


def releases_waiting(by: Session) -> "QuerySet[Release]":
    """What waits for this post to be decided on."""
    if by.post not in ACTS["usage.approve_release"].posts:
        return Release.objects.none()
    return _releases().defer("docx", "pdf", "content").filter(state="asked").order_by("due_on", "pk")


def _ad_hocs() -> "QuerySet[AdHoc]":
    return AdHoc.objects.select_related("asked_by", "decided_by")


def ad_hoc(key: UUID) -> AdHoc | None:
    """One, or None when there is none or it lies outside the reader's scope."""
    return _ad_hocs().filter(pk=key).first()


def ad_hocs() -> Sequence[AdHoc]:
    """The last hundred, the newest first."""
    return list(_ad_hocs().defer("result").order_by("-pk")[:100])


def ad_hocs_waiting(by: Session) -> "QuerySet[AdHoc]":
    """To be decided on, or, by whoever asked, to be run."""
    if by.post in ACTS["usage.approve_ad_hoc"].posts:
        return _ad_hocs().filter(state="asked").order_by("due_on", "pk")
    return _ad_hocs().filter(state="approved", asked_by_id=by.staff_id).order_by("due_on", "pk")
