"""Counts by dataset and agency, and the records and items they are of."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypedDict

from .conditions import TODAY, condition
from .town import Row, Table

Tally = tuple[str, str, int, int]  # dataset, agency, met, of


class Count(TypedDict):
    met: int
    of: int


class Parts(TypedDict):
    """met and of overall, and the same by dataset and by agency_code."""

    met: int
    of: int
    by_dataset: dict[str, Count]
    by_agency: dict[str, Count]


def parts(tallies: Iterator[Tally]) -> Parts:
    total: Parts = {"met": 0, "of": 0, "by_dataset": {}, "by_agency": {}}
    for dataset, agency, met, of in tallies:
        for count in (
            total,
            total["by_dataset"].setdefault(dataset, {"met": 0, "of": 0}),
            total["by_agency"].setdefault(agency, {"met": 0, "of": 0}),
        ):
            count["met"] += met
            count["of"] += of
    return total


def records(table: Table) -> Iterator[tuple[int, Row, str]]:
    """Row number, row and agency of the rows not merged."""
    merged = next((at for name, at in table.column.items() if name.startswith("merged_into_")), None)
    agency = table.column.get("agency_code")
    for number, row in enumerate(table.rows, 1):
        if merged is None or row[merged] is None:
            yield number, row, (row[agency] or "") if agency is not None else ""


def wanted(table: Table, item: str, today: date) -> Callable[[Row], bool]:
    """Of which rows the item is wanted."""
    if table.items[item]["required"] != "conditional":
        return lambda row: True
    holds, column = condition(table.name, item), table.column
    return lambda row: holds(lambda name: today if name == TODAY else row[column[name]])
