"""How dates and foreign text are put into an official Chinese document."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from jiuye.lib.clock import ZONE

# What neither XML nor a reader can take: controls, lone surrogates, non-characters, and the marks that
# turn the reading direction round (a name must not be able to rearrange the sentence it stands in).
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_DIGITS = "〇一二三四五六七八九"


def clean(text: str) -> str:
    """One line of printable text: line breaks and tabs become one space, what cannot be printed "�"."""
    return _UNPRINTABLE.sub("\ufffd", _BREAKS.sub(" ", text))


def printable(value: Any) -> Any:
    """The same dataclasses and tuples with every text in them cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(printable(v) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: printable(getattr(value, f.name)) for f in fields(value)})
    return value


def ordinal(n: int) -> str:
    """1..99 in Chinese numerals: 一, 十二, 三十."""
    tens, ones = divmod(n, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def day(value: date) -> str:
    """ "2026年3月4日", no leading zeros (GB/T 9704 §7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """ "2026年3月1日 00:00" in the city's zone."""
    local = value.astimezone(ZONE)
    return f"{day(local)} {local:%H:%M}"
