"""数据项目记实率: values that are really values. Note 4 of `indicators`."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from .calendar_days import day
from .counts import Tally, records, wanted
from .functions import pattern
from .placeholders import Placeholders
from .town import NUMBERS, Town

DEFAULT_DAYS = {date(1900, 1, 1), date(9999, 12, 31)}


def recording(town: Town, today: date) -> Iterator[Tally]:
    placeholder = Placeholders(town.placeholders, town.division_names)
    for name in NUMBERS:
        table = town.tables[name]
        rows = list(records(table))
        for item in (i for i, facts in table.items.items() if facts["must_be_substantive"] == "yes"):
            needs, at = wanted(table, item, today), table.column[item]
            # Each distinct value is judged once.
            values = Counter((agency, row[at]) for _, row, agency in rows if needs(row))
            real = recorded(town, table.items[item], placeholder)
            for (agency, value), times in values.items():
                yield name, agency, times if value is not None and real(value) else 0, times


def recorded(town: Town, facts: dict[str, str], placeholder: Placeholders) -> Callable[[Any], bool]:
    """Whether a value of the item is a real one."""
    if facts["data_type"] in ("date", "datetime"):
        return lambda value: day(value) not in DEFAULT_DAYS
    if facts["data_type"] == "string":
        return lambda value: not placeholder(value)
    if facts["data_type"] == "code":
        codes, shape = town.codes.get(facts["code_list"]), town.open_lists.get(facts["code_list"])
        if codes is not None:
            return lambda value: value in codes
        if shape is not None:
            return lambda value: pattern(shape).search(value) is not None
    return lambda value: True
