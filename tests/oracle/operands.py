"""Which parts of an expression are operands, and of whom. Notes 1 to 6 of `semantics`."""

from collections.abc import Iterator
from dataclasses import fields

from .notation import And, Call, Choice, Compare, Field, IsNull, Listed, Name, Node, Not, Or, Subquery, Within

CONDITIONS = (And, Or, Not, Compare, Within, IsNull)
# Functions that take a null for what it is.
NULL_TAKERS = {"nvl", "least"}


def children(node: Node) -> Iterator[Node]:
    for f in fields(node):  # type: ignore[arg-type]
        value = getattr(node, f.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Node):
                yield part


def aliases(node: Node) -> frozenset[str]:
    """Names of the records the expression reads and does not bind itself."""
    if isinstance(node, Name):
        return frozenset({node.name})
    found = frozenset[str]().union(*(aliases(child) for child in children(node)))
    return found - {node.alias} if isinstance(node, Subquery) else found


def parameters_of(node: Node) -> tuple[Node, ...]:
    """What must be there before `node is null` is asked: a function's arguments, a looked-up record's key."""
    if isinstance(node, Field):
        return parameters_of(node.base)
    if isinstance(node, Call) and node.name == "as_of":
        return (*parameters_of(node.args[0]), *node.args[1:])
    if isinstance(node, Call) and node.name not in NULL_TAKERS:
        return node.args
    return ()


def operands(node: Node) -> Iterator[Node]:
    """The values a condition works on; what `is null` asks about is none."""
    if isinstance(node, IsNull):
        yield from parameters_of(node.value)
    elif isinstance(node, (*CONDITIONS, Listed)):
        for child in children(node):
            yield from operands(child)
    else:
        yield node


def outer_operands(node: Node, inner: frozenset[str]) -> Iterator[Node]:
    """The largest values in a sub-query that read records outside it and none of `inner`."""
    if isinstance(node, IsNull):
        for part in parameters_of(node.value):
            yield from outer_operands(part, inner)
        return
    if isinstance(node, Subquery):
        inner |= {node.alias}
    elif not isinstance(node, CONDITIONS) and aliases(node).isdisjoint(inner):
        if aliases(node):
            yield node
        return
    if not (isinstance(node, Call) and node.name in NULL_TAKERS):
        for child in children(node):
            yield from outer_operands(child, inner)


def choice_conditions(node: Node) -> Iterator[Node]:
    """The c of every `x if c else y` outside sub-queries."""
    if isinstance(node, Choice):
        yield node.condition
    if not isinstance(node, Subquery):
        for child in children(node):
            yield from choice_conditions(child)
