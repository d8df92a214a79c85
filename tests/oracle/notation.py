"""The original rule notation as a syntax tree: tokenizer and parser, nothing evaluated here.

Precedence, loosest first, is Python's: `x if c else y`, or, and, not, comparison (== != < <= > >=, in,
not in, is [not] null), + -, * / %, unary -, postfix (`.name`, `[i]`, `[i:j]`). Comparisons do not chain.
Sub-queries: `exists|count(dataset [alias] where c)`, `min|max(value where c)`,
`count_distinct(value for dataset alias where c)`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

SUBQUERIES = {"exists", "count", "count_distinct", "min", "max"}
COMPARISONS = {"==", "!=", "<", "<=", ">", ">="}
TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*')|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<word>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<sign>==|!=|<=|>=|[-<>+*/%().,\[\]:]))"
)


class NotationError(ValueError):
    """The text is not in the notation; the message says where."""


class Node:
    """Any part of an expression; nodes are frozen, so equal text gives equal, hashable nodes."""


@dataclass(frozen=True)
class Literal(Node):
    value: str | int | Decimal


@dataclass(frozen=True)
class Listed(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Name(Node):
    name: str


@dataclass(frozen=True)
class Field(Node):
    """`base.name`: base is a Name (alias) or a Call giving a record."""

    base: Node
    name: str


@dataclass(frozen=True)
class Slice(Node):
    """`base[start]` (stop None) or `base[start:stop]`."""

    base: Node
    start: int
    stop: int | None


@dataclass(frozen=True)
class Call(Node):
    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True)
class Arithmetic(Node):
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Compare(Node):
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Within(Node):
    """`left in right`; negated: `left not in right`."""

    left: Node
    right: Node
    negated: bool


@dataclass(frozen=True)
class IsNull(Node):
    value: Node
    negated: bool


@dataclass(frozen=True)
class Not(Node):
    part: Node


@dataclass(frozen=True)
class And(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Choice(Node):
    """`then if condition else other`."""

    then: Node
    condition: Node
    other: Node


@dataclass(frozen=True)
class Subquery(Node):
    kind: str
    dataset: str
    alias: str
    value: Node | None
    where: Node


def tokens(text: str) -> list[str]:
    """The text's tokens; strings keep their quotes. Raises NotationError at the first strange character."""
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        token = TOKEN.match(text, at)
        if token is None:
            raise NotationError(f"{at}: {text[at : at + 20]!r}")
        found.append(token.group().strip() if token.group("text") is None else token.group("text"))
        at = token.end()
    return found
