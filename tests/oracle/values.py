"""What compiling gives: closures over the records in reach, and how nulls pass through them.

A closure takes the records in reach (a list, one slot per level of sub-query; slot 0 = the record judged)
and answers a value, or None for null. A condition answers True, False, or None: it has a null operand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from .town import Table

Env = list[Any]
Run = Callable[[Env], Any]
Scope = dict[str, tuple[int, Table]]


class NotJudged(Exception):
    """`x if c else y` with a null c: the rule says nothing of this record."""


@dataclass(frozen=True)
class Value:
    """kind: text, number, date, datetime, condition or codes."""

    kind: str
    run: Run


def strict(function: Callable[..., Any], runs: list[Run]) -> Run:
    """The function of the values; null when one of them is."""
    if len(runs) == 1:
        only = runs[0]
        return lambda env: None if (a := only(env)) is None else function(a)
    if len(runs) == 2:
        first, second = runs

        def two(env: Env) -> Any:
            a = first(env)
            if a is None:
                return None
            b = second(env)
            return None if b is None else function(a, b)

        return two

    def many(env: Env) -> Any:
        values = [run(env) for run in runs]
        return None if None in values else function(*values)

    return many


def unless_null(needed: list[Run], run: Run) -> Run:
    return (lambda env: None if any(r(env) is None for r in needed) else run(env)) if needed else run


def midnight(value: Value) -> Run:
    """Dates as the first moment of the day, moments as they are."""
    run = value.run
    return strict(lambda d: datetime.combine(d, time()), [run]) if value.kind == "date" else run
