"""From the tree to closures: what every part of an expression answers. The decisions are in `semantics`."""

import operator
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from . import notation as n
from .calls import call, field
from .operands import CONDITIONS, operands, parameters_of
from .placeholders import Placeholders
from .subqueries import Indexes, subquery
from .town import KEYS, Row, Town
from .values import Env, NotJudged, Run, Scope, Value, midnight, strict, unless_null

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge, "+": operator.add, "-": operator.sub,
    "*": operator.mul, "/": lambda a, b: Decimal(a) / b if b else None,
    "%": lambda a, b: a % b if b else None,
}  # fmt: skip


class Compiler:
    """Compiles for one town and one moment; indexes are shared by all rules."""

    def __init__(self, town: Town, as_of: datetime) -> None:
        self.town = town
        self.as_of = as_of
        self.placeholder = Placeholders(town.placeholders, town.division_names)
        self.indexes = Indexes()
        self.by_number: dict[str, dict[str, Row]] = {}

    def value(self, node: n.Node, scope: Scope) -> Value:
        """Raises NotationError for what the notation does not have."""
        match node:
            case n.Literal():
                constant = node.value
                return Value("text" if isinstance(constant, str) else "number", lambda env: constant)
            case n.Field():
                return field(self, node, scope)
            case n.Slice():
                return self.slice(node, scope)
            case n.Call():
                return call(self, node, scope)
            case n.Subquery():
                return subquery(self, node, scope)
            case n.Arithmetic() | n.Compare():
                return self.binary(node, scope)
            case n.Within():
                return self.within(node, scope)
            case n.IsNull():
                return self.is_null(node, scope)
            case n.Not() | n.And() | n.Or():
                return Value("condition", self.joined(node, scope))
            case n.Choice():
                return self.choice(node, scope)
        raise n.NotationError(f"no value: {node}")

    def runs(self, nodes: Iterable[n.Node], scope: Scope) -> list[Run]:
        return [self.value(node, scope).run for node in nodes]

    def numbers(self, dataset: str) -> dict[str, Row]:
        """Business number -> record, the first in the file; empty for a dataset there is no file of."""
        if dataset not in self.by_number:
            found = self.by_number[dataset] = {}
            table = self.town.tables.get(dataset)
            if table and table.rows:
                at = table.column[KEYS.get(dataset) or next(iter(table.items))]
                for row in table.rows:
                    if row[at] is not None:
                        found.setdefault(row[at], row)
        return self.by_number[dataset]

    def slice(self, node: n.Slice, scope: Scope) -> Value:
        base, start, stop = self.value(node.base, scope), node.start, node.stop
        if base.kind != "text":
            raise n.NotationError(f"positions of a {base.kind}: {node}")

        def part(text: str) -> str | None:
            if stop is None:
                return text[start] if start < len(text) else None
            return text[start:stop]

        return Value("text", strict(part, [base.run]))

    def binary(self, node: n.Arithmetic | n.Compare, scope: Scope) -> Value:
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        kinds, a, b = {left.kind, right.kind}, left.run, right.run
        if kinds == {"date", "datetime"}:
            a, b = midnight(left), midnight(right)
        elif len(kinds) != 1 or "codes" in kinds or (isinstance(node, n.Arithmetic) and kinds != {"number"}):
            raise n.NotationError(f"kinds differ: {node}")
        run = strict(SIGNS[node.sign], [a, b])
        if isinstance(node, n.Arithmetic):
            return Value("number", run)
        if any(isinstance(side, CONDITIONS) for side in (node.left, node.right)):
            run = unless_null(self.runs(operands(node), scope), run)
        return Value("condition", run)

    def within(self, node: n.Within, scope: Scope) -> Value:
        left, negated = self.value(node.left, scope).run, node.negated
        if isinstance(node.right, (n.Listed, n.Literal)):
            listed = node.right.items if isinstance(node.right, n.Listed) else (node.right,)
            right: Run = self.codes_of(listed)
        else:
            right = self.value(node.right, scope).run
        return Value("condition", strict(lambda a, codes: (a in codes) != negated, [left, right]))

    def codes_of(self, listed: tuple[n.Node, ...]) -> Run:
        codes = frozenset(item.value for item in listed if isinstance(item, n.Literal))
        if len(codes) != len(listed):
            raise n.NotationError(f"a list of literals is wanted: {listed}")
        return lambda env: codes

    def is_null(self, node: n.IsNull, scope: Scope) -> Value:
        value, negated = self.value(node.value, scope).run, node.negated
        needed = self.runs(parameters_of(node.value), scope) if not isinstance(node.value, n.Subquery) else []
        return Value("condition", unless_null(needed, lambda env: (value(env) is None) != negated))

    def joined(self, node: n.Not | n.And | n.Or, scope: Scope) -> Run:
        if isinstance(node, n.Not):
            return strict(operator.not_, self.runs([node.part], scope))
        parts = self.runs(node.parts, scope)
        decides = isinstance(node, n.Or)

        def run(env: Env) -> bool | None:
            answer: bool | None = not decides
            for part in parts:
                one: bool | None = part(env)
                if one is decides:
                    return decides
                if one is None:
                    answer = None
            return answer

        return run

    def choice(self, node: n.Choice, scope: Scope) -> Value:
        condition, then, other = (self.value(p, scope) for p in (node.condition, node.then, node.other))

        def run(env: Env) -> Any:
            chosen = condition.run(env)
            if chosen is None:
                raise NotJudged
            return then.run(env) if chosen else other.run(env)

        return Value(then.kind, run)
