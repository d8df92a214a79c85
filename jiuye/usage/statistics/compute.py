"""Figures out of a snapshot: every measure of a report by place and group. Art. 11.

Totals are counted by themselves, not summed from their parts: that they agree is checked afterwards (`checks`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from jiuye.standards.catalogue import Catalogue
from jiuye.standards.language.dates import retirement_date
from jiuye.standards.language.dialects import Engine
from jiuye.usage.statistics.definitions import Definitions, Measure, Report
from jiuye.usage.statistics.periods import Period

CITY = ""  # the place of the whole city; its own agency's cases stand under the city's division


class Cell(NamedTuple):
    """Where a figure stands. dimension "" and group "": the total of a place; group "" otherwise: not stated."""

    measure: str
    place: str = CITY
    dimension: str = ""
    group: str = ""


@dataclass(frozen=True)
class Counted:
    """value: None where it would be divided by nothing. rows: how many stand behind it."""

    value: Decimal | None
    rows: int


Figures = dict[Cell, Counted]
NOTHING = Counted(Decimal(0), 0)


class Populations:
    """The populations of one period over an opened snapshot (a DuckDB connection with its datasets as views)."""

    def __init__(self, db: Any, told: Definitions, standard: Catalogue, period: Period) -> None:
        self._db, self._told, self._standard, self._period = db, told, standard, period
        self._made: set[str] = set()
        self._db.execute("create or replace temp table urban (division text)")
        self._db.executemany("insert into urban values (?)", [[d] for d in told.urban])
        for statement in self._filled(told.populations["_people"]).split(";"):
            if statement.strip():
                self._db.execute(statement.replace("create temp view", "create or replace temp view"))

    def figures(self, report: Report) -> Figures:
        """Every measure at every place, in total and by group. Cells of nothing are left out, totals of places
        never are."""
        found: Figures = {}
        for measure in report.measures.values():
            if measure.derived:
                found |= derive(measure, found)
            else:
                found |= {Cell(measure.name, place): NOTHING for place in (CITY, *self._told.urban)}
                found |= dict(self._counted(measure))
        return found

    def _counted(self, measure: Measure) -> Iterator[tuple[Cell, Counted]]:
        value = f"sum({measure.column})" if measure.column else "count(*)"
        for dimension in ("", *measure.dimensions):
            part = dimension or "''"
            sql = (
                f"select coalesce(place, ''), part, {value}, count(*) from (select *, district as place,"
                f" {part} as part from {self._table(measure)} where {self._condition(measure)})"
                " group by grouping sets ((place, part), (part))"
            )
            for place, code, total, rows in self._db.execute(sql).fetchall():
                yield Cell(measure.name, place, dimension, code), Counted(Decimal(total), rows)

    def _table(self, measure: Measure) -> str:
        name = f"of_{measure.population}"
        if name not in self._made:
            self._db.execute(f"create or replace temp table {name} as {self._filled(self._sql(measure.population))}")
            self._made.add(name)
        return name

    def _sql(self, population: str) -> str:
        table = self._standard.parameters["retirement_ages"].on(self._period.last)
        day = retirement_date("f.birth_date", "f.sex", table, Engine("duckdb"))
        return self._told.populations[population].replace("{retirement}", f"cast({day} as date)")

    def _condition(self, measure: Measure) -> str:
        return self._filled(measure.condition)

    def _filled(self, sql: str) -> str:
        return sql.replace("$first", _day(self._period.first)).replace("$last", _day(self._period.last))


def derive(measure: Measure, found: Mapping[Cell, Counted]) -> Figures:
    """A derived measure in every cell one of its parts stands in."""
    first, second = measure.parts
    names = {n for part in measure.parts for n in part.split("+")}
    at = {c[1:] for c in found if c.measure in names and (not c.dimension or c.dimension in measure.dimensions)}
    return {Cell(measure.name, *c): _derived(measure.kind, _sum(first, c, found), _sum(second, c, found)) for c in at}


def _sum(part: str, at: tuple[Any, ...], found: Mapping[Cell, Counted]) -> Counted:
    some = [found.get(Cell(name, *at), NOTHING) for name in part.split("+")]
    return Counted(sum((c.value or Decimal(0) for c in some), Decimal(0)), sum(c.rows for c in some))


def _derived(kind: str, one: Counted, other: Counted) -> Counted:
    assert one.value is not None
    assert other.value is not None
    rows = one.rows + other.rows
    if kind == "difference":
        return Counted(one.value - other.value, rows)
    if not other.value:
        return Counted(None, rows)
    times = 100 if kind == "percentage" else 1
    return Counted((one.value * times / other.value).quantize(Decimal("0.01"), ROUND_HALF_UP), rows)


def _day(day: date) -> str:
    return f"date '{day.isoformat()}'"
