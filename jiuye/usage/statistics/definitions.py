"""The statistics as data: reports, measures, groups and how each population is read, version by version. Art. 11.

A version is a folder under `catalogue/` and is never changed once a report was filed by it; a filed report names
its version and is computed by it again.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent / "catalogue"
VERSION = 1
DERIVED = frozenset({"difference", "quotient", "percentage"})


@dataclass(frozen=True)
class Measure:
    """One figure. kind: flow (counted over a period), stock (at its end), or derived from `parts`: a difference,
    a quotient or a percentage of two of them ("a+b" is a sum). A counted one counts the rows of a population that
    meet the condition, or sums a column of them. carried: the measure whose filed value of the period before is
    this one's."""

    report: str
    name: str
    label: str
    unit: str
    kind: str
    population: str
    condition: str
    column: str
    parts: tuple[str, ...]
    carried: str
    dimensions: tuple[str, ...]
    meaning: str
    basis: str

    @property
    def derived(self) -> bool:
        return self.kind in DERIVED


@dataclass(frozen=True)
class Report:
    """A fixed report. frequency: the shortest period it is made for."""

    name: str
    label: str
    frequency: str
    basis: str
    measures: Mapping[str, Measure]

    @property
    def dimensions(self) -> list[str]:
        """In the order the measures name them."""
        return list(dict.fromkeys(d for m in self.measures.values() for d in m.dimensions))


@dataclass(frozen=True)
class Definitions:
    """One version. columns: what a snapshot freezes, by dataset. groups: dimension → code → label; `lists` names the
    code list of those the standard has. populations: name → SQL, "_people" goes before them."""

    version: int
    reports: Mapping[str, Report]
    columns: Mapping[str, Sequence[str]]
    dimensions: Mapping[str, str]
    lists: Mapping[str, str]
    groups: Mapping[str, Mapping[str, str]]
    urban: Sequence[str]
    populations: Mapping[str, str]


@lru_cache
def definitions(version: int = VERSION) -> Definitions:
    """Raises KeyError for a version there is not."""
    folder = HERE / f"v{version}"
    if not folder.is_dir():
        raise KeyError(version)
    dimensions = _rows(folder, "dimensions")
    groups: dict[str, dict[str, str]] = {}
    for row in _rows(folder, "groups"):
        groups.setdefault(row["dimension"], {})[row["code"]] = row["label"]
    return Definitions(
        version,
        {r.name: r for r in (_report(row, _rows(folder, "measures")) for row in _rows(folder, "reports"))},
        {row["dataset"]: row["columns"].split() for row in _rows(folder, "columns")},
        {row["dimension"]: row["label"] for row in dimensions},
        {row["dimension"]: row["code_list"] for row in dimensions if row["code_list"]},
        groups,
        [row["division"] for row in _rows(folder, "urban")],
        {f.stem: f.read_text(encoding="utf-8") for f in sorted((folder / "populations").glob("*.sql"))},
    )


def _report(row: dict[str, str], measures: list[dict[str, str]]) -> Report:
    own = [m for m in measures if m["report"] == row["report"]]
    return Report(row["report"], row["label"], row["frequency"], row["basis"], {m["measure"]: _measure(m) for m in own})


def _measure(row: dict[str, str]) -> Measure:
    parts = tuple(row["parts"].split())
    derived = row["kind"] in DERIVED
    return Measure(
        row["report"], row["measure"], row["label"], row["unit"], row["kind"], row["population"], row["condition"],
        row["column"], parts if derived else (), "" if derived else " ".join(parts), tuple(row["dimensions"].split()),
        row["meaning"], row["basis"],
    )  # fmt: skip


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))
