"""What an engine may know of the values there are, so that a test of one item is paid once per value.

An inspection judges a frozen table: of 3,000,000 rows a coded column holds a handful of values. The engine
tells those that fail, and the statement names them instead of testing every row. The verdicts are the same.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from .terms import Term, flag, text_literal

if TYPE_CHECKING:
    from .compiler import Compiler


Test = Callable[[str], str]  # SQL of a value to SQL of a condition
# Kinds of items whose values placeholders are looked for among; codes are judged by their lists.
TEXTS = ("string", "file")


class Values(Protocol):
    """Knowledge of the rows a statement will read, and of no others."""

    def failing(self, dataset: str, column: str, test: str) -> Sequence[str] | None:
        """The column's values for which `test` (SQL over `v`) is false; None: not known, or too many."""
        ...

    def placeholders(self, texts: Sequence[tuple[str, str]], gate: Test, test: Test) -> str:
        """SQL set of those values of the texts, (dataset, item) each, that are placeholders. gate: a cheap
        condition that all of them fulfil; test: the exact one."""
        ...


def tested(c: "Compiler", value: Term, test: Test) -> Term:
    """The test of one text: by the values that fail it where they are known, else row by row."""
    known, column = None, value.sql.removeprefix(f"{c.own}.")
    if c.values and column.isidentifier() and value.sql == f"{c.own}.{column}":
        known = c.values.failing(c.dataset, column, test("v"))
    if known is None:
        return flag(test(value.sql), value)
    if not known:
        return flag(f"(case when {value.sql} is not null then true end)", value)
    return flag(f"({value.sql} not in ({', '.join(text_literal(v) for v in known)}))", value)


def placeholder(c: "Compiler", value: Term, gate: Test, test: Test) -> Term:
    """Is the text a placeholder: by the set of those there are where it is known, for bare items."""
    if c.values is None or value.source is None or any(r.endswith("_history") for r in c.relations):
        return flag(test(value.sql), value)
    items = (i for some in c.catalogue.items.values() for i in some.values())
    texts = [(i.dataset, i.name) for i in items if i.data_type in TEXTS and i.protection != "sealed"]
    there = f"{value.sql} in {c.values.placeholders(texts, gate, test)}"
    return flag(f"(case when {value.sql} is not null then {there} end)", value)
