"""Reading the arguments of a call."""

from datetime import date
from decimal import Decimal

from .errors import RuleError
from .terms import Term, text_literal, want


def constant(value: str | int | Decimal | date) -> Term:
    """A literal as a term."""
    if isinstance(value, date):
        return Term(f"date '{value.isoformat()}'", "date", nullable=False)
    if isinstance(value, str):
        return Term(text_literal(value), "text", nullable=False, value=value)
    sql = str(value) if value >= 0 else f"({value})"
    return Term(sql, "number", nullable=False, value=value if isinstance(value, int) else None)


def word(term: Term, name: str) -> str:
    """The text of a literal argument."""
    if not isinstance(term.value, str):
        raise RuleError(f"{name}：这里要写明文本")
    return term.value


def as_day(term: Term, name: str) -> str:
    """SQL of the calendar day of a date or a time (the city's)."""
    want(term, "date", "datetime", name=name)
    return term.sql if term.kind == "date" else f"cast({term.sql} as date)"


def spread(name: str, args: list[Term], least: int, most: int) -> list[Term]:
    if not least <= len(args) <= most:
        raise RuleError(f"{name}：参数个数不对")
    return args
