"""One inspection computed on one engine: findings, and the five indicators at every level. Art. 14."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from jiuye.lib.progress import Tell, each, silent
from jiuye.quality import findings as finding
from jiuye.quality.engines import Engine
from jiuye.quality.indicators import DATASETS, anomaly, cells, completeness, duplication, entry, recording
from jiuye.quality.tally import Figures, Level, Tally, items_complete, sums
from jiuye.standards.catalogue import Catalogue


@dataclass(frozen=True)
class Result:
    """figures: every level's (met, of). findings: Arrow table of every row behind them (`findings.listed`)."""

    figures: Figures
    findings: Any
    rules_run: int

    def city(self) -> dict[str, tuple[int, int]]:
        """The five indicators for the whole scope."""
        names = ("entry", "completeness", "recording", "anomaly", "duplication")
        return {n: self.figures.get(Level(n, "city"), (0, 0)) for n in names}


def compute(engine: Engine, catalogue: Catalogue, as_of: datetime, tell: Tell = silent) -> Result:
    """Rules once, then the indicators on the same engine and the same rows."""
    finding.find(engine, catalogue, as_of, tell)
    duplication.mark(engine)
    told: list[Tally] = []
    for dataset in each(DATASETS, "指标", "个数据集", tell):
        tests = completeness.tests(engine, catalogue, dataset, as_of)
        told += cells(engine, dataset, tests | recording.tests(engine, catalogue, dataset, as_of))
    told += [*entry.tallies(engine), *anomaly.tallies(engine, catalogue), *duplication.tallies(engine)]
    figures = sums(told)
    threshold = Fraction(catalogue.parameters["completeness_item_threshold"].value)
    figures.update(items_complete([t for t in told if t.indicator == "completeness_cells"], threshold))
    run = sum(1 for r in catalogue.rules.values() if r.expression)
    return Result(figures, finding.listed(engine), run)
