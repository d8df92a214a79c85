"""Functions of the notation that need nothing but their arguments. None is the null of the notation.

Every function here is called with non-null arguments only, and may answer None ("no such value").
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from . import calendar_days as days

USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SUFFIXES = ("有限责任公司", "股份有限公司", "有限公司", "公司")


@lru_cache
def pattern(text: str) -> re.Pattern[str]:
    """The regular expression, `$` meaning the very end (never "before a last line break")."""
    return re.compile(text[:-1] + r"\Z" if text.endswith("$") else text)


def match(value: str, text: str) -> bool:
    return pattern(text).search(value) is not None


def ric_check_digit(number: str) -> str | None:
    """GB 11643 (ISO 7064 MOD 11-2) of an 18-character number; None for any other."""
    if len(number) != 18 or not re.fullmatch(r"[0-9]{17}", number[:17]):
        return None
    total = sum(int(digit) * (1 << 17 - i) for i, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11]


def uscc_check_digit(code: str) -> str | None:
    """GB 32100 (MOD 31, weights powers of 3) of an 18-character code; None for any other."""
    if len(code) != 18 or any(c not in USCC_CHARACTERS for c in code[:17]):
        return None
    total = sum(USCC_CHARACTERS.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return USCC_CHARACTERS[-total % 31]


def to_date(digits: str) -> date | None:
    """YYYYMMDD as a date."""
    if not re.fullmatch(r"[0-9]{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def format_date(value: date, shape: str) -> str:
    """YYYY, YY, MM and DD of the shape replaced, with leading zeros."""
    year = f"{value.year:04d}"
    shape = shape.replace("YYYY", year).replace("YY", year[2:])
    return shape.replace("MM", f"{value.month:02d}").replace("DD", f"{value.day:02d}")


def to_int(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]+", text) else None


@lru_cache(maxsize=200_000)
def normalize_name(name: str) -> str:
    """Note 21 of `semantics`."""
    text = "".join(unicodedata.normalize("NFKC", name).split()).upper()
    for suffix in SUFFIXES:
        if text.endswith(suffix):
            return text[: -len(suffix)]
    return text


def as_day(text: str) -> date | None:
    """`date('YYYY-MM-DD')`."""
    return to_date(text.replace("-", ""))


# name -> (function, kind of the result; "same" = kind of the first argument)
PLAIN: dict[str, tuple[Callable[..., Any], str]] = {
    "match": (match, "condition"),
    "ric_check_digit": (ric_check_digit, "text"),
    "uscc_check_digit": (uscc_check_digit, "text"),
    "to_date": (to_date, "date"),
    "date": (as_day, "date"),
    "format": (format_date, "text"),
    "int": (to_int, "number"),
    "length": (len, "number"),
    "upper": (str.upper, "text"),
    "abs": (abs, "number"),
    "normalize_name": (normalize_name, "text"),
    "age": (days.years_between, "number"),
    "years_between": (days.years_between, "number"),
    "months_between": (days.months_between, "number"),
    "days_between": (days.days_between, "number"),
    "workdays_between": (days.workdays_between, "number"),
    "add_days": (days.add_days, "same"),
    "add_months": (days.add_months, "same"),
    "add_years": (days.add_years, "same"),
    "overlaps": (days.overlaps, "condition"),
    "overlaps_month": (days.overlaps_month, "condition"),
    "retirement_date": (days.retirement_date, "date"),
}
