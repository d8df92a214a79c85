"""The five indicators of Art. 14, one file each: `tallies(engine, …)` gives counts at the finest grain."""

from collections.abc import Iterator
from datetime import datetime

from jiuye.quality.engines import Engine
from jiuye.quality.tally import Tally
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import Catalogue, Item
from jiuye.standards.language import compile_expression

DATASETS = tuple(MODELS)
MERGED = {"person": "merged_into_person_id", "employer": "merged_into_employer_id"}
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
        item.condition, item.dataset, catalogue, dialect=engine.name, as_of=as_of, relations=engine.relations
    )


def cells(
    indicator: str, engine: Engine, dataset: str, tests: dict[str, tuple[str, str]]
) -> Iterator[Tally]:
    """Tallies of cells: `tests` maps item to (wanted, good), both SQL over `self`."""
    if not tests:
        return
    counts = ", ".join(
        f"count(*) filter (where ({want}) and ({good})), count(*) filter (where {want})"
        for want, good in tests.values()
    )
    rows = engine.query(
        f"select self.district, coalesce(self.agency_code, ''), {counts} from {counted(engine, dataset)} self"
        " group by 1, 2"
    )
    for district, agency, *numbers in rows:
        for n, item in enumerate(tests):
            met, of = numbers[2 * n], numbers[2 * n + 1]
            if of:
                yield Tally(indicator, dataset, item, district, agency, met, of)
