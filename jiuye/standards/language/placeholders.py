"""Values that stand in for a value (占位值): the listed ones and four patterns. indicators.md 3.3.

A text is a placeholder when it is listed; when, blanks aside, it is one character three times or more;
when it is six or more consecutive rising digits (0 after 9); when it is nothing but punctuation and
signs; or when it is names of administrative divisions and nothing else. A date is one when it is
1900-01-01 or 9999-12-31. Codes and numbers are never: code lists judge them.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from .names import BLANKS, without_blanks
from .terms import text_literal

if TYPE_CHECKING:
    from jiuye.standards.catalogue import Catalogue

    from .dialects import Engine

RUN = "1234567890" * 12
# Unicode has punctuation and signs in its first two planes only (held by a test); the others take long to read.
SIGNS_END = 0x20000
_DIGITS = frozenset("0123456789")
DEFAULT_DATES = ("1900-01-01", "9999-12-31")


@lru_cache
def punctuation() -> str:
    """A pattern of one or more signs: Unicode's categories P and S."""
    spans: list[list[int]] = []
    for n in range(1, SIGNS_END):
        if unicodedata.category(chr(n))[0] in "PS":
            if spans and spans[-1][1] == n - 1:
                spans[-1][1] = n
            else:
                spans.append([n, n])
    return "^[" + "".join(_member(a) if a == b else f"{_member(a)}-{_member(b)}" for a, b in spans) + "]+$"


def _member(n: int) -> str:
    return "\\" + chr(n) if chr(n) in "\\]^-[" else chr(n)


def is_placeholder(value: str, listed: frozenset[str], names: frozenset[str]) -> bool:
    """The Python twin of `placeholder_text`. Every sealed value of a file passes here, so each test begins
    with what its first and last character tell: nearly all values leave there."""
    if not value or value in listed:
        return True
    first, last = value[0], value[-1]
    return (
        ((first == last or first.isspace() or last.isspace()) and _one_character(value))
        or (len(value) >= 6 and value in RUN)
        or (not first.isalnum() and all(unicodedata.category(c)[0] in "PS" for c in value))
        or (last in _ends(names) and _only_names(value, names))
    )


def placeholders(values: Iterable[str | None], listed: frozenset[str], names: frozenset[str]) -> list[bool | None]:
    """`is_placeholder` of a column. What begins and ends with two different digits, as nearly all that is sealed
    does, is one only when it is listed or a run."""
    return [
        None if value is None
        else value in listed or (len(value) >= 6 and value in RUN)
        if value[:1] in _DIGITS and value[-1:] in _DIGITS and value[0] != value[-1]
        else is_placeholder(value, listed, names)
        for value in values
    ]  # fmt: skip


def _one_character(value: str) -> bool:
    """Blanks aside, one character three times or more."""
    bare = "".join(value.split())
    return len(bare) >= 3 and len(set(bare)) == 1


@lru_cache(maxsize=8)
def _ends(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name[-1] for name in names if name)


def _only_names(value: str, names: frozenset[str]) -> bool:
    return not value or any(value[-n:] in names and _only_names(value[:-n], names) for n in range(1, len(value) + 1))


def placeholder_text(value: str, catalogue: "Catalogue", engine: "Engine") -> str:
    """SQL: is the text a placeholder. Null for null."""
    listed = ", ".join(text_literal(v) for v in catalogue.code_lists["placeholder_value"].values())
    return (
        f"({value} in ({listed})"
        f" or {_one_character_sql(value)}"
        f" or (length({value}) >= 6 and strpos('{RUN}', {value}) > 0)"
        f" or {engine.matches(value, punctuation())}"
        f" or {_names_only(value, catalogue, engine)})"
    )


def may_be_placeholder(value: str, catalogue: "Catalogue") -> str:
    """SQL: true for every placeholder and for few other texts, told by the first and the last character."""
    lists = catalogue.code_lists
    listed = {*lists["placeholder_value"].values(), *lists["division_all_years"].values()}
    ends = text_literal("".join(sorted({text[-1] for text in listed if text})))
    first, last = f"left({value}, 1)", f"right({value}, 1)"
    usual = " or ".join(f"{last} between '{a}' and '{z}'" for a, z in ("09", "AZ", "az", "一鿿"))
    return (
        f"(strpos({ends}, {last}) > 0 or {first} = {last} or strpos({text_literal(BLANKS)}, {first}) > 0"
        f" or not ({usual}) or ({last} between '0' and '9' and strpos('{RUN}', {value}) > 0))"
    )


def _one_character_sql(value: str) -> str:
    """SQL: blanks aside, one character three times or more. Taking blanks away costs more than all the other
    tests together, so it is done only where both ends agree or one of them is blank."""
    bare, blanks = without_blanks(value), text_literal(BLANKS)
    ends = f"left({value}, 1) = right({value}, 1)"
    blank = f"strpos({blanks}, left({value}, 1)) > 0 or strpos({blanks}, right({value}, 1)) > 0"
    test = f"length({bare}) >= 3 and replace({bare}, left({bare}, 1), '') = ''"
    return f"(case when {ends} or {blank} then {test} when {value} is not null then false end)"


def _names_only(value: str, catalogue: "Catalogue", engine: "Engine") -> str:
    """SQL: names of divisions one after the other. The cheap tests come first; few values pass them."""
    names = sorted(set(catalogue.code_lists["division_all_years"].values()))
    ends = ", ".join(text_literal(c) for c in sorted({n[-1] for n in names}))
    few = f"right({value}, 1) in ({ends}) and length({value}) <= 40"
    if engine.name == "duckdb":
        spelt = "^(" + "|".join(map(re.escape, names)) + ")+$"
        spelt = engine.matches(value, spelt)
        return f"(case when {few} then {spelt} when {value} is not null then false end)"
    # PostgreSQL takes seconds to compile so many alternatives: peel names off the end instead.
    array = text_literal("{" + ",".join(names) + "}")
    longest = max(map(len, names))
    peeled = (
        f"with recursive peel(rest) as (select {value} union select left(p.rest, length(p.rest) - n)"
        f" from peel p, generate_series(1, {longest}) n where n <= length(p.rest)"
        f" and right(p.rest, n) = any(cast({array} as text[])))"
        " select bool_or(rest = '') from peel"
    )
    return f"(case when {few} then ({peeled}) when {value} is not null then false end)"
