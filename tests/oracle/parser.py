"""Recursive descent from tokens to the tree of `notation`."""

from decimal import Decimal

from .notation import (
    COMPARISONS,
    SUBQUERIES,
    And,
    Arithmetic,
    Call,
    Choice,
    Compare,
    Field,
    IsNull,
    Listed,
    Literal,
    Name,
    Node,
    Not,
    NotationError,
    Or,
    Slice,
    Subquery,
    Within,
    tokens,
)

END = ""


def parse(text: str) -> Node:
    """The tree of one expression. Raises NotationError."""
    reader = _Reader(tokens(text))
    tree = reader.choice()
    if reader.next != END:
        raise NotationError(f"left over: {reader.next!r} in {text!r}")
    return tree


class _Reader:
    def __init__(self, found: list[str]) -> None:
        self.found = found
        self.at = 0

    @property
    def next(self) -> str:
        return self.peek(0)

    def peek(self, ahead: int) -> str:
        at = self.at + ahead
        return self.found[at] if at < len(self.found) else END

    def take(self) -> str:
        token = self.next
        self.at += 1
        return token

    def accept(self, *words: str) -> bool:
        """Take the words if they come next, all of them."""
        if all(self.peek(i) == word for i, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def expect(self, word: str) -> None:
        if not self.accept(word):
            raise NotationError(f"expected {word!r}, found {self.next!r} at token {self.at}")

    def word(self) -> str:
        token = self.take()
        if not token.isidentifier():
            raise NotationError(f"expected a name, found {token!r} at token {self.at - 1}")
        return token

    def choice(self) -> Node:
        then = self.either()
        if not self.accept("if"):
            return then
        condition = self.either()
        self.expect("else")
        return Choice(then, condition, self.choice())

    def either(self) -> Node:
        parts = [self.both()]
        while self.accept("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Node:
        parts = [self.negation()]
        while self.accept("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Node:
        return Not(self.negation()) if self.accept("not") else self.comparison()

    def comparison(self) -> Node:
        left = self.sum()
        if self.next in COMPARISONS:
            return Compare(self.take(), left, self.sum())
        if self.accept("is", "null"):
            return IsNull(left, False)
        if self.accept("is", "not", "null"):
            return IsNull(left, True)
        if self.accept("in"):
            return Within(left, self.sum(), False)
        if self.accept("not", "in"):
            return Within(left, self.sum(), True)
        return left

    def sum(self) -> Node:
        left = self.product()
        while self.next in ("+", "-"):
            left = Arithmetic(self.take(), left, self.product())
        return left

    def product(self) -> Node:
        left = self.unary()
        while self.next in ("*", "/", "%"):
            left = Arithmetic(self.take(), left, self.unary())
        return left

    def unary(self) -> Node:
        return Arithmetic("-", Literal(0), self.unary()) if self.accept("-") else self.postfix()

    def postfix(self) -> Node:
        node = self.atom()
        while True:
            if self.accept("."):
                node = Field(node, self.word())
            elif self.accept("["):
                start = self.integer()
                stop = self.integer() if self.accept(":") else None
                self.expect("]")
                node = Slice(node, start, stop)
            else:
                return node

    def integer(self) -> int:
        token = self.take()
        if not token.isdecimal():
            raise NotationError(f"expected a position, found {token!r}")
        return int(token)

    def atom(self) -> Node:
        if self.next.startswith("'"):
            return Literal(self.take()[1:-1])
        if self.next[:1].isdecimal():
            token = self.take()
            return Literal(Decimal(token) if "." in token else int(token))
        if self.accept("("):
            return self.parenthesis()
        name = self.word()
        if not self.accept("("):
            return Name(name)
        return self.subquery(name) if name in SUBQUERIES else Call(name, self.arguments())

    def parenthesis(self) -> Node:
        """A grouped expression, or a list if there is a comma."""
        items = [self.choice()]
        listed = False
        while self.accept(","):
            listed = True
            items.append(self.choice())
        self.expect(")")
        return Listed(tuple(items)) if listed else items[0]

    def arguments(self) -> tuple[Node, ...]:
        if self.accept(")"):
            return ()
        args = [self.choice()]
        while self.accept(","):
            args.append(self.choice())
        self.expect(")")
        return tuple(args)

    def subquery(self, kind: str) -> Node:
        value: Node | None = None
        if kind in ("exists", "count"):
            dataset, alias = self.source()
        else:
            value = self.sum()
            if self.accept("for"):
                dataset, alias = self.source()
            elif isinstance(value, Field) and isinstance(value.base, Name):
                dataset = alias = value.base.name
            else:
                raise NotationError(f"{kind}: no dataset")
        self.expect("where")
        where = self.either()
        self.expect(")")
        return Subquery(kind, dataset, alias, value, where)

    def source(self) -> tuple[str, str]:
        """`dataset` or `dataset alias`."""
        dataset = self.word()
        return dataset, dataset if self.next == "where" else self.word()
