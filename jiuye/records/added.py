"""Items a later version of the standard added: typed values under one key of `extra`, no column of their own.

    extra = {"items": {"skill_level": "3", "trained_on": "2026-11-25"}, "uncast": …, <what the source said>}

Values stand as canonical text of their type, so that PostgreSQL reads them as that type (`columns`) and a
snapshot holds them as columns like any other. Names and types of added items never change (`standards.drafting`),
so neither does what the text means.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from jiuye.standards.catalogue import Catalogue, Item

KEY = "items"
# A moment is read in the city's time, without offset, as every rule reads it.
_READ = {
    "string": "{}", "code": "{}", "date": "({})::date", "integer": "({})::bigint", "decimal": "({})::numeric",
    "datetime": "({})::timestamptz at time zone 'Asia/Shanghai'",
}  # fmt: skip


def columns(dataset: str, standard: Catalogue) -> dict[str, str]:
    """Item → SQL of its typed value over a row with `extra`."""
    return {
        item.name: _READ[item.data_type].format(f"extra -> '{KEY}' ->> '{item.name}'")
        for item in standard.added(dataset)
    }


def fold(frame: pl.DataFrame, dataset: str, standard: Catalogue) -> pl.DataFrame:
    """The typed columns of added items into `extra` (JSON text), where they are kept; the columns go."""
    items = [i for i in standard.added(dataset) if i.name in frame.columns]
    if not items:
        return frame
    rows = frame.select(i.name for i in items).iter_rows(named=True)
    texts = [_with(text, told) for text, told in zip(frame.get_column("extra"), map(_kept, rows), strict=True)]
    return frame.drop(i.name for i in items).with_columns(pl.Series("extra", texts, dtype=pl.String))


def _with(text: str, told: dict[str, str]) -> str:
    return json.dumps(json.loads(text) | {KEY: told}, ensure_ascii=False) if told else text


def _kept(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: text_of(value) for name, value in row.items() if value is not None}


def extra_of(row: Mapping[str, Any], dataset: str, standard: Catalogue) -> dict[str, Any]:
    """`extra` of one row with its added items folded in, as JSON would have it."""
    told = _kept({i.name: row.get(i.name) for i in standard.added(dataset)})
    return {KEY: told} if told else {}


def text_of(value: Any) -> str:
    """The canonical text of a typed value. PostgreSQL's text knows no NUL."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value).replace("\0", "")


def spread(extra: Any, dataset: str, standard: Catalogue) -> dict[str, Any]:
    """Added item → typed value out of a row's `extra`; None where there is none."""
    kept = json.loads(extra) if isinstance(extra, str) else extra or {}
    told = kept.get(KEY, {})
    return {item.name: _typed(item, told.get(item.name)) for item in standard.added(dataset)}


def _typed(item: Item, text: str | None) -> Any:
    if text is None:
        return None
    match item.data_type:
        case "date":
            return date.fromisoformat(text)
        case "datetime":
            return datetime.fromisoformat(text)
        case "integer":
            return int(text)
        case "decimal":
            return Decimal(text)
    return text
