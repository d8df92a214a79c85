"""Reads of the standards room: the catalogue in force, and lists for pages. Not scoped: the standard is public."""

from functools import lru_cache

from django.db.models import Max, QuerySet

from jiuye.standards import models
from jiuye.standards.catalogue import Catalogue, Item, Parameter, Rule


def current_version() -> int | None:
    """The number of the version in force, or None before the first is loaded."""
    return models.Version.objects.aggregate(n=Max("number"))["n"]


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
    return models.Dataset.objects.filter(version__number=current_version()).order_by("id")


def rules(dataset: str = "") -> "QuerySet[models.Rule]":
    found = models.Rule.objects.filter(version__number=current_version()).order_by("rule_id")
    return found.filter(dataset=dataset) if dataset else found
