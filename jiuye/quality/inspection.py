"""One inspection computed on one engine: findings, and the five indicators at every level. Art. 14."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from jiuye.lib.progress import Progress, Tell, silent
from jiuye.quality import findings as finding
from jiuye.quality.engines import Engine
from jiuye.quality.indicators import anomaly, completeness, duplication, entry, recording
from jiuye.quality.tally import Figures, Level, items_complete, sums
from jiuye.standards.catalogue import Catalogue

DUPLICATE = "DUP"  # marks a surplus duplicate among the findings


@dataclass(frozen=True)
class Result:
    """figures: every level's (met, of). findings: dataset → rule → ids, surplus duplicates under DUP."""

    figures: Figures
    findings: finding.Findings
    rules_run: int

    def city(self) -> dict[str, tuple[int, int]]:
        """The five indicators for the whole scope."""
        names = ("entry", "completeness", "recording", "anomaly", "duplication")
        return {n: self.figures.get(Level(n, "city"), (0, 0)) for n in names}


def compute(engine: Engine, catalogue: Catalogue, as_of: datetime, tell: Tell = silent) -> Result:
    """Rules once, then the indicators on the same engine and the same rows."""
    found = finding.find(engine, catalogue, as_of, tell)
    surplus: dict[str, set[str]] = {}
    involved: dict[str, set[str]] = {}
    for dataset, key, extra in duplication.groups(engine):
        involved.setdefault(dataset, set()).add(key)
        if extra:
            surplus.setdefault(dataset, set()).add(key)
    tell(Progress("指标", 0, 5, "项"))
    cells = list(completeness.tallies(engine, catalogue, as_of))
    threshold = Fraction(catalogue.parameters["completeness_item_threshold"].value)
    figures = sums(
        [
            *entry.tallies(engine),
            *cells,
            *recording.tallies(engine, catalogue, as_of),
            *anomaly.tallies(engine, catalogue, found),
            *duplication.tallies(engine, surplus, involved),
        ]
    )
    figures.update(items_complete(cells, threshold))
    tell(Progress("指标", 5, 5, "项"))
    for dataset, ids in surplus.items():
        found.setdefault(dataset, {})[DUPLICATE] = ids
    run = sum(1 for r in catalogue.rules.values() if r.expression)
    return Result(figures, found, run)
