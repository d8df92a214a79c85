"""The operands of a condition or a call: what must not be null for it to say anything (indicators.md §6)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlglot import exp

from .terms import Term

if TYPE_CHECKING:
    from .compiler import Compiler

# Calls that ask about null themselves.
ASKING_FOR_NULL = ("nvl", "least")
_TWO = (
    exp.And, exp.Or, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Add, exp.Sub, exp.Mul, exp.Mod,
)  # fmt: skip
_ONE = (exp.Not, exp.Paren, exp.In, exp.Neg)


def parts(node: exp.Expr) -> list[exp.Expr]:
    """The nodes whose values the node uses; none for items, literals, `is null`, `nvl` and sub-queries."""
    if isinstance(node, _TWO):
        return [node.this, node.expression]
    if isinstance(node, _ONE):
        return [node.this]
    if isinstance(node, exp.Anonymous) and str(node.this) not in ASKING_FOR_NULL:
        if node.this in ("ref", "ref_as_of"):
            return [node.expressions[1], *node.expressions[3:]]
        return list(node.expressions[:1]) if node.this == "fact" else list(node.expressions)
    return []


def operands(c: "Compiler", node: exp.Expr) -> Iterator[Term]:
    """Every operand below the node, conditions aside."""
    for part in parts(node):
        term = c.term(part)
        if term.kind != "flag":
            yield term
        yield from operands(c, part)


def own_operands(c: "Compiler", node: exp.Expr) -> Iterator[Term]:
    """The largest operands below the node that read the own row only, inside a sub-query."""
    for part in parts(node):
        term = c.term(part)
        if term.kind != "flag" and term.rows == {"own"}:
            yield term
        else:
            yield from own_operands(c, part)
