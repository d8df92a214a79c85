"""质量检查: the list of runs, one run with its figures, what a rate is made of, and a new run."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiuye.parties.pages import may
from jiuye.parties.queries import agency_names
from jiuye.quality import jobs, queries
from jiuye.quality.compose import NAMES, Counts, count_findings, item_threshold, items_below
from jiuye.quality.models import Figure
from jiuye.quality.report import Rate
from jiuye.quality.report.rates import INDICATORS
from jiuye.quality.views import shown
from jiuye.quality.views.base import OfRun, Room
from jiuye.quality.views.tasks import line
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import SEVERITY, dataset_label


class Runs(Room):
    """Every inspection, the newest first."""

    template = "quality/runs.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        lines, before = queries.runs(self.request.GET.get("before", ""))
        newest, _ = queries.runs()
        course = queries.course(newest[0].run) if newest else []
        return {
            "lines": lines, "before": before, "first": not self.request.GET.get("before"),
            "names": shown.SHORT_NAMES, "tiles": shown.tiles(course) if course else [],
            "latest": course[-1].run if course else None, "may_inspect": may(self.by, "quality.inspect"),
        }  # fmt: skip


class Inspect(Runs):
    """冻结并检查, in the background."""

    act = "quality.inspect"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("quality:runs")

    def perform(self, **kwargs: Any) -> HttpResponse:
        return redirect("jobs:job", key=jobs.inspect(by=self.by).pk)


class OneRun(OfRun):
    """One inspection: five rates, districts, datasets, findings by rule, what could not be judged."""

    template = "quality/run.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        run, standard = self.run, catalogue()
        figures = queries.figures(run, "city", "district", "dataset", "item")
        places = shown.matrix(figures, standard)
        course = queries.course(run)
        tiles = shown.tiles(course)
        chart = self._chart(tiles)
        report = queries.report_of(run)
        tasks = [line(t) for t in queries.tasks_of(report)] if report else []
        return {
            "run": run, "total": sum(run.snapshot.rows.values()), "tiles": tiles, "places": places,
            "city": shown.cells(course[-1].indicators), "datasets": shown.datasets(figures, standard, run),
            "below": [(i, dataset_label(i.dataset)) for i in items_below(figures, standard)],
            "threshold": _threshold(), "charts": shown.SHORT_NAMES,
            "chart": chart, "bars": shown.bars(places, chart), "names": NAMES, "severities": SEVERITY,
            "collected": DATASETS, "own": self.own, "not_yet": self._not_yet(),
            "report": report, "tasks": tasks, "late": sum(t["late"] for t in tasks),
            "answered": sum(t["task"].state != "issued" for t in tasks),
            "may_issue": may(self.by, "quality.issue_report"), **self._problems(),
        }  # fmt: skip

    def _chart(self, tiles: "Sequence[shown.Tile]") -> str:
        """The indicator asked for, else the first that falls short, else the first."""
        asked = self.request.GET.get("chart", "")
        if asked in INDICATORS:
            return asked
        return next((t.name for t in tiles if t.rate.reached is False), "entry")

    def _problems(self) -> dict[str, Any]:
        """Findings by rule, narrowed as asked. The whole run is counted once, in the database."""
        asked = self.request.GET
        standard, run = catalogue(), self.run
        chosen = {k: asked.get(k, "") for k in ("severity", "dataset", "district")}
        now = _narrowed(count_findings(run), chosen)
        before = _narrowed(count_findings(run.previous), chosen) if run.previous else None
        found = shown.problems(now, before, run, standard)
        return {
            "problems": [p for p in found if chosen["severity"] in ("", p.severity)],
            "gone": shown.gone(now, before), "chosen": chosen, "narrowed": any(chosen.values()),
        }  # fmt: skip

    def _not_yet(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Rules that could not run, by reason: (reason, [(rule, description)])."""
        by_reason: dict[str, list[tuple[str, str]]] = {}
        rules = catalogue().rules
        for rule_id, reason in sorted(self.run.not_yet.items()):
            known = rules.get(rule_id)
            by_reason.setdefault(reason, []).append((rule_id, known.description if known else ""))
        return sorted(by_reason.items(), key=lambda one: -len(one[1]))


class Parts(OfRun):
    """What a rate is made of: every part is again met and of."""

    template = "quality/parts.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        name = self.request.GET.get("indicator", "")
        name = name if name in INDICATORS else "entry"
        district = self.request.GET.get("district", "")
        district = district if district in NAMES else ""
        found = queries.parts(self.run, name, district)
        agencies = agency_names([f.agency_code for f, _ in found if f.agency_code])
        groups: dict[str, list[tuple[str, Figure, Rate]]] = {}
        for figure, rate in found:
            groups.setdefault(figure.level, []).append((_part_name(figure, agencies), figure, rate))
        return {
            "run": self.run, "name": name, "label": shown.SHORT_NAMES[name], "meaning": shown.MEANING[name],
            "nothing": shown.nothing(name), "district": district, "place": NAMES.get(district, "全市"),
            "groups": [(lv, _GROUPS[lv], groups[lv]) for lv in _GROUPS if lv in groups],
            "names": shown.SHORT_NAMES, "districts": NAMES, "threshold": _threshold(),
        }  # fmt: skip


_GROUPS = {"agency": "机构", "district": "区市", "dataset": "数据集", "item": "数据项目"}


def _part_name(figure: Figure, agencies: dict[str, str]) -> str:
    if figure.level == "agency":
        return agencies.get(figure.agency_code, figure.agency_code or "没有写机构")
    if figure.level == "district":
        return NAMES.get(figure.district, figure.district)
    label = dataset_label(figure.dataset) if figure.dataset else "没有写应入哪个库"
    if figure.level == "dataset":
        return label
    item = catalogue().items.get(figure.dataset, {}).get(figure.item)
    return f"{label} · {item.label if item else figure.item}"


def _narrowed(counts: Counts, chosen: dict[str, str]) -> Counts:
    fits = {
        (r, d, p): n
        for (r, d, p), n in counts.items()
        if chosen["dataset"] in ("", d) and chosen["district"] in ("", p)
    }
    return Counts(fits)


def _threshold() -> str:
    """From when on an item counts as complete: "≥95%"."""
    return Rate(0, 1, False, item_threshold(catalogue())).goal_text
