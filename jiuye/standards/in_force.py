"""Which version of the standard is in force: told by the clock and the table, the same in every process.

A published version never changes, so it is read once per process and kept by its key; with each new value of
a parameter it is another catalogue. Which one is in force is asked of the table each time, or once per piece
of work: a page, a file or an inspection that began under
one version ends under it (`holding`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from jiuye.lib import clock
from jiuye.parties.weihai import CITY
from jiuye.standards import models
from jiuye.standards.catalogue import Catalogue, Flow, Item, Parameter, Retired, Rule, Steps, length_of

# A list of at most one: filled when it is first asked for.
_held: ContextVar[list[Catalogue] | None] = ContextVar("held", default=None)


def version_in_force() -> models.Version:
    """The version row in force at this moment. Raises LookupError before the first is loaded."""
    found = _begun().first()
    if found is None:
        raise LookupError("no version of the standard is loaded")
    return found


def current_version() -> int | None:
    """The number of the version in force, or None before the first is loaded."""
    found = _begun().first()
    return found.number if found else None


def _begun() -> "QuerySet[models.Version]":
    return models.Version.objects.filter(effective_from__lte=clock.now()).order_by("-effective_from")


def catalogue() -> Catalogue:
    """The catalogue in force, as values; within `holding()` the one it began with. Raises LookupError before
    the first is loaded."""
    held = _held.get()
    if held:
        return held[0]
    found = _now()
    if held is not None:
        held.append(found)
    return found


def catalogue_of(number: int) -> Catalogue:
    """One version as published, in force or not. Raises LookupError when there is none of that number."""
    return _catalogue(_key(number))


def catalogue_at(number: int, moment: datetime | None = None) -> Catalogue:
    """One version with the parameters' values known at a moment (now), as a piece of work is judged by it."""
    held = _held.get()
    if held and held[0].version == number:
        return held[0]
    return _with_values(_key(number), moment or clock.now())


def _key(number: int) -> UUID:
    key = models.Version.objects.filter(number=number).values_list("pk", flat=True).first()
    if key is None:
        raise LookupError(f"no version {number} of the standard")
    return key


# In one statement: it is asked often, and of work that holds no version each time.
_NOW = (
    "select (select id from standards_version where effective_from <= %(now)s order by effective_from desc limit 1),"
    " array(select id from standards_parametervalue where state = 'active' and settled_at <= %(now)s order by id)"
)


def _now() -> Catalogue:
    moment = clock.now()
    with connection.cursor() as c:
        c.execute(_NOW, {"now": moment})
        version, known = c.fetchone()
    if version is None:
        raise LookupError("no version of the standard is loaded")
    return _with(version, known, moment)


def _with_values(version: UUID, moment: datetime) -> Catalogue:
    known = models.ParameterValue.objects.filter(state="active", settled_at__lte=moment).order_by("id")
    return _with(version, known.values_list("id", flat=True), moment)


def _with(version: UUID, known: Iterable[UUID], moment: datetime) -> Catalogue:
    keys = tuple(known)
    return _valued(version, keys, moment.astimezone(clock.ZONE).date()) if keys else _catalogue(version)


@lru_cache(maxsize=16)
def _valued(version: UUID, known: tuple[UUID, ...], day: date) -> Catalogue:
    """The version with these values, which once active never change."""
    facts, steps = _catalogue(version), dict[str, Steps]()
    for one in models.ParameterValue.objects.filter(pk__in=known).order_by("effective_from"):
        places = steps.setdefault(one.name, {})
        places[one.district] = (*places.get(one.district, ()), (one.effective_from, one.value))
    parameters = dict(facts.parameters)
    for name in steps.keys() & parameters.keys():
        default = (date.min, parameters[name].value)
        whole = steps[name] | {CITY[0]: (default, *steps[name].get(CITY[0], ()))}
        valued = replace(parameters[name], steps=whole)
        parameters[name] = replace(valued, value=valued.on(day))
    return replace(facts, parameters=parameters)


@contextmanager
def holding(standard: Catalogue | None = None) -> Iterator[None]:
    """One piece of work under one version: the one given, or the one in force when it is first asked for.
    Inside another `holding()` without a version of its own, that one's goes on."""
    if standard is None and _held.get() is not None:
        yield
        return
    token = _held.set([] if standard is None else [standard])
    try:
        yield
    finally:
        _held.reset(token)


@lru_cache(maxsize=16)
def _catalogue(key: UUID) -> Catalogue:
    version = models.Version.objects.get(pk=key)
    items: dict[str, dict[str, Item]] = {}
    for row in models.Item.objects.filter(version=version).order_by("position"):
        items.setdefault(row.dataset, {})[row.name] = _item(row)
    code_lists: dict[str, dict[str, str]] = {}
    retired: dict[str, dict[str, Retired]] = {}
    codes = models.Code.objects.filter(code_list__version=version).order_by("id")
    for name, code, label, gone, heir in codes.values_list(
        "code_list__name", "code", "label", "retired", "replaced_by"
    ):
        if gone:
            retired.setdefault(name, {})[code] = Retired(label, heir)
        else:
            code_lists.setdefault(name, {})[code] = label
    patterns = models.CodeList.objects.filter(version=version).exclude(pattern="").order_by("id")
    return Catalogue(
        version.number,
        items,
        code_lists,
        {r.rule_id: _rule(r) for r in models.Rule.objects.filter(version=version).order_by("rule_id")},
        {
            p.name: Parameter(p.name, p.label, p.value, p.value_type, p.unit, p.kind, p.basis)
            for p in models.Parameter.objects.filter(version=version).order_by("id")
        },
        dict(patterns.values_list("name", "pattern")),
        retired,
        {f.flow_id: _flow(f) for f in models.Flow.objects.filter(version=version).order_by("flow_id")},
    )


def _item(row: models.Item) -> Item:
    return Item(
        row.dataset, row.name, row.label, row.indicator_code, row.data_type, length_of(row.max_length), row.code_list,
        row.required, row.condition_zh, row.condition, row.substantive, row.sensitivity, row.protection,
        row.seal_domain, row.upkeep, row.source, row.in_extra,
    )  # fmt: skip


def _flow(row: models.Flow) -> Flow:
    return Flow(
        row.flow_id, row.source, row.source_item, row.value, row.condition, row.target, row.target_item, row.key,
        row.differs, row.basis, row.in_use,
    )  # fmt: skip


def _rule(row: models.Rule) -> Rule:
    return Rule(
        row.rule_id, row.dataset, row.dimension, row.severity, row.description, row.original, row.expression,
        row.message, tuple(row.items.split()), row.not_yet, row.time_dependent, row.source,
    )  # fmt: skip
