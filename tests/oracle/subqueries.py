"""`exists`, `count`, `count_distinct`, `min` and `max` over a dataset, by hash indexes on equalities."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .notation import And, Compare, Node, NotationError, Subquery
from .operands import aliases, outer_operands
from .town import Row
from .values import Run, Scope, Value

if TYPE_CHECKING:
    from .compiler import Compiler

Groups = dict[tuple[Any, ...], list[Row]]
INDEXED = {"text", "number", "date", "datetime"}


class Indexes:
    """Rows of a dataset that pass the filters, by key; each built once."""

    def __init__(self) -> None:
        self.built: dict[tuple[Any, ...], Groups] = {}

    def groups(self, name: tuple[Any, ...], rows: list[Row], slot: int, keys: list[Run], filters: list[Run]) -> Groups:
        if name not in self.built:
            groups = self.built[name] = {}
            env: list[Any] = [None] * (slot + 8)
            for row in rows:
                env[slot] = row
                if all(f(env) is True for f in filters):
                    key = tuple(k(env) for k in keys)
                    if None not in key:
                        groups.setdefault(key, []).append(row)
        return self.built[name]


class _Parts:
    """The conjuncts of a sub-query by what they read: itself, the outside, an equality between, or both."""

    def __init__(self, compiler: Compiler, node: Subquery, scope: Scope) -> None:
        self.filters: list[Node] = []
        self.outside: list[Node] = []
        self.inner_keys: list[Node] = []
        self.outer_keys: list[Node] = []
        self.rest: list[Node] = []
        for part in node.where.parts if isinstance(node.where, And) else (node.where,):
            read = aliases(part)
            if read <= {node.alias}:
                self.filters.append(part)
            elif node.alias not in read:
                self.outside.append(part)
            elif not self.equality(compiler, part, node.alias, scope):
                self.rest.append(part)

    def equality(self, compiler: Compiler, part: Node, alias: str, scope: Scope) -> bool:
        if not isinstance(part, Compare) or part.sign != "==":
            return False
        for inner, outer in ((part.left, part.right), (part.right, part.left)):
            if aliases(inner) == {alias} and alias not in aliases(outer):
                kinds = {compiler.value(side, scope).kind for side in (inner, outer)}
                if len(kinds) == 1 and kinds <= INDEXED:
                    self.inner_keys.append(inner)
                    self.outer_keys.append(outer)
                    return True
        return False


def subquery(compiler: Compiler, node: Subquery, outer: Scope) -> Value:
    """The value of a sub-query; null when an operand from outside is null (note 4)."""
    table = compiler.town.tables.get(node.dataset)
    if table is None:
        raise NotationError(f"no dataset {node.dataset}")
    slot = 1 + max(at for at, _ in outer.values())
    scope = {**outer, node.alias: (slot, table)}
    parts = _Parts(compiler, node, scope)
    needed = compiler.runs(outer_operands(node, frozenset()), outer)
    outside, outer_keys = compiler.runs(parts.outside, outer), compiler.runs(parts.outer_keys, outer)
    rest = compiler.runs(parts.rest, scope)
    inner_keys, filters = compiler.runs(parts.inner_keys, scope), compiler.runs(parts.filters, scope)
    name = (node.dataset, node.alias, tuple(parts.inner_keys), tuple(parts.filters))
    value = compiler.value(node.value, scope) if node.value is not None else None
    answer = _answer(node.kind, slot, rest, value.run if value else None)
    # With nothing else read from outside, records of one key share one answer.
    shared = not rest and (node.value is None or aliases(node.value) <= {node.alias})
    known: dict[tuple[Any, ...], Any] = {}
    nobody = answer([], [None] * (slot + 8))

    def run(env: list[Any]) -> Any:
        if any(r(env) is None for r in needed):
            return None
        if not all(r(env) is True for r in outside):
            return nobody
        key = tuple(r(env) for r in outer_keys)
        if shared and key in known:
            return known[key]
        groups = compiler.indexes.groups(name, table.rows, slot, inner_keys, filters)
        found = answer(groups.get(key, []), env)
        if shared:
            known[key] = found
        return found

    kinds = {"exists": "condition", "count": "number", "count_distinct": "number"}
    return Value(kinds.get(node.kind) or (value.kind if value else ""), run)


def _answer(kind: str, slot: int, rest: list[Run], value: Run | None) -> Callable[[list[Row], list[Any]], Any]:
    """From candidate rows and the records in reach to the answer."""

    def chosen(rows: list[Row], env: list[Any]) -> Any:
        for row in rows:
            env[slot] = row
            if all(r(env) is True for r in rest):
                yield row if value is None else value(env)

    def answer(rows: list[Row], env: list[Any]) -> Any:
        found = chosen(rows, env)
        if kind == "exists":
            return next(found, None) is not None
        if kind == "count":
            return sum(1 for _ in found)
        values = {v for v in found if v is not None}
        if kind == "count_distinct":
            return len(values)
        if not values:
            return None
        return min(values) if kind == "min" else max(values)

    return answer
