"""披露控制: which cells of a table are hidden so that no small one can be worked out from the rest. Art. 11.

A cell is small when 1 to threshold - 1 stand behind it. Hiding it is not enough where a total gives it away: then
others are hidden with it (secondary suppression). For each small cell the cheapest other table that agrees in all
shown cells, once with more in it, once with less, is looked for by linear programming (Fischetti & Salazar 1999 call
it the incremental attacker heuristic); the cells in which such a table differs are hidden. `bounds` is what an
attacker who knows every relation can work out of a cell; `recoverable` names those of whom it is too much.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, log1p

import highspy
import numpy as np

from jiuye.usage.statistics.compute import Cell

_EPS = 1e-6
_SPREAD = 0.5  # a hidden sum may be off by at least this share of it, either way


@dataclass(frozen=True)
class Table:
    """values: what stands in each cell; rows: how many behind it. sums: cells that are no counts of rows; free: those
    that may be below 0. equal: Σ factor · cell is the same in every table that agrees; more: a cell that is never
    less than another."""

    values: Mapping[Cell, float]
    rows: Mapping[Cell, int]
    sums: frozenset[Cell]
    free: frozenset[Cell]
    equal: Sequence[Mapping[Cell, int]]
    more: Sequence[tuple[Cell, Cell]]

    def small(self, threshold: int) -> list[Cell]:
        return sorted(c for c, n in self.rows.items() if 0 < n < threshold)

    def floor(self, cell: Cell) -> float:
        """The least an attacker takes a hidden cell for."""
        return -inf if cell in self.free else min(0.0, self.values[cell])

    def wanted(self, cell: Cell, threshold: int) -> tuple[float, float]:
        """How much more and how much less must be possible in a small cell."""
        value = self.values[cell]
        if cell in self.sums or cell in self.free:
            spread = max(abs(value) * _SPREAD, 1.0)
            return spread, min(spread, value - self.floor(cell))
        return threshold - value, value - self.floor(cell)

    @cached_property
    def parts(self) -> list[list[Cell]]:
        """Cells that speak of each other, however indirectly."""
        near: dict[Cell, set[Cell]] = defaultdict(set)
        for relation in (*(list(e) for e in self.equal), *(list(m) for m in self.more)):
            for cell in relation:
                near[cell].update(relation)
        left, found = set(self.values), []
        while left:
            reached, edge = set(), [min(left)]
            while edge:
                cell = edge.pop()
                if cell not in reached:
                    reached.add(cell)
                    edge += near[cell] - reached
            found.append(sorted(reached))
            left -= reached
        return found


def protect(table: Table, threshold: int) -> set[Cell]:
    """Every cell to hide: the small ones and what would give them away."""
    hidden = set(table.small(threshold))
    for part in table.parts:
        small = [c for c in part if 0 < table.rows[c] < threshold]
        if small:
            hidden |= _protected(_Others(table, part), small, hidden & set(part), threshold)
    return hidden


def _protected(others: "_Others", small: Sequence[Cell], hidden: set[Cell], threshold: int) -> set[Cell]:
    for cell in small:
        more, less = others.table.wanted(cell, threshold)
        for move in (more, -less):
            moved = others.cheapest(cell, move, hidden) if abs(move) > _EPS else set()
            hidden |= set(others.cells) if moved is None else moved
    return hidden


def recoverable(table: Table, hidden: set[Cell], threshold: int) -> list[Cell]:
    """Small cells that are shown, or of which an attacker learns more than he may."""
    found = []
    for part in table.parts:
        inside = hidden & set(part)
        attacker = _Attacker(table, part, inside) if inside else None
        for cell in (c for c in part if 0 < table.rows[c] < threshold):
            low, high = attacker.bounds(cell) if attacker and cell in inside else (table.values[cell],) * 2
            more, less = table.wanted(cell, threshold)
            if high < table.values[cell] + more - _EPS or low > table.values[cell] - less + _EPS:
                found.append(cell)
    return found


def bounds(table: Table, hidden: set[Cell], cell: Cell) -> tuple[float, float]:
    """What a hidden cell can be, for all who know the shown ones and how they hang together."""
    part = next(p for p in table.parts if cell in p)
    return _Attacker(table, part, hidden & set(part)).bounds(cell)


class _Model:
    """A linear programme over cells that speak of each other."""

    def __init__(self, table: Table, cells: Sequence[Cell]) -> None:
        self.table, self.cells = table, cells
        self.at = {c: n for n, c in enumerate(cells)}
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)

    def add(self, factors: Mapping[Cell, float], low: float, high: float, times: Sequence[int] = (1,)) -> None:
        """A row; `times`: the sign of each of the columns a cell has."""
        columns = [self.at[c] + k * len(self.cells) for c in factors for k in range(len(times))]
        values = [f * t for f in factors.values() for t in times]
        index, value = np.array(columns, dtype=np.int32), np.array(values, dtype=np.float64)
        self.solver.addRow(low, high, len(columns), index, value)

    def relations(self) -> Iterator[tuple[Mapping[Cell, int], bool]]:
        """(factors, whether they are an equation) of these cells."""
        yield from ((e, True) for e in self.table.equal if next(iter(e)) in self.at)
        yield from (({whole: 1, part: -1}, False) for whole, part in self.table.more if whole in self.at)

    def solve(self) -> "np.ndarray | None":
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self.solver.getSolution().col_value)


class _Others(_Model):
    """Tables that differ: two columns a cell, what it has more and what it has less than it has."""

    def __init__(self, table: Table, cells: Sequence[Cell]) -> None:
        super().__init__(table, cells)
        less = [table.values[c] - table.floor(c) if table.rows[c] else 0.0 for c in cells]
        more = [inf if table.rows[c] else 0.0 for c in cells]
        self.most = [*more, *less]
        self.solver.addVars(2 * len(cells), np.zeros(2 * len(cells)), np.array(self.most))
        for factors, equation in self.relations():
            room = 0.0 if equation else -sum(f * table.values[c] for c, f in factors.items())
            self.add(factors, room, 0.0 if equation else inf, (1, -1))

    def cheapest(self, cell: Cell, move: float, hidden: set[Cell]) -> set[Cell] | None:
        """The cells in which the cheapest table with `move` more in a cell differs; None when there is none."""
        n, k = len(self.cells), self.at[cell]
        for c, column in self.at.items():
            cost = 0.0 if c in hidden else _cost(c, self.table.values[c])
            self.solver.changeColCost(column, cost)
            self.solver.changeColCost(column + n, cost)
        for column, amount in ((k, max(move, 0.0)), (k + n, max(-move, 0.0))):
            self.solver.changeColBounds(column, amount, amount)
        found = self.solve()
        for column in (k, k + n):
            self.solver.changeColBounds(column, 0.0, self.most[column])
        if found is None:
            return None
        return {c for c, column in self.at.items() if found[column] + found[column + n] > _EPS}


class _Attacker(_Model):
    """All tables that agree in the shown cells."""

    def __init__(self, table: Table, cells: Sequence[Cell], hidden: set[Cell]) -> None:
        super().__init__(table, cells)
        low = [table.floor(c) if c in hidden else table.values[c] for c in cells]
        high = [inf if c in hidden else table.values[c] for c in cells]
        self.solver.addVars(len(cells), np.array(low), np.array(high))
        for factors, equation in self.relations():
            told = sum(f * table.values[c] for c, f in factors.items())
            self.add(factors, told if equation else 0.0, told if equation else inf)

    def bounds(self, cell: Cell) -> tuple[float, float]:
        at, found = self.at[cell], []
        for sign in (1.0, -1.0):
            self.solver.changeColCost(at, sign)
            solved = self.solve()
            found.append(-sign * inf if solved is None else float(solved[at]))
        self.solver.changeColCost(at, 0.0)
        return found[0], found[1]


def _cost(cell: Cell, value: float) -> float:
    """What is lost with a cell: more where more is told, most in totals, of the city above all."""
    return (1 + log1p(abs(value))) * (1 if cell.dimension else 20) * (1 if cell.place else 4)
