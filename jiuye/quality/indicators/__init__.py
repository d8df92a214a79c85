"""The five indicators of Art. 14, one file each: `tallies(engine, …)` gives counts at the finest grain."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from jiuye.quality.engines import Engine
from jiuye.quality.findings import MERGED
from jiuye.quality.tally import Tally
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import Catalogue, Item
from jiuye.standards.language import compile_expression

DATASETS = tuple(MODELS)
# (indicator, item) → SQL over `self`: is the value wanted, is it good?
Tests = dict[tuple[str, str], tuple[str, str]]
GOALS = {
    "entry": ("数据入库率", False),
    "completeness": ("数据项目齐全率", False),
    "recording": ("数据项目记实率", False),
    "anomaly": ("数据项目异常率", True),
    "duplication": ("数据重复率", True),
}


def counted(engine: Engine, dataset: str) -> str:
    """全部数据记录: rows in use that were not merged into another."""
    merged = MERGED.get(dataset)
    return f"(select * from {engine.relations[dataset]} r{f' where {merged} is null' if merged else ''})"


def wanted(item: Item, catalogue: Catalogue, engine: Engine, as_of: datetime) -> str:
    """SQL over `self`: is the item wanted of this row?"""
    if item.required != "conditional":
        return "true"
    if not item.condition:
        return "false"
    return compile_expression(
        item.condition, item.dataset, catalogue, dialect=engine.name, as_of=as_of, relations=engine.relations,
        values=engine.values,
    )  # fmt: skip


def cells(engine: Engine, dataset: str, tests: Tests) -> Iterator[Tally]:
    """Tallies of cells in one pass: each test counts (wanted and good, wanted)."""
    if not tests:
        return
    counts: dict[str, int] = {}  # many cells ask the same: each count stands once
    for want, good in tests.values():
        for count in _counts(want, good):
            counts.setdefault(count, 2 + len(counts))
    rows = engine.query(
        f"select self.district, coalesce(self.agency_code, ''), {', '.join(counts)}"
        f" from {counted(engine, dataset)} self group by 1, 2"
    )
    for row in rows:
        for (indicator, item), (want, good) in tests.items():
            met, of = (row[counts[c]] for c in _counts(want, good))
            if of:
                yield Tally(indicator, dataset, item, row[0], row[1], met, of)


def _counts(want: str, good: str) -> tuple[str, str]:
    """The counts of met and of."""
    if want == "true":
        return f"count(*) filter (where {good})", "count(*)"
    return f"count(*) filter (where ({want}) and ({good}))", f"count(*) filter (where {want})"


def records(
    indicator: str, engine: Engine, table: str, which: str, datasets: Iterable[str] = DATASETS
) -> Iterator[Tally]:
    """Tallies of whole rows: met are the rows that stand in a table of the engine's book where `which` holds."""
    marked = engine.book.execute(
        f"select dataset, district, agency, count(distinct id) from {table} where counted and ({which})"
        " group by 1, 2, 3"
    ).fetchall()
    met = {(dataset, district, agency): n for dataset, district, agency, n in marked}
    for dataset in datasets:
        for district, agency, of in engine.query(
            f"select district, coalesce(agency_code, ''), count(*) from {counted(engine, dataset)} c group by 1, 2"
        ):
            yield Tally(indicator, dataset, "", district, agency, met.get((dataset, district, agency), 0), of)
