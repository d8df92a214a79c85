"""Reads of the standards room: the catalogue in force, and lists for pages. Not scoped: the standard is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max, Q, QuerySet

from jiuye.standards import models
from jiuye.standards.catalogue import Catalogue, Item, Parameter, Rule
from jiuye.standards.wording import dataset_label


def current_version() -> int | None:
    """The number of the version in force, or None before the first is loaded."""
    number: int | None = models.Version.objects.aggregate(n=Max("number"))["n"]
    return number


def catalogue() -> Catalogue:
    """The catalogue in force, as values. Raises LookupError before the first is loaded."""
    number = current_version()
    if number is None:
        raise LookupError("no version of the standard is loaded")
    return _catalogue(number)


@lru_cache(maxsize=4)
def _catalogue(number: int) -> Catalogue:
    # A published version never changes, so one reading of it serves the whole process.
    version = models.Version.objects.get(number=number)
    items: dict[str, dict[str, Item]] = {}
    for row in models.Item.objects.filter(version=version).order_by("position"):
        items.setdefault(row.dataset, {})[row.name] = _item(row)
    code_lists: dict[str, dict[str, str]] = {}
    codes = models.Code.objects.filter(code_list__version=version).order_by("id")
    for name, code, label in codes.values_list("code_list__name", "code", "label"):
        code_lists.setdefault(name, {})[code] = label
    patterns = models.CodeList.objects.filter(version=version).exclude(pattern="")
    return Catalogue(
        number,
        items,
        code_lists,
        {r.rule_id: _rule(r) for r in models.Rule.objects.filter(version=version).order_by("rule_id")},
        {
            p.name: Parameter(p.name, p.label, p.value, p.value_type, p.unit, p.kind, p.basis)
            for p in models.Parameter.objects.filter(version=version).order_by("id")
        },
        dict(patterns.values_list("name", "pattern")),
    )


def _item(row: models.Item) -> Item:
    length: int | tuple[int, int] | None = None
    if "," in row.max_length:
        digits, places = row.max_length.split(",")
        length = (int(digits), int(places))
    elif row.max_length:
        length = int(row.max_length)
    return Item(
        row.dataset, row.name, row.label, row.indicator_code, row.data_type, length, row.code_list,
        row.required, row.condition_zh, row.condition, row.substantive, row.sensitivity, row.protection,
        row.seal_domain, row.upkeep, row.source,
    )  # fmt: skip


def _rule(row: models.Rule) -> Rule:
    return Rule(
        row.rule_id, row.dataset, row.dimension, row.severity, row.description, row.original, row.expression,
        row.message, tuple(row.items.split()), row.not_yet, row.time_dependent, row.source,
    )  # fmt: skip


def datasets() -> "QuerySet[models.Dataset]":
    return models.Dataset.objects.filter(version__number=current_version() or 0).order_by("id")


def rules(dataset: str = "") -> "QuerySet[models.Rule]":
    found = models.Rule.objects.filter(version__number=current_version() or 0).order_by("rule_id")
    return found.filter(dataset=dataset) if dataset else found


# ── for the pages ──────────────────────────────────────────────────────────

HISTORY, CURRENT = "division_all_years", "division_all"
PAGE = 200


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


def version_in_force() -> models.Version:
    """The version row in force. Raises LookupError before the first is loaded."""
    found = models.Version.objects.order_by("-number").first()
    if found is None:
        raise LookupError("no version of the standard is loaded")
    return found


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


def parameters() -> list[Parameter]:
    """The parameters of the version in force, policy first."""
    return sorted(catalogue().parameters.values(), key=lambda p: (p.kind, p.name))
