"""Judging candidate rows by the standard in PostgreSQL: one statement per dataset, for one row or a million.

The candidate relation (staged rows, or one row at the counter as JSON) is judged against everything stored
in the city, whatever the asker's district: the `inspector` login sees facts and indexes and no sealed value.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections, transaction

from jiuye.lib import clock
from jiuye.records.models import MODELS
from jiuye.records.presented import presented
from jiuye.records.relations import read_names, stored
from jiuye.standards.catalogue import Catalogue, Item, Rule
from jiuye.standards.language import compile_expression, dataset_sql, looks_elsewhere
from jiuye.standards.queries import catalogue as current_catalogue

# A status that later registrations settle is not yet decidable when the person first comes in; neither is who saw to
# what a department contradicts, and when; and the log of a change stands once the change does (R202). Inspections judge
# these (R027 names the registrations as its source).
SETTLED_LATER = frozenset({"R027", "R202", "I05:handled_by", "I05:handled_at"})
# The demo's number prefixes are issued to nobody: a real installation refuses them at the door.
DEMO_NUMBER = Rule(
    "D01", "person", "准确性", "error", "演示专用区划的证件号码", "",
    "fact(id_number, 'division') in ('371098', '371099')",
    "证件号码前六位是演示专用区划，从不发放，正式环境不收。请看证件改正。", ("id_number",), "", False, "",
)  # fmt: skip


@dataclass(frozen=True)
class Broken:
    """One broken rule of one candidate. rule_id is a rule of the standard, or "I05:<item>" for a
    conditional item that is missing while its condition holds."""

    row_no: int
    rule_id: str


class Part(Enum):
    """Of the checks of a dataset: all; those that look at the row alone; those that look at other rows."""

    ALL, ALONE, AMONG = range(3)


def judge(
    dataset: str, candidates: str, parameters: dict[str, Any], as_of: datetime, *, many: bool, part: Part = Part.ALL,
    instead: bool = False, share: tuple[int, int] = (0, 1),
) -> Iterator[Broken]:  # fmt: skip
    """Yield what the candidates break. `candidates` is one of `relations` with its parameters;
    `many` chooses joins over whole tables instead of look-ups by row: the same verdicts, another cost.
    instead: a candidate stands in place of the stored row of its key, as a change of that row would. share:
    which hand asks, of how many that have the checks between them."""
    standard = current_catalogue()
    checks = _part(dataset, standard, part)[share[0] :: share[1]]
    if not checks:
        return
    moment = _moment(dataset, as_of, standard)
    statement = _statement(dataset, candidates, moment, standard, many, part, instead, share)
    statement = _escaped(statement, parameters)
    if not many or part is Part.ALONE:  # asked again and again
        yield from (Broken(*row) for row in _at_once(statement, parameters))
        return
    with transaction.atomic(using="inspector"), connections["inspector"].cursor() as c:
        # Freshly staged rows have no statistics: the planner would take them for few and join row by row, or
        # sort names, which costs twice what hashing them does.
        c.execute("select set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true)")
        c.execute(statement, parameters)
        while rows := c.fetchmany(10_000):
            for row_no, rule_id in rows:
                yield Broken(row_no, rule_id)


def _at_once(statement: str, parameters: dict[str, Any]) -> list[tuple[int, str]]:
    """One row at the counter, or a slice of a file. The statement names thousands of codes: reading and planning it
    takes longer than running it, so each connection prepares it once and keeps one plan."""
    wrapper = connections["inspector"]
    with transaction.atomic(using="inspector"):
        with wrapper.cursor() as c:
            c.execute("set local plan_cache_mode = force_generic_plan")
            c.execute("set local jit = off")
        connection: psycopg.Connection[tuple[int, str]] = wrapper.connection
        connection.prepare_threshold = 0  # Django's connections prepare nothing unless told to
        try:
            with psycopg.Cursor(connection) as c:
                return c.execute(statement, parameters, prepare=True).fetchall()
        finally:
            connection.prepare_threshold = None


def _escaped(statement: str, parameters: dict[str, Any]) -> str:
    """Rules may hold a per cent sign; only our own parameters are placeholders."""
    statement = statement.replace("%", "%%")
    for name in parameters:
        statement = statement.replace(f"%%({name})s", f"%({name})s")
    return statement


def _moment(dataset: str, as_of: datetime, standard: Catalogue) -> datetime:
    """As much of `as_of` as the rules read: its day in the city, unless one of them asks the hour.
    So one compiled statement serves the whole day, and says the same."""
    local = as_of.astimezone(clock.ZONE) if as_of.tzinfo else as_of
    if _asks_the_hour(dataset, standard):
        return local
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


@lru_cache(maxsize=32)
def _asks_the_hour(dataset: str, standard: Catalogue) -> bool:
    return any("now(" in r.expression for r in _checks(dataset, standard))


@lru_cache(maxsize=64)
def _statement(
    dataset: str, candidates: str, as_of: datetime, standard: Catalogue, many: bool, part: Part, instead: bool,
    share: tuple[int, int],
) -> str:  # fmt: skip
    relations = {d: stored(d, standard) for d in MODELS} | presented()
    # A candidate is judged among all that is stored and all that came with it.
    others = f" where s.id not in (select c.id from {candidates} c)" if instead else ""
    if dataset == "employment_registration":
        relations["unemployment_registration"] = _ended_by(candidates, standard)
    checks = _part(dataset, standard, part)[share[0] :: share[1]]
    if many and part is not Part.ALONE:
        return _many_among(checks, standard, as_of, relations, (dataset, candidates, others))
    relations[dataset] = f"(select * from {stored(dataset, standard)} s{others} union all select * from {candidates} c)"
    if many:
        found = dataset_sql(
            checks, standard, dialect="postgres", as_of=as_of, relations=relations, candidates=candidates,
            more=["self.row_no as row_no"],
        )  # fmt: skip
        return f"select v.row_no, v.rule_id from ({found}) v"
    tests = ", ".join(
        f"('{r.rule_id}', "
        + compile_expression(r.expression, dataset, standard, dialect="postgres", as_of=as_of, relations=relations)
        + ")"
        for r in checks
    )
    return (
        f"select self.row_no, v.rule_id from {candidates} self"
        f" cross join lateral (values {tests}) v(rule_id, broken) where v.broken"
    )


def _many_among(
    checks: list[Rule], standard: Catalogue, as_of: datetime, relations: dict[str, str], held: tuple[str, str, str]
) -> str:
    """Many candidates held against one another and all that is stored. Each rule reads them anew: so what the rules
    name of them is laid aside once, for a row is ninety columns wide. held: dataset, relation, which stored rows
    do not count."""
    dataset, candidates, others = held
    found = dataset_sql(
        checks, standard, dialect="postgres", as_of=as_of, relations={d: f"of_{d}" for d in relations},
        candidates="held", more=["self.row_no as row_no"],
    )  # fmt: skip
    said = set(re.findall(r"\w+", found))
    read = ", ".join(n for n in read_names(dataset, standard) if n in said)
    relations[dataset] = f"(select {read} from {stored(dataset, standard)} s{others} union all select {read} from held)"
    named = [f"of_{d} as not materialized {sql}" for d, sql in relations.items() if f"of_{d}" in said]
    aside = f"held as materialized (select {read} from {candidates} c)"
    return f"with {', '.join([aside, *named])} select v.row_no, v.rule_id from ({found}) v"


def _ended_by(candidates: str, standard: Catalogue) -> str:
    """Registrations of unemployment as they will stand once the candidates are on file: an employment ends the one
    before it (`handling.concluding`), and is not refused for what it ends. Art. 6(2)."""
    will = {"valid_flag": "'0'", "cancel_date": "j.start_date"}
    told = ", ".join(
        f"case when u.valid_flag = '1' and j.person_id is not null then {will[n]} else u.{n} end as {n}"
        if n in will else f"u.{n}"
        for n in read_names("unemployment_registration", standard)
    )  # fmt: skip
    starts = (
        "select c.person_id, max(c.start_date) as start_date, max(c.registered_date) as registered_date"
        f" from {candidates} c where c.valid_flag = '1' and c.end_date is null and c.inherited is not true"
        " group by c.person_id"
    )
    return (
        f"(select {told} from {stored('unemployment_registration', standard)} u left join ({starts}) j"
        " on j.person_id = u.person_id and j.start_date >= u.registered_date"
        " and j.registered_date >= u.registered_date)"
    )


def _part(dataset: str, standard: Catalogue, part: Part) -> list[Rule]:
    checks = _checks(dataset, standard)
    if part is Part.ALL:
        return checks
    return [r for r in checks if _looks_elsewhere(r.expression, dataset, standard) == (part is Part.AMONG)]


_looks_elsewhere = lru_cache(maxsize=4096)(looks_elsewhere)


def _checks(dataset: str, standard: Catalogue) -> list[Rule]:
    """What a candidate is held against: the rules that can run, and conditional items as rules."""
    live = [r for r in standard.rules_of(dataset) if r.expression]
    live += [DEMO_NUMBER] if dataset == DEMO_NUMBER.dataset and not settings.DEMO else []
    return [r for r in [*live, *conditional(dataset, standard)] if r.rule_id not in SETTLED_LATER]


def conditional(dataset: str, standard: Catalogue) -> Iterable[Rule]:
    """Checks of conditional items, as rules: missing while the condition holds."""
    for item in standard.items[dataset].values():
        if item.required == "conditional" and item.condition:
            expression = f"({item.condition}) and {item.name} is null"
            yield Rule(
                f"I05:{item.name}", dataset, "完整性", "error", "", "", expression, "", (item.name,), "", False, ""
            )


def fault(broken: Broken, row: dict[str, Any], catalogue: Catalogue, dataset: str) -> dict[str, str]:
    """The broken check as people and the contract read it: item, rule_id, severity, message."""
    if broken.rule_id.startswith("I05:"):
        item = catalogue.items[dataset][broken.rule_id[4:]]
        when = condition_text(item, catalogue.items[dataset])
        message = f"{when}，{item.label}必填，请补填。"
        return {"item": item.name, "rule_id": "I05", "severity": "error", "message": message}
    rule = DEMO_NUMBER if broken.rule_id == DEMO_NUMBER.rule_id else catalogue.rules[broken.rule_id]
    return {
        "item": rule.items[0] if rule.items else "",
        "rule_id": rule.rule_id,
        "severity": rule.severity,
        "message": say(rule, row),
    }


def condition_text(item: Item, items: Mapping[str, Item]) -> str:
    """The condition of a conditional item in words, items by their labels ("证件类型为 01 时")."""
    return re.sub(r"([a-z][a-z_]+) ?", lambda m: items[m[1]].label if m[1] in items else m[0], item.condition_zh)


# Where a message shows a value. Nothing else in it means anything: no attributes, indexes or formats.
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def say(rule: Rule, row: Mapping[str, Any]) -> str:
    """The rule's message with the row's own plain values filled in; a value is never read as a message."""
    return _PLACE.sub(lambda place: _shown(row.get(place[1])), rule.message)


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bytes | memoryview):
        return ""
    if isinstance(value, datetime) and value.tzinfo:
        return f"{value.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}"
    return str(value).replace("\0", "")  # which the database leaves out too
