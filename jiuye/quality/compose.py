"""From a run on file to the values of its report: the same run always gives the same report. Art. 15."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count

from jiuye.parties.models import Agency, Instance
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.quality.models import Figure, Finding, Run
from jiuye.quality.report import (
    AgencyLine,
    DatasetLine,
    Deadline,
    FindingLine,
    Indicators,
    ItemLine,
    Previous,
    Rate,
    Report,
)
from jiuye.standards.catalogue import DATASETS, Catalogue
from jiuye.standards.queries import catalogue_at

INDICATORS = ("entry", "completeness", "recording", "anomaly", "duplication")
NAMES = {CITY[0]: CITY[1], **DISTRICTS}
Counts = Counter[tuple[str, str, str]]  # (rule, dataset, district) → rows


def report_of(run: Run, *, number: str, at: datetime, due: date, edition: str) -> Report:
    """Everything the report of a run says. Wants a reading scope that sees the whole city."""
    standard = catalogue_at(run.snapshot.standard_version, run.snapshot.moment)
    figures = list(Figure.objects.filter(run=run))
    counts = count_findings(run)
    by_district = Counter[str]()
    for (_, _, district), n in counts.items():
        by_district[district] += n
    city = Agency.objects.get(code="37100001").name
    return Report(
        number=number, inspected="各区市公共就业和人才服务中心", inspecting=city, letterhead=city,
        edition=edition, snapshot_at=run.snapshot.moment,
        standard_version=f"第 {run.snapshot.standard_version} 版", scope="全市", engine=run.engine,
        overall=indicators_at(figures, standard, level="city"),
        by_agency=tuple(
            AgencyLine(d, NAMES[d], indicators_at(figures, standard, level="district", district=d), by_district[d])
            for d in NAMES
            if any(f.level == "district" and f.district == d for f in figures)
        ),
        by_dataset=tuple(
            DatasetLine(
                d, label, run.snapshot.rows.get(d, 0), indicators_at(figures, standard, level="dataset", dataset=d)
            )
            for d, label in DATASETS.items()
        ),
        items_below=tuple(items_below(figures, standard)),
        findings=tuple(_findings(counts, standard, run)),
        previous=_previous(run, standard),
        deadlines=tuple(Deadline(NAMES[d], due, n) for d, n in sorted(by_district.items()) if n),
        run_id=run.number, snapshot_digest=run.snapshot.digest, generated_at=at,
        demo=Instance.objects.get().demo, rules_run=run.rules_run, rules_not_decidable=len(run.not_yet),
    )  # fmt: skip


def count_findings(run: Run) -> Counts:
    """(rule, dataset, district) → rows, counted in the database, as far as the reader's scope goes."""
    found = Finding.objects.filter(run=run).values_list("rule_id", "dataset", "district").annotate(n=Count("id"))
    return Counter({(rule, dataset, district): n for rule, dataset, district, n in found})


def indicators_at(figures: Sequence[Figure], standard: Catalogue, **at: str) -> Indicators:
    """The five rates of one place: level="district", district="371002" and the like; (0, 0) where nothing is."""
    parts = {
        f.indicator: (f.met, f.of)
        for f in figures
        if f.indicator in INDICATORS and all(getattr(f, k) == v for k, v in at.items())
    }
    return Indicators.of({name: parts.get(name, (0, 0)) for name in INDICATORS}, goals(standard))


def goals(standard: Catalogue) -> dict[str, Decimal]:
    """The five goal lines, parameters of the standard."""
    return {name: Decimal(standard.parameters[f"goal_{name}"].value) for name in INDICATORS}


def item_threshold(standard: Catalogue) -> Decimal:
    """The share of its cells from which on an item counts as complete."""
    return Decimal(standard.parameters["completeness_item_threshold"].value)


def items_below(figures: Sequence[Figure], standard: Catalogue) -> list[ItemLine]:
    """Required items of the city filled less often than the threshold."""
    goal = item_threshold(standard)
    lines = [
        ItemLine(f.dataset, f.item, standard.items[f.dataset][f.item].label, Rate(f.met, f.of, False, goal))
        for f in figures
        if f.level == "item" and f.indicator == "completeness_cells"
    ]
    return sorted((x for x in lines if x.rate.reached is False), key=lambda x: (x.dataset, x.item))


def _findings(counts: Counts, standard: Catalogue, run: Run) -> list[FindingLine]:
    before = by_rule(count_findings(run.previous)) if run.previous else None
    totals: dict[tuple[str, str], Counter[str]] = {}
    for (rule_id, dataset, district), n in counts.items():
        totals.setdefault((rule_id, dataset), Counter())[district] += n
    lines = []
    for (rule_id, dataset), places in sorted(totals.items()):
        description, severity = words(rule_id, standard)
        lines.append(
            FindingLine(
                rule_id=rule_id,
                dataset=dataset,
                count=places.total(),
                description=description,
                severity=severity,
                by_agency=tuple((NAMES[d], n) for d, n in sorted(places.items())),
                previous=previously(run, before, rule_id, dataset),
            )
        )
    return lines


def by_rule(counts: Counts) -> Counter[tuple[str, str]]:
    """(rule, dataset) → rows, districts summed."""
    out: Counter[tuple[str, str]] = Counter()
    for (rule_id, dataset, _), n in counts.items():
        out[rule_id, dataset] += n
    return out


def words(rule_id: str, standard: Catalogue) -> tuple[str, str]:
    """(description, severity) of a rule; DUP marks surplus duplicates, which no rule of the standard names."""
    rule = standard.rules.get(rule_id)
    return (rule.description, rule.severity) if rule else ("同一查重键下的多余记录", "error")


def previously(run: Run, before: "Counter[tuple[str, str]] | None", rule_id: str, dataset: str) -> int | None:
    """The last run's count; None without a last run, or where that one could not judge the rule."""
    if before is None or run.previous is None or rule_id in run.previous.not_yet:
        return None
    return before[rule_id, dataset]


def _previous(run: Run, standard: Catalogue) -> Previous | None:
    if run.previous is None:
        return None
    figures = list(Figure.objects.filter(run=run.previous, level="city"))
    return Previous(run.previous.number, run.previous.snapshot.moment, indicators_at(figures, standard, level="city"))
