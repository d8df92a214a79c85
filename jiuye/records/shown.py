"""A record in words: values by group, code labels, sealed items covered. No query here but the standard's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jiuye.lib import clock
from jiuye.lib.characters import legible
from jiuye.records.groups import groups
from jiuye.records.groups import provenance as system_filled
from jiuye.records.keys import sealer
from jiuye.records.seal import open_item
from jiuye.standards.catalogue import DATASETS, Item
from jiuye.standards.queries import catalogue
from jiuye.standards.rules import mask

Values = Mapping[str, Any]  # item → stored value, ciphertext for sealed items


@dataclass(frozen=True)
class Shown:
    """One item of a record. `code` is the code beside its label; `sealed` items can be asked for by act; `origin`
    says where its value stood before, when that is not the row's own way in."""

    name: str
    label: str
    text: str
    code: str = ""
    sealed: bool = False
    origin: str = ""


@dataclass(frozen=True)
class Group:
    """Items under one heading; `missing` are the labels of those without a value."""

    title: str
    items: list[Shown]
    missing: list[str]


def show(dataset: str, row_id: UUID, name: str, value: Any) -> Shown:
    """One item as an opened record shows it: sealed items covered, everything else as it is."""
    item = catalogue().items[dataset][name]
    if item.protection == "sealed":
        return Shown(name, item.label, covered(item, row_id, value), sealed=True)
    if item.data_type == "code" and value is not None:
        label = catalogue().label(item.code_list, str(value))
        return Shown(name, item.label, label or str(value), code=str(value) if label else "")
    return Shown(name, item.label, words(value))


def covered(item: Item, row_id: UUID, value: Any) -> str:
    """A stored value as a list shows it. Sealed ones are opened only to be covered."""
    if value is None:
        return ""
    if item.protection == "sealed":
        return mask(item, open_item(item.dataset, row_id, item.name, bytes(value), sealer()))
    return mask(item, legible(str(value)))


def words(value: Any) -> str:
    """A plain value: dates as 2026-03-12, moments in the city's time, texts as they are, in characters that print."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else legible(str(value))


def by_group(dataset: str, row_id: UUID, values: Values) -> list[Group]:
    """The whole record, group by group."""
    found = []
    for title, names in groups(dataset, catalogue().items[dataset]):
        items = [replace(show(dataset, row_id, n, values.get(n)), origin=origin(values, n)) for n in names]
        found.append(Group(title, [i for i in items if i.text], [i.label for i in items if not i.text]))
    return found


def origin(values: Values, name: str) -> str:
    """Where one value came from, in words: another section or a department ("said"), the day, how sure. Art. 6(2)."""
    told = (values.get("origins") or {}).get(name)
    if not told:
        return ""
    whence = told.get("said") or DATASETS.get(told.get("dataset", ""), "")
    parts = (f"{whence} {told.get('number', '')}".strip(), told.get("at", "")[:10], strength(told["strength"]))
    return "，".join(p for p in parts if p)


def strength(code: str | None) -> str:
    """The word of a strength; "" for none."""
    return catalogue().label("source_strength", code or "") or code or ""


def collected(values: Values) -> str:
    """With what and how surely the row as a whole was collected."""
    device = catalogue().label("device_kind", values.get("device") or "")
    return "，".join(p for p in (device, strength(values.get("strength"))) if p)


def provenance(dataset: str, row_id: UUID, values: Values) -> list[Shown]:
    """Who collected, reviewed and changed, as the record itself says."""
    known = catalogue().items[dataset]
    items = [show(dataset, row_id, n, values.get(n)) for n in system_filled(known)]
    return [i for i in items if i.text]
