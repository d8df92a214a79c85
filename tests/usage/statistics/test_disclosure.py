"""披露控制 by itself: nothing small can be worked out of what is shown; no more is hidden than must be. Art. 11."""

from itertools import product
from random import Random

import pytest

from jiuye.usage.statistics.compute import Cell
from jiuye.usage.statistics.disclosure import Table, bounds, protect, recoverable

pytestmark = pytest.mark.article("11")


def two_way(counts: dict[tuple[str, str], int]) -> Table:
    """District × group with all its margins."""
    values: dict[Cell, float] = {}
    equal = []
    for (place, group), n in counts.items():
        for cell in {Cell("m", p, "g" if g else "", g) for p, g in product((place, ""), (group, ""))}:
            values[cell] = values.get(cell, 0) + n
    for place in {c.place for c in values}:
        parts = [c for c in values if c.place == place and c.dimension]
        equal.append({Cell("m", place): 1, **dict.fromkeys(parts, -1)})
    for group in {c.group for c in values}:
        total = Cell("m", "", "g" if group else "", group)
        parts = [c for c in values if c.group == group and c.dimension == total.dimension and c.place]
        equal.append({total: 1, **dict.fromkeys(parts, -1)})
    rows = {c: int(v) for c, v in values.items()}
    return Table(values, rows, frozenset(), frozenset(), equal, [])


def test_a_lone_small_cell_takes_others_with_it() -> None:
    table = two_way({("A", "1"): 3, ("A", "2"): 20, ("B", "1"): 30, ("B", "2"): 40})
    small = Cell("m", "A", "g", "1")
    assert recoverable(table, {small}, 5) == [small], "hidden alone, a total gives it away"
    hidden = protect(table, 5)
    assert recoverable(table, hidden, 5) == []
    assert len(hidden) == 4, "a cycle of four, and no total"
    assert not any(c.place == "" or c.dimension == "" for c in hidden)
    low, high = bounds(table, hidden, small)
    assert low <= 0 <= 5 <= high


def test_nothing_small_nothing_hidden() -> None:
    assert protect(two_way({("A", "1"): 5, ("A", "2"): 0, ("B", "1"): 9, ("B", "2"): 7}), 5) == set()


def test_what_is_never_more_gives_nothing_away() -> None:
    """A part that is known to be no more than a whole: a whole of 3 hides a part of 2 with it, and others of both."""
    one = two_way({("A", "1"): 3, ("A", "2"): 20, ("B", "1"): 30, ("B", "2"): 40})
    part = {c._replace(measure="p"): v // 2 for c, v in one.values.items()}
    part[Cell("p", "A", "g", "1")], part[Cell("p", "A")] = 2, 12
    part[Cell("p", "", "g", "1")], part[Cell("p")] = 17, 47
    equal = [*one.equal, *({c._replace(measure="p"): k for c, k in e.items()} for e in one.equal)]
    values = {**one.values, **part}
    more = [(c, c._replace(measure="p")) for c in one.values]
    table = Table(values, {c: int(v) for c, v in values.items()}, frozenset(), frozenset(), equal, more)
    assert recoverable(table, protect(table, 5), 5) == []


@pytest.mark.parametrize("seed", range(12))
def test_random_tables(seed: int) -> None:
    random = Random(seed)
    counts = {(p, g): random.choice((0, 1, 2, 3, 8, 15, 40, 120)) for p in "ABCDEFGH" for g in "123456"}
    table = two_way(counts)
    hidden = protect(table, 5)
    assert recoverable(table, hidden, 5) == []
    assert set(table.small(5)) <= hidden
    assert not any(table.rows[c] == 0 for c in hidden)
