"""Calls and records: functions that read the town, parameters, code lists and looked-up records."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from . import notation as n
from .calendar_days import at_work, day
from .functions import PLAIN
from .operands import NULL_TAKERS
from .town import Table
from .values import Env, Run, Scope, Value, strict

if TYPE_CHECKING:
    from .compiler import Compiler

KINDS = {"integer": "number", "decimal": "number", "date": "date", "datetime": "datetime"}


def field(compiler: Compiler, node: n.Field, scope: Scope) -> Value:
    table, found = record(compiler, node.base, scope)
    if node.name not in table.column:
        raise n.NotationError(f"{table.name} has no {node.name}")
    at, kind = table.column[node.name], KINDS.get(table.items[node.name]["data_type"], "text")
    if isinstance(node.base, n.Name):
        slot = scope[node.base.name][0]
        return Value(kind, lambda env: env[slot][at])

    def looked_up(env: Env) -> Any:
        row = found(env)
        return None if row is None else row[at]

    return Value(kind, looked_up)


def record(compiler: Compiler, node: n.Node, scope: Scope) -> tuple[Table, Run]:
    """A record: an alias, `dataset(number)`, or `as_of(record, date)`: the record as received."""
    if isinstance(node, n.Name) and node.name in scope:
        slot, table = scope[node.name]
        return table, lambda env: env[slot]
    if isinstance(node, n.Call) and node.name == "as_of":
        table, received = record(compiler, node.args[0], scope)
        on = compiler.value(node.args[1], scope).run
        return table, lambda env: None if on(env) is None else received(env)
    if isinstance(node, n.Call) and node.name in compiler.town.tables:
        key, known = compiler.value(node.args[0], scope).run, compiler.numbers(node.name)
        return compiler.town.tables[node.name], lambda env: known.get(key(env))
    raise n.NotationError(f"no record: {node}")


def call(compiler: Compiler, node: n.Call, scope: Scope) -> Value:
    if node.name in NULL_TAKERS:
        return null_taker(compiler, node, scope)
    runs = compiler.runs(node.args, scope)
    if node.name in PLAIN:
        function, kind = PLAIN[node.name]
        kind = compiler.value(node.args[0], scope).kind if kind == "same" else kind
        return Value(kind, strict(function, runs))
    match node.name, node.args:
        case "today", ():
            today = day(compiler.as_of)
            return Value("date", lambda env: today)
        case "now", ():
            return Value("datetime", lambda env: compiler.as_of)
        case "placeholder", (_,):
            return Value("condition", strict(compiler.placeholder, runs))
        case "gb2260_all_years", ():
            return codes(compiler, "division_all_years")
        case "codelist", (n.Literal(str(name)),):
            return codes(compiler, name)
        case "param", (n.Literal(str(name)), *_):
            return parameter(compiler, name, runs[1:])
        case "in_working_hours", (_,):
            begin, end = (int(compiler.town.parameters[f"working_hours_{n}"]) for n in ("begin", "end"))
            return Value("condition", strict(lambda moment: at_work(moment, begin, end), runs))
        case "sha256_of", (_,):
            # The files themselves are not among the import files: there is nothing to compute anew. Note 24.
            return Value("text", lambda env: None)
        case "required_material", (_, _):
            listed = compiler.town.parameters["required_material"].split()
            return Value("condition", strict(lambda dataset, key: dataset in listed, runs))
        case "division_history", (_,):
            return Value("codes", strict(lambda code: formerly(compiler, code), runs))
        case "cyclic", (_,):
            return Value("condition", strict(lambda code: above_itself(compiler, code), runs))
        case "record_exists", (_, _):
            return Value("condition", strict(lambda dataset, key: key in compiler.numbers(dataset), runs))
    raise n.NotationError(f"no function here: {node.name}")


def formerly(compiler: Compiler, code: str) -> set[str]:
    """The codes a division has had: of places of its name, whatever their rank, in the same province."""
    named = compiler.town.divisions
    place = named.get(code, "").rstrip("市县区")
    return {code} | {c for c, label in named.items() if place and c[:2] == code[:2] and label.rstrip("市县区") == place}


def above_itself(compiler: Compiler, code: str) -> bool:
    """Does the way up from the agency come back to it?"""
    agencies = compiler.numbers("agency")
    parent = compiler.town.tables["agency"].column["parent_agency_code"]
    seen, at = set(), code
    while at in agencies and at not in seen:
        seen.add(at)
        at = agencies[at][parent]
    return at == code


def codes(compiler: Compiler, name: str) -> Value:
    if name not in compiler.town.codes:
        raise n.NotationError(f"no code list {name}")
    codes = compiler.town.codes[name]
    return Value("codes", lambda env: codes)


def parameter(compiler: Compiler, name: str, runs: list[Run]) -> Value:
    """The value in force; a division or kind asked for that is null makes it null."""
    text = compiler.town.parameters.get(name)
    if text is None:
        raise n.NotationError(f"no parameter {name}")
    number = Decimal(text) if "." in text else int(text)
    return Value("number", strict(lambda *_: number, runs))


def null_taker(compiler: Compiler, node: n.Call, scope: Scope) -> Value:
    values = [compiler.value(arg, scope) for arg in node.args]
    if len({v.kind for v in values}) != 1:
        raise n.NotationError(f"kinds differ: {node}")
    runs, first = [v.run for v in values], node.name == "nvl"

    def run(env: Env) -> Any:
        there = [v for v in (r(env) for r in runs) if v is not None]
        return (there[0] if first else min(there)) if there else None

    return Value(values[0].kind, run)
