"""What a new version of the standard would mean for the data that is there: who would newly fail what. Art. 5.

Set-wise, on the tables as they are: each rule whose meaning changes and each check of a changed item is asked
once under the old version and once under the new. Whoever fails only the new one is counted, by agency.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jiuye.quality.engines import Engine
from jiuye.quality.engines.postgres import Postgres
from jiuye.quality.indicators import wanted
from jiuye.quality.indicators.completeness import filled
from jiuye.records.models import MODELS
from jiuye.records.presented import presented
from jiuye.records.relations import stored
from jiuye.standards.catalogue import JUDGED, Catalogue, Item, Rule
from jiuye.standards.language import dataset_sql, violations_sql
from jiuye.standards.language.terms import text_literal

# The checks of single items, as casting names them.
CHECKS = {"I03": "超过新的长度", "I04": "代码不在新的代码表内", "I05": "没有填写"}


@dataclass(frozen=True)
class Effect:
    """One rule or one check of one item, with the rows that would newly fail it: (district, agency) → rows."""

    dataset: str
    name: str
    check: str
    label: str
    by_agency: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_agency.values())


@dataclass(frozen=True)
class Impact:
    """forms: dataset → items that appear or change on its form, template and API. effects: rules first, each
    also when nobody fails it: none is a result too."""

    at: datetime
    forms: dict[str, list[Item]]
    effects: list[Effect]


def impact(base: Catalogue, then: Catalogue, at: datetime) -> Impact:
    """The effect of `then` on the rows in use at this moment, as against `base`."""
    engine = _Wide(then)
    effects: list[Effect] = []
    for dataset in MODELS:
        effects += _of_rules(changed_rules(base, then, dataset, at), base, then, engine, at)
        effects += _of_items(changed_items(base, then, dataset), base, then, engine, at)
    return Impact(at, {d: some for d in MODELS if (some := changed_items(base, then, d))}, effects)


def of_rules(dataset: str, base: Catalogue, then: Catalogue, at: datetime, which: str) -> list[Effect]:
    """The effect of `then` on some rows of one dataset, by its rules alone. which: SQL over the row `s`."""
    rules = changed_rules(base, then, dataset, at)
    return list(_of_rules(rules, base, then, _Wide(then), at, which))


class _Wide(Postgres):
    """The tables with the columns of the new version: all of the old are among them."""

    def __init__(self, then: Catalogue) -> None:
        self.relations = {d: stored(d, then) for d in MODELS} | presented()


def changed_rules(base: Catalogue, then: Catalogue, dataset: str, at: datetime) -> list[Rule]:
    """Rules that run in the new version and mean something else, or nothing, in the old: their own words, a
    parameter, a code list. What they compile to tells."""
    names = {d: d for d in JUDGED}

    def meaning(catalogue: Catalogue, rule: Rule | None) -> str:
        if rule is None or not rule.expression:
            return ""
        return violations_sql(rule, catalogue, dialect="postgres", as_of=at, relations=names)

    return [
        rule
        for rule in then.rules_of(dataset)
        if rule.expression and meaning(base, base.rules.get(rule.rule_id)) != meaning(then, rule)
    ]


def changed_items(base: Catalogue, then: Catalogue, dataset: str) -> list[Item]:
    """Items that are new, differ, or whose code list differs."""
    return [
        item
        for name, item in then.items[dataset].items()
        if base.items[dataset].get(name) != item
        or base.code_lists.get(item.code_list) != then.code_lists.get(item.code_list)
    ]


def _of_rules(
    rules: Sequence[Rule], base: Catalogue, then: Catalogue, engine: Engine, at: datetime, which: str = "true"
) -> Iterator[Effect]:
    """which: SQL over the row `s`, the rows that are asked about."""
    if not rules:
        return
    dataset = rules[0].dataset
    counts: dict[str, dict[tuple[str, str], int]] = {r.rule_id: {} for r in rules}
    for rule_id, district, agency, count in engine.query(
        "select v.rule_id, s.district, coalesce(s.agency_code, ''), count(*)"
        f" from ({_newly(rules, base, then, engine, at)}) v join {engine.relations[dataset]} s on s.id = v.id"
        f" where {which}"
        " group by 1, 2, 3"
    ):
        counts[rule_id][district, agency] = count
    for rule in rules:
        yield Effect(dataset, rule.rule_id, "", rule.description, counts[rule.rule_id])


def _newly(rules: Sequence[Rule], base: Catalogue, then: Catalogue, engine: Engine, at: datetime) -> str:
    """(id, rule_id) of the rows that fail the new and not the old."""

    def fails(some: Sequence[Rule], catalogue: Catalogue) -> str:
        return dataset_sql(some, catalogue, dialect=engine.name, as_of=at, relations=engine.relations)

    known = [b for r in rules if (b := base.rules.get(r.rule_id)) and b.expression]
    return f"({fails(rules, then)}) except ({fails(known, base)})" if known else fails(rules, then)


def _of_items(
    items: Sequence[Item], base: Catalogue, then: Catalogue, engine: Engine, at: datetime
) -> Iterator[Effect]:
    tests = [(i, check, sql) for i in items for check, sql in _tests(i, base, then, engine, at)]
    if not tests:
        return
    dataset = items[0].dataset
    counted = ", ".join(f"count(*) filter (where {sql})" for _, _, sql in tests)
    rows = engine.query(
        f"select self.district, coalesce(self.agency_code, ''), {counted}"
        f" from {engine.relations[dataset]} self group by 1, 2"
    )
    for n, (item, check, _) in enumerate(tests):
        found = {(district, agency): counts[n] for district, agency, *counts in rows if counts[n]}
        yield Effect(dataset, item.name, check, f"{item.label}：{CHECKS[check]}", found)


def _tests(item: Item, base: Catalogue, then: Catalogue, engine: Engine, at: datetime) -> Iterator[tuple[str, str]]:
    """(check, SQL over `self`): fails in the new version and not in the old."""
    before = base.items[item.dataset].get(item.name)
    old = dict(_fails(before, base, engine, at)) if before else {}
    for check, sql in _fails(item, then, engine, at):
        if old.get(check) != sql:
            yield check, f"({sql}) and not coalesce({old.get(check, 'false')}, false)"


def _fails(item: Item, catalogue: Catalogue, engine: Engine, at: datetime) -> Iterator[tuple[str, str]]:
    """(check, SQL over `self`) of everything one item is held to, as casting and the counter judge it."""
    value = f"self.{item.name}"
    if item.required in ("yes", "conditional"):
        yield "I05", f"({wanted(item, catalogue, engine, at)}) and not ({filled(engine, item)})"
    if item.protection == "sealed":
        return  # neither its length nor its list ever changes (standards.drafting)
    listed = _listed(item, catalogue)
    if listed:
        yield "I04", f"{value} is not null and not ({listed})"
    elif isinstance(item.max_length, tuple):
        digits, places = item.max_length
        yield "I03", f"abs({value}) >= 1{'0' * (digits - places)}"
    elif item.max_length is not None and item.data_type in ("string", "code", "integer"):
        text = f"abs({value})::text" if item.data_type == "integer" else value
        yield "I03", f"length({text}) > {item.max_length}"


def _listed(item: Item, catalogue: Catalogue) -> str:
    """SQL: is the value in its code list? "" where there is no list to judge by."""
    value, tests = f"self.{item.name}", []
    if codes := catalogue.code_lists.get(item.code_list):
        tests.append(f"{value} in ({', '.join(text_literal(c) for c in codes)})")
    if pattern := catalogue.open_lists.get(item.code_list):
        tests.append(f"{value} ~ {text_literal(f'^(?:{pattern})$')}")
    return " or ".join(tests)


def rows(base: Catalogue, then: Catalogue, of: Effect, at: datetime, district: str = "", most: int = 200) -> list[str]:
    """The keys of the first rows behind an effect, in one district or all."""
    engine = _Wide(then)
    place = f" and self.district = {text_literal(district)}" if district else ""
    source = f"{engine.relations[of.dataset]} self"
    if of.check:
        item = then.items[of.dataset][of.name]
        test = dict(_tests(item, base, then, engine, at))[of.check]
    else:
        newly = _newly([then.rules[of.name]], base, then, engine, at)
        test = f"self.id in (select id from ({newly}) v)"
    found = engine.query(f"select self.id from {source} where {test}{place} order by 1 limit {most}")
    return [str(key) for (key,) in found]
