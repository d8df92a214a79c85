"""统计: the list of statistics, one with its table and chart. Art. 11."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.safestring import mark_safe

from jiuye.lib import clock
from jiuye.lib.verdict import no
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page, may
from jiuye.parties.sessions import scope
from jiuye.usage.statistics import actions, jobs, queries, rules, shown
from jiuye.usage.statistics.checks import PLACES
from jiuye.usage.statistics.compute import Cell, Counted
from jiuye.usage.statistics.definitions import Definitions, Measure, Report, definitions
from jiuye.usage.statistics.models import LABELS, Statistic
from jiuye.usage.statistics.periods import LABELS as KINDS
from jiuye.usage.statistics.periods import Period, before, period
from jiuye.usage.statistics.published import WHY, loss


class Room(Page):
    """A page of this part, for the posts it is for. Internal: it bears who looks at it, and when."""

    room = "statistics"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, "by", None)
        if by is not None:
            told = rules.may_read(by.post)
            if not told:
                write_refusal(by, (self.act or "usage.run_report", "", None, "看统计", ""), told)
                return self.refuse(told, 403)
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        mark = shown.watermark(self.by.staff.name, clock.now())
        return {"watermark": mark_safe(mark), "city_wide": self.by.city_wide}


class Statistics(Room):
    """Every statistic, the newest period first, and a new one."""

    template = "usage/statistics/statistics.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        told = definitions()
        report = asked.get("report", "")
        found, after = queries.statistics(report if report in told.reports else "", asked.get("after", ""))
        typed = self.request.POST
        return super().context() | {
            "lines": [(s, told.reports[s.report], period_of(s), LABELS[s.state]) for s in found], "after": after,
            "paged": bool(asked.get("after")), "reports": told.reports, "report": report, "kinds": KINDS,
            "may_run": may(self.by, "usage.run_report") and self.by.city_wide,
            "typed": typed, "last": before(period("month", clock.today())).code,
        }  # fmt: skip


class RunReport(Statistics):
    """算一期报表, in the background."""

    act = "usage.run_report"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("usage:statistics")

    def perform(self, **kwargs: Any) -> HttpResponse:
        typed = self.request.POST
        job = jobs.run_report(
            typed.get("report", ""), typed.get("period", "").strip(), by=self.by, anew=bool(typed.get("anew"))
        )
        return redirect("jobs:job", key=job.pk)


class OfStatistic(Room):
    """A page about one statistic."""

    of: Statistic

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, "by", None)
        if by is not None:
            number = str(kwargs.pop("number", ""))
            with scope(by):
                found = queries.statistic(number)
            if found is None:
                return self.refuse(no(f"没有统计 {number}", code="U344", help="从统计的清单里选一份。"), 404)
            self.of = found
        return super().dispatch(request, *args, **kwargs)

    @property
    def told(self) -> Definitions:
        return definitions(self.of.snapshot.definition)

    @property
    def report(self) -> Report:
        return self.told.reports[self.of.report]

    def chosen(self) -> tuple[Measure, str]:
        """The measure and dimension asked for, else the first."""
        measures = self.report.measures
        measure = measures.get(self.request.GET.get("measure", "")) or next(iter(measures.values()))
        dimension = self.request.GET.get("by", "")
        return measure, dimension if dimension in measure.dimensions else measure.dimensions[0]


class OneStatistic(OfStatistic):
    """Its figures by place and group, the checks, and what hiding costs."""

    template = "usage/statistics/statistic.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        figures, told = queries.figures(self.of), self.told
        measure, dimension = self.chosen()
        sees = bool(may(self.by, "records.open"))
        named = shown.groups(told, dimension, figures, measure.name)
        lines = shown.lines(figures, measure, dimension, list(named), sees)
        totals = [
            (m, shown.cell(figures, Cell(m.name, "" if self.by.city_wide else self.by.district), m, sees))
            for m in self.report.measures.values()
        ]
        return super().context() | {
            "of": self.of, "report": self.report, "period": period_of(self.of), "kind": KINDS[self.of.kind],
            "state": LABELS[self.of.state], "measure": measure, "dimension": dimension, "named": named, "lines": lines,
            "dimensions": {d: told.dimensions[d] for d in measure.dimensions}, "totals": totals, "sees": sees,
            "chart": mark_safe(shown.bars(self.report, measure, lines)), "why": WHY.format(threshold=self.of.threshold),
            "loss": self._loss(figures), "may_file": self._may_file(),
            "may_release": may(self.by, "usage.release_figure") and self.of.state == "filed",
            "place": PLACES.get(self.by.district, ""),
        }  # fmt: skip

    def _loss(self, figures: shown.Figures) -> Any:
        """What hiding costs the whole table: the city's to know."""
        if not self.by.city_wide:
            return None
        counted = {c: Counted(f.value, f.rows) for c, f in figures.items()}
        gone = {c for c, f in figures.items() if f.hidden}
        return loss(self.report, counted, gone, self.of.threshold)

    def _may_file(self) -> bool:
        return bool(may(self.by, "usage.file_report")) and self.by.city_wide and self.of.state == "run"


class FileReport(OneStatistic):
    """上报, once a period."""

    act = "usage.file_report"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("usage:statistic", number=self.of.number)

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.file_report(self.of.pk, by=self.by)
        self.say(f"{period_of(self.of).label}{self.report.label}已上报；以后的更正进入下期的调整栏。")
        return redirect("usage:statistic", number=self.of.number)


def period_of(of: Statistic) -> Period:
    return Period(of.kind, of.first, of.last)
