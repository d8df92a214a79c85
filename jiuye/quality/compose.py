"""From a run on file to the values of its report: the same run always gives the same report. Art. 15."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

from jiuye.parties.models import Agency, Instance
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.quality.inspection import DUPLICATE
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
from jiuye.standards.queries import catalogue

INDICATORS = ("entry", "completeness", "recording", "anomaly", "duplication")
NAMES = {CITY[0]: CITY[1], **DISTRICTS}


def report_of(run: Run, *, number: str, at: datetime, due: date, edition: str) -> Report:
    """Everything the report of a run says. Wants a reading scope that sees the whole city."""
    standard = catalogue()
    figures = list(Figure.objects.filter(run=run))
    found = Finding.objects.filter(run=run).values_list("rule_id", "dataset", "district")
    counts: Counter[tuple[str, str, str]] = Counter(found.iterator(chunk_size=10_000))
    by_district = Counter[str]()
    for (_, _, district), n in counts.items():
        by_district[district] += n
    city = Agency.objects.get(code="37100001").name
    return Report(
        number=number, inspected="各区市公共就业和人才服务中心", inspecting=city, letterhead=city,
        edition=edition, snapshot_at=run.snapshot.moment,
        standard_version=f"第 {run.snapshot.standard_version} 版", scope="全市", engine=run.engine,
        overall=_indicators(figures, standard, level="city"),
        by_agency=tuple(
            AgencyLine(d, NAMES[d], _indicators(figures, standard, level="district", district=d), by_district[d])
            for d in NAMES
            if any(f.level == "district" and f.district == d for f in figures)
        ),
        by_dataset=tuple(
            DatasetLine(
                d, label, run.snapshot.rows.get(d, 0), _indicators(figures, standard, level="dataset", dataset=d)
            )
            for d, label in DATASETS.items()
        ),
        items_below=tuple(_items_below(figures, standard)),
        findings=tuple(_findings(counts, standard, run)),
        previous=_previous(run, standard),
        deadlines=tuple(Deadline(NAMES[d], due, n) for d, n in sorted(by_district.items()) if n),
        run_id=run.number, snapshot_digest=run.snapshot.digest, generated_at=at,
        demo=Instance.objects.get().demo, rules_run=run.rules_run, rules_not_decidable=len(run.not_yet),
    )  # fmt: skip


def _indicators(figures: list[Figure], standard: Catalogue, **at: str) -> Indicators:
    parts = {
        f.indicator: (f.met, f.of)
        for f in figures
        if f.indicator in INDICATORS and all(getattr(f, k) == v for k, v in at.items())
    }
    return Indicators.of({name: parts.get(name, (0, 0)) for name in INDICATORS}, goals(standard))


def goals(standard: Catalogue) -> dict[str, Decimal]:
    """The five goal lines, parameters of the standard."""
    return {name: Decimal(standard.parameters[f"goal_{name}"].value) for name in INDICATORS}


def _items_below(figures: list[Figure], standard: Catalogue) -> list[ItemLine]:
    goal = Decimal(standard.parameters["completeness_item_threshold"].value)
    lines = [
        ItemLine(f.dataset, f.item, standard.items[f.dataset][f.item].label, Rate(f.met, f.of, False, goal))
        for f in figures
        if f.level == "item" and f.indicator == "completeness_cells"
    ]
    return sorted((x for x in lines if x.rate.reached is False), key=lambda x: (x.dataset, x.item))


def _findings(
    counts: "Counter[tuple[str, str, str]]", standard: Catalogue, run: Run
) -> list[FindingLine]:
    before: Counter[str] = Counter()
    if run.previous_id:
        before.update(Finding.objects.filter(run_id=run.previous_id).values_list("rule_id", flat=True))
    totals: dict[tuple[str, str], Counter[str]] = {}
    for (rule_id, dataset, district), n in counts.items():
        totals.setdefault((rule_id, dataset), Counter())[district] += n
    lines = []
    for (rule_id, dataset), places in sorted(totals.items()):
        rule = standard.rules.get(rule_id)
        lines.append(
            FindingLine(
                rule_id=rule_id, dataset=dataset, count=places.total(),
                description=rule.description if rule else "同一查重键下的多余记录",
                severity=rule.severity if rule else "error",
                by_agency=tuple((NAMES[d], n) for d, n in sorted(places.items())),
                previous=before[rule_id] if run.previous_id and rule_id != DUPLICATE else None,
            )  # fmt: skip
        )
    return lines


def _previous(run: Run, standard: Catalogue) -> Previous | None:
    if run.previous is None:
        return None
    figures = list(Figure.objects.filter(run=run.previous, level="city"))
    return Previous(
        run.previous.number, run.previous.snapshot.moment, _indicators(figures, standard, level="city")
    )
