"""Reads of the standards room: lists for pages. Not scoped: the standard is public. What is in force at a
moment is told by `in_force`, and passed on from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from jiuye.lib import clock
from jiuye.standards import models
from jiuye.standards.catalogue import Item, Parameter, Rule
from jiuye.standards.changes import length_text
from jiuye.standards.in_force import (
    catalogue,
    catalogue_at,
    catalogue_of,
    current_version,
    holding,
    version_in_force,
)
from jiuye.standards.wording import dataset_label

__all__ = ["catalogue", "catalogue_at", "catalogue_of", "current_version", "holding", "version_in_force"]


def datasets() -> "QuerySet[models.Dataset]":
    return models.Dataset.objects.filter(version__number=current_version() or 0).order_by("id")


def rules(dataset: str = "") -> "QuerySet[models.Rule]":
    found = models.Rule.objects.filter(version__number=current_version() or 0).order_by("rule_id")
    return found.filter(dataset=dataset) if dataset else found


# ── for the pages ──────────────────────────────────────────────────────────

HISTORY, CURRENT = "division_all_years", "division_all"
PAGE = 200
TOLD = 1000  # a longer list (divisions) is not sent with every answer


@dataclass(frozen=True)
class DatasetCount:
    """A dataset and how much of the standard speaks of it. `executable` rules run today."""

    name: str
    label: str
    collected: bool
    items: int
    rules: int
    executable: int


@dataclass(frozen=True)
class RuleFilter:
    """What a list of rules is narrowed to; "" means all. runs: yes or no."""

    dataset: str = ""
    dimension: str = ""
    severity: str = ""
    runs: str = ""


def dataset_counts() -> list[DatasetCount]:
    """Every dataset of the version in force: collected ones first, each half in the standard's order."""
    facts = catalogue()
    collected = {d.name: d.collected for d in datasets()}
    counts = [
        DatasetCount(
            name, dataset_label(name), collected.get(name, False), len(items), len(facts.rules_of(name)),
            sum(bool(r.expression) for r in facts.rules_of(name)),
        )
        for name, items in facts.items.items()
    ]  # fmt: skip
    return sorted(counts, key=lambda c: not c.collected)


def filtered_rules(chosen: RuleFilter) -> list[Rule]:
    """The rules of the version in force that fit the filter, by number."""
    return [
        r
        for r in catalogue().rules.values()
        if chosen.dataset in ("", r.dataset)
        and chosen.dimension in ("", r.dimension)
        and chosen.severity in ("", r.severity)
        and (not chosen.runs or (chosen.runs == "yes") == bool(r.expression))
    ]


def items_of(rule: Rule) -> list[tuple[str, Item | None]]:
    """The items a rule speaks of, the leading one first; None where the item lies in another dataset."""
    own = catalogue().items.get(rule.dataset, {})
    return [(name, own.get(name)) for name in rule.items]


def code_lists() -> list[tuple[models.CodeList, list[Item]]]:
    """Every code list with the items that use it, by name."""
    users: dict[str, list[Item]] = {}
    for items in catalogue().items.values():
        for item in items.values():
            if item.code_list:
                users.setdefault(item.code_list, []).append(item)
    lists = models.CodeList.objects.filter(version__number=current_version() or 0).order_by("name")
    return [(one, users.get(one.name, [])) for one in lists]


def codes(list_name: str, text: str, after: str) -> tuple[Sequence[models.Code], str]:
    """Up to 200 codes of a list from the key `after` on, searched by code, label or pinyin initials.

    Returns the codes and the key the next page begins after ("" when this was the last)."""
    found = models.Code.objects.filter(
        code_list__version__number=current_version() or 0, code_list__name=list_name, code__gt=after
    )
    if text:
        wanted = Q(code__startswith=text) | Q(label__contains=text)
        if text.isascii():
            wanted |= Q(initials__startswith=text.lower())
        found = found.filter(wanted)
    page = list(found.order_by("code")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].code if len(page) > PAGE else ""


def abolished(code: str) -> bool:
    """A division that once was and is not in force: it may stand in old data and in identity numbers only."""
    lists = catalogue().code_lists
    return code in lists.get(HISTORY, {}) and code not in lists.get(CURRENT, {})


def rules_reading(name: str) -> list[Rule]:
    """The rules that ask for a parameter by its name."""
    called = name.partition("@")[0]
    return [r for r in catalogue().rules.values() if f"param('{called}'" in r.expression]


def parameters() -> list[Parameter]:
    """The parameters of the version in force, policy first."""
    return sorted(catalogue().parameters.values(), key=lambda p: (p.kind, p.name))


def told(dataset: str) -> dict[str, Any]:
    """A dataset of the version in force as the API gives it: items, the codes they take, the rules that run."""
    facts = catalogue()
    items = list(facts.items[dataset].values())
    lists = dict.fromkeys(i.code_list for i in items if i.code_list)
    return {
        "dataset": dataset, "version": facts.version,
        "effective_from": models.Version.objects.get(number=facts.version).effective_from.astimezone(clock.ZONE),
        "items": [
            {k: getattr(i, k) for k in ("name", "label", "data_type", "code_list", "required", "condition")}
            | {"max_length": length_text(i)}
            for i in items
        ],
        "codes": {n: facts.code_lists[n] for n in lists if 0 < len(facts.code_lists.get(n, {})) <= TOLD},
        "retired": {n: {c: r.replaced_by for c, r in facts.retired[n].items()} for n in lists if n in facts.retired},
        "rules": [
            {k: getattr(r, k) for k in ("rule_id", "severity", "description", "message")}
            for r in facts.rules_of(dataset)
            if r.expression
        ],
    }  # fmt: skip
