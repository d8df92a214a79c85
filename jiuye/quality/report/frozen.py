"""The Report as one canonical text, so that it can be kept, digested and set in type again years later."""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Union, get_args, get_origin, get_type_hints

from jiuye.lib.clock import ZONE
from jiuye.lib.sealing import sm3
from jiuye.quality.report.model import Report


def to_json(report: Report) -> str:
    """Canonical JSON: sorted keys, no spaces, times in the city's zone, goals as fractions."""
    return json.dumps(_plain(report), ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Report:
    """The same Report again. TypeError or ValueError when the text is not one."""
    report: Report = _typed(Report, json.loads(text))
    return report


def check_code(report: Report) -> str:
    """核验码: the first 80 bits of the SM3 of the canonical text, in groups a person can read out."""
    digest = sm3(to_json(report).encode()).hex().upper()[:20]
    return "-".join(digest[i : i + 4] for i in range(0, 20, 4))


def _plain(value: object) -> Any:
    if is_dataclass(value):
        # A field at its default is left out: fields added later do not change the code of older reports.
        named = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: _plain(v) for f, v in named if v != f.default}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction | Decimal) else value


def _typed(kind: Any, value: Any) -> Any:
    """`value` of JSON as the annotated type `kind`."""
    if get_origin(kind) in (Union, types.UnionType):
        chosen = [k for k in get_args(kind) if k is not type(None)]
        return None if value is None else _typed(chosen[0], value)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return tuple(_typed(inner[0], v) for v in value)
        return tuple(_typed(k, v) for k, v in zip(inner, value, strict=True))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: _typed(hints[f.name], value[f.name]) for f in fields(kind) if f.name in value})  # type: ignore[operator]
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    return Fraction(value) if kind is Fraction else value
