"""Calls whose arguments are names rather than values: related records and registered facts."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from jiuye.standards.catalogue import DATASETS, KEYS, NUMBERS

from . import sealed
from .arguments import as_day
from .errors import RuleError
from .plan import HERE, relation
from .syntax import parse
from .terms import KINDS, Term, flag, text_literal, want

if TYPE_CHECKING:
    from .compiler import Compiler

Args = list[exp.Expr]


def fact(c: "Compiler", args: Args) -> Term:
    """`fact(item, 'name')`: a registered fact of a sealed item."""
    if len(args) != 2 or not isinstance(args[0], exp.Column):
        raise RuleError("fact：要写成 fact(项目, '特征')")
    term, name, item = c.term(args[0]), c.term(args[1]).value, args[0].name
    dataset = c.dataset_of(term)
    kinds = sealed.facts(c.known_item(dataset, item))
    if not term.sealed or name not in kinds:
        raise RuleError(f"{dataset}.{item} 没有登记特征 {name}")
    return Term(f"{term.sealed[3]}.{item}_{name}", kinds[str(name)], term.rows)


def ref(c: "Compiler", args: Args) -> Term:
    """`ref(dataset, number, item)`: an item of the record of that business number, null when there is none.

    Where several rows bear the number, the one with the smallest id answers.
    """
    if len(args) != 3:
        raise RuleError("ref：要写成 ref(数据集, 编号, 项目)")
    return _related(c, args, "")


def ref_as_of(c: "Compiler", args: Args) -> Term:
    """`ref_as_of(dataset, number, item, day)`: the item's value on that day.

    Taken from the relation `<dataset>_history` (the dataset's columns and `since`, a time) if the caller
    gives one: the last version begun by that day, else the first. Without one, the present value.
    """
    if len(args) != 4:
        raise RuleError("ref_as_of：要写成 ref_as_of(数据集, 编号, 项目, 日期)")
    return _related(c, args, as_day(c.term(args[3]), "ref_as_of"))


def _related(c: "Compiler", args: Args, day: str) -> Term:
    if not all(isinstance(args[i], exp.Column) and not args[i].args.get("table") for i in (0, 2)):
        raise RuleError("ref：数据集和项目要直接写名称")
    dataset, key = args[0].name, want(c.term(args[1]), "text", name="ref")
    item = c.known_item(dataset, args[2].name)
    is_sealed = item.protection == "sealed"
    column = f"{item.name}_index" if is_sealed else item.name
    if day and f"{dataset}_history" in c.relations:
        sql, needs = _version(c, dataset, key, column, day), key.needs
    else:
        sql, needs = _current(c, dataset, key, column)
    if day:
        sql = f"(case when {day} is not null then {sql} end)"
    if is_sealed:
        return replace(sealed.sealed_term(item, "", key.rows, needs), sql=sql)
    return Term(sql, KINDS[item.data_type], key.rows, source=(item.data_type, item.name), needs=needs)


def _current(c: "Compiler", dataset: str, key: Term, column: str) -> tuple[str, frozenset[str]]:
    if c.plan is None:
        source = f"{relation(c.relations, dataset)} as q where q.{KEYS[dataset]} = {key.sql}"
        return f"(select q.{column} from {source} order by q.id limit 1)", frozenset()
    plan = c.inner.plan if c.inner and key.rows == {"inner"} else c.plan
    found = plan.lookup(dataset, key.sql)
    found.columns[column] = None
    return f"{found.alias}.{column}", key.needs | {found.alias}


def _version(c: "Compiler", dataset: str, key: Term, column: str, day: str) -> str:
    """The last version begun by the day, else the first of all."""
    begun = f"cast(q.since as date) <= {day}"
    order = f"case when {begun} then 0 else 1 end, case when {begun} then q.since end desc, q.since, q.id"
    source = f"{c.relations[f'{dataset}_history']} as q"
    same = f"q.{KEYS[dataset]} = {key.sql}"
    if c.plan is None or c.inner:
        return f"(select q.{column} from {source} where {same} order by {order} limit 1)"
    own = f"{relation(c.relations, c.dataset)} as {c.own}{c.plan.some(key.needs, c.relations)}"
    body = (
        f"select distinct on ({c.own}.id) {c.own}.id as key_, q.{column} as value_"
        f" from {own} join {source} on {same} order by {c.own}.id, {order}"
    )
    return c.plan.table(body, f"{HERE}.key_ = {c.own}.id") + ".value_"


def record_exists(c: "Compiler", args: Args) -> Term:
    """`record_exists(entity, number)`: has the dataset so named a row of that business number."""
    if len(args) != 2 or not all(isinstance(a, exp.Column) for a in args) or c.inner:
        raise RuleError("record_exists：要写成 record_exists(数据集项目, 编号项目)")
    entity, number = (want(c.term(a), "text", name="record_exists") for a in args)
    there = []
    for dataset, key in NUMBERS.items():
        if dataset in DATASETS:
            found = c.term(parse(f"exists(select 1 from {dataset} x where x.{key} = self.{args[1].name})"))
            there.append(f"({entity.sql} = '{dataset}' and {found.sql})")
    known = f"{entity.sql} is not null and {number.sql} is not null"
    return flag(f"(case when {known} then ({' or '.join(there)}) end)", entity, number)


def required_material(c: "Compiler", args: Args) -> Term:
    """`required_material(entity, number)`: does the matter of that record want material on file. The city's
    parameter `required_material` lists the datasets whose matters do."""
    if len(args) != 2 or not all(isinstance(a, exp.Column) for a in args):
        raise RuleError("required_material：要写成 required_material(数据集项目, 编号项目)")
    entity, number = (want(c.term(a), "text", name="required_material") for a in args)
    listed = c.catalogue.parameters["required_material"].on(c.as_of.date()).split()
    wanted = f"{entity.sql} in ({', '.join(text_literal(d) for d in listed)})" if listed else "false"
    known = f"{entity.sql} is not null and {number.sql} is not null"
    return flag(f"(case when {known} then {wanted} end)", entity, number)


REFERENCES: dict[str, Callable[["Compiler", Args], Term]] = {
    "fact": fact, "ref": ref, "ref_as_of": ref_as_of, "record_exists": record_exists,
    "required_material": required_material,
}  # fmt: skip
