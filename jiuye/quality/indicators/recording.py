"""数据项目记实率: of the values that must be real, how many are: no placeholder, no default date, a code of
the list. indicators.md §3.3."""

from datetime import datetime

from jiuye.quality.engines import Engine
from jiuye.quality.indicators import Tests, wanted
from jiuye.standards.catalogue import Catalogue, Item
from jiuye.standards.language import compile_expression


def tests(engine: Engine, catalogue: Catalogue, dataset: str, as_of: datetime) -> Tests:
    """Cells of the items that must be substantive."""
    return {
        ("recording", i.name): (wanted(i, catalogue, engine, as_of), real(i, catalogue, engine, as_of))
        for i in catalogue.items[dataset].values()
        if i.substantive
    }


def real(item: Item, catalogue: Catalogue, engine: Engine, as_of: datetime) -> str:
    """SQL over `self`: is the value a real one?"""
    if item.protection == "sealed":
        return f"not self.{item.name}_placeholder"
    if item.data_type in ("date", "datetime"):
        return f"cast(self.{item.name} as date) not in (date '1900-01-01', date '9999-12-31')"
    if item.data_type == "string":
        test = f"{item.name} is not null and not placeholder({item.name})"
    elif item.data_type == "code" and _known(item.code_list, catalogue):
        test = f"in_list({item.name}, '{item.code_list}')"
    else:
        return f"self.{item.name} is not null"
    return compile_expression(
        test, item.dataset, catalogue, dialect=engine.name, as_of=as_of, relations=engine.relations,
        values=engine.values,
    )  # fmt: skip


def _known(name: str, catalogue: Catalogue) -> bool:
    return name in catalogue.code_lists or name in catalogue.open_lists
