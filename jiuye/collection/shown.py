"""A staged row as a reviewer reads it: labels, code labels, sealed items covered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiuye.collection import codes, forms
from jiuye.collection.models import Submission
from jiuye.lib import clock
from jiuye.records.keys import sealer
from jiuye.records.seal import open_item
from jiuye.standards.catalogue import Item
from jiuye.standards.queries import catalogue
from jiuye.standards.rules import mask


@dataclass(frozen=True)
class Value:
    """One item of a row. sealed: it can be shown by an act; `opened`: it was, just now."""

    item: Item
    text: str
    sealed: bool
    opened: bool
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    title: str
    values: tuple[Value, ...]


def groups(submission: Submission, row: Mapping[str, Any], opened: Mapping[str, str]) -> list[Group]:
    """The row by the sections of its form, empty items left out. `opened`: item → value just unmasked."""
    dataset = submission.dataset
    asked = _questions(submission)
    shown = []
    for section in forms.sections(dataset, {}):
        values = tuple(
            _value(dataset, f.item, row, opened, asked.get(f.item.name, ()))
            for f in section.fields
            if row.get(f.item.name) is not None
        )
        if values:
            shown.append(Group(section.title, values))
    return shown


def _value(
    dataset: str, item: Item, row: Mapping[str, Any], opened: Mapping[str, str], asked: tuple[str, ...]
) -> Value:
    sealed = item.protection == "sealed"
    if item.name in opened:
        return Value(item, opened[item.name], sealed, True, asked)
    value = row[item.name]
    if sealed:
        covered = mask(item, open_item(dataset, row["id"], item.name, value, sealer()))
        return Value(item, covered, True, False, asked)
    return Value(item, _text(item, value), False, False, asked)


def _text(item: Item, value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    named = codes.label(item.code_list, value) if item.code_list else ""
    return f"{value} {named}".strip()


def _questions(submission: Submission) -> dict[str, tuple[str, ...]]:
    """Item → rules the clerk was asked about it and has confirmed."""
    rules = catalogue().rules
    found: dict[str, tuple[str, ...]] = {}
    for one in submission.confirmations:
        rule = rules.get(one.get("rule_id", ""))
        if rule:
            found[rule.items[0]] = (*found.get(rule.items[0], ()), rule.rule_id)
    return found


def confirmed(submission: Submission, row: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """The questions the clerk has answered, with the words he read."""
    rules = catalogue().rules
    told = {f["rule_id"]: f["message"] for f in (row or {}).get("faults") or []}
    return [
        {"rule_id": r, "message": told.get(r) or rules[r].description}
        for one in submission.confirmations
        if (r := one.get("rule_id", "")) in rules
    ]


def likenesses(submission: Submission) -> list[dict[str, Any]]:
    """The records the clerk was shown as possibly the same, with his reason why not ("" for none given)."""
    return [one for one in submission.confirmations if "match" in one]
