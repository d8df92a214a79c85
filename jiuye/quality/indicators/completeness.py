"""数据项目齐全率: of the items that must be collected, how many are filled often enough. indicators.md §3.2.

Cells are counted here; `tally.items_complete` judges the items at every level.
"""

from datetime import datetime

from jiuye.quality.engines import Engine
from jiuye.quality.indicators import Tests, wanted
from jiuye.standards.catalogue import Catalogue, Item


def tests(engine: Engine, catalogue: Catalogue, dataset: str, as_of: datetime) -> Tests:
    """Cells of required and conditional items. A text that could not be cast is there all the same."""
    return {
        ("completeness_cells", i.name): (wanted(i, catalogue, engine, as_of), filled(engine, i))
        for i in catalogue.items[dataset].values()
        if i.required in ("yes", "conditional")
    }


def filled(engine: Engine, item: Item) -> str:
    """SQL over `self`: is there a value, of whatever quality?"""
    if item.protection == "sealed":
        return f"self.{item.name}_index is not null"
    there = f"self.{item.name} is not null"
    if item.data_type in ("string", "code"):
        return there
    if engine.name == "duckdb":
        return f"{there} or list_contains(string_split(self.uncast, ' '), '{item.name}')"
    return f"{there} or self.extra -> 'uncast' ? '{item.name}'"
