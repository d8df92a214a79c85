"""Sub-queries: `exists(select 1 …)`, `(select count(*) …)`, `count(distinct x)`, `min(x)`, `max(x)`.

One dataset, an alias, a `where` with at least one equality between the two rows. "Operand of the own
row" means the largest part of a comparison or call that reads the own row only: while such an operand
is null, exists and not exists are both unknown, and so are counts (indicators.md §6); what `nvl`, `least`
and `is null` ask about is no such operand.

A sub-query within a sub-query reads the row of the one around it, by that one's alias, and no other:
`(select min(e.start_date) from employment_registration e where e.person_id = h2.person_id)` inside `… h2 …`.
"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from jiuye.standards.catalogue import JUDGED

from .errors import RuleError
from .operands import own_operands
from .plan import HERE, Plan, relation
from .syntax import conjuncts
from .terms import Kind, Term, want

if TYPE_CHECKING:
    from .compiler import Compiler


@dataclass
class Inner:
    """The row source of the sub-query being compiled: its name in the rule, its alias in the SQL."""

    name: str
    alias: str
    dataset: str
    plan: Plan = field(default_factory=Plan)


@dataclass
class Parts:
    """keys: (inner SQL, own term) of the equalities; the other conditions by the rows they read."""

    keys: list[tuple[str, Term]] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    own: list[Term] = field(default_factory=list)
    mixed: list[Term] = field(default_factory=list)
    guards: dict[str, None] = field(default_factory=dict)


def subquery(c: "Compiler", select: exp.Expr, use: str, reach: str = "") -> Term:
    """Compile one sub-query. reach ("> 1"): a count that does not reach it may be told as none. Raises
    RuleError for a form outside the language."""
    if c.inner:
        return _nested(c, c.inner, select, use)
    if not isinstance(select, exp.Select) or len(select.expressions) != 1 or not select.args.get("where"):
        raise RuleError("子查询要写成 select … from 数据集 别名 where 条件")
    table = select.args["from_"].this
    if not isinstance(table, exp.Table) or table.name not in JUDGED:
        raise RuleError(f"没有数据集 {table.name}")
    name = table.alias or table.name
    if name in ("self", c.own_name):
        raise RuleError(f"别名不能用 {name}")
    c.inner = Inner(name, f"q_{name}", table.name, Plan(prefix="q_"))
    try:
        kind, value = _wanted(c, select.expressions[0], use)
        parts = _parts(c, select.args["where"].this)
        if not parts.keys:
            raise RuleError("子查询里至少要有一个两行之间的等值条件")
        return _joined(c, kind, value, parts, reach) if c.plan else _correlated(c, kind, value, parts)
    finally:
        c.inner = None


def _nested(c: "Compiler", around: Inner, select: exp.Expr, use: str) -> Term:
    """The row of the sub-query around is the own row of this one; its joins go where that row is read."""
    if c.own_name != "self":
        raise RuleError("子查询最多两层")
    found = subquery(c.over(around), select, use)
    return replace(found, rows=frozenset({"inner"}))


def _wanted(c: "Compiler", node: exp.Expr, use: str) -> tuple[str, Term | None]:
    """What the sub-query gives: (exists, count, count_distinct, min, max) and of which value."""
    if use == "exists":
        if not isinstance(node, exp.Literal) or node.is_string:
            raise RuleError("exists 里要写 select 1")
        return "exists", None
    if isinstance(node, exp.Anonymous) and len(node.expressions) == 1:
        function, arg = str(node.this), node.expressions[0]
        if function == "count" and isinstance(arg, exp.Star):
            return "count", None
        if function == "count" and isinstance(arg, exp.Distinct) and len(arg.expressions) == 1:
            kinds: tuple[Kind, ...] = ("text", "number", "date", "datetime", "sealed")
            return "count_distinct", want(c.term(arg.expressions[0]), *kinds, name="count(distinct)")
        if function in ("min", "max"):
            return function, want(c.term(arg), "number", "date", "datetime", name=function)
    raise RuleError(f"子查询只能取 count(*)、count(distinct x)、min(x)、max(x)：{node.sql()[:80]}")


def _parts(c: "Compiler", where: exp.Expr) -> Parts:
    parts = Parts()
    for node in conjuncts(where):
        guards = (f"{t.sql} is not null" for t in own_operands(c, node) if t.nullable)
        parts.guards.update(dict.fromkeys(guards))
        term = want(c.term(node), "flag", name="where")
        sides = [c.term(n) for n in (node.this, node.expression)] if isinstance(node, exp.EQ) else []
        reads = [s.rows for s in sides]
        if {"own"} in reads and {"inner"} in reads:
            own, inner = (sides[0], sides[1]) if reads[0] == {"own"} else (sides[1], sides[0])
            parts.keys.append((inner.sql, own))
        elif term.rows == {"own"}:
            parts.own.append(term)
        elif "own" in term.rows:
            parts.mixed.append(term)
        else:
            parts.inner.append(term.sql)
    return parts


def _guarded(sql: str, parts: Parts) -> str:
    if not parts.guards:
        return sql
    return f"(case when {' and '.join(parts.guards)} then {sql} end)"


def _result(kind: str, value: Term | None) -> Kind:
    if kind == "exists":
        return "flag"
    return value.kind if value and kind in ("min", "max") else "number"


def _aggregate(kind: str, value: Term | None) -> str:
    if kind == "count_distinct":
        return f"count(distinct {value.sql})" if value else ""
    return f"{kind}({value.sql})" if value else "count(*)"


def _correlated(c: "Compiler", kind: str, value: Term | None, parts: Parts) -> Term:
    assert c.inner
    terms = [own for _, own in parts.keys] + parts.own + parts.mixed
    conditions = [f"{inner} = {own.sql}" for inner, own in parts.keys] + parts.inner
    conditions += [t.sql for t in parts.own + parts.mixed]
    source = f"from {relation(c.relations, c.inner.dataset)} as {c.inner.alias}"
    source += f" where {' and '.join(conditions)}"
    sql = f"exists(select 1 {source})" if kind == "exists" else f"(select {_aggregate(kind, value)} {source})"
    return _term(_guarded(sql, parts), kind, value, terms)


def _joined(c: "Compiler", kind: str, value: Term | None, parts: Parts, reach: str) -> Term:
    assert c.inner
    assert c.plan
    terms = [own for _, own in parts.keys] + parts.own + parts.mixed
    simple = not parts.mixed and (kind == "exists" or not parts.own)
    alias = _by_key(c, kind, value, parts, reach) if simple else _by_row(c, kind, value, parts)
    answer = {"exists": f"({alias}.key_1 is not null)", "min": f"{alias}.value_", "max": f"{alias}.value_"}
    sql = answer.get(kind, f"coalesce({alias}.value_, 0)")
    if simple and parts.own:
        sql = "(" + " and ".join([*(t.sql for t in parts.own), sql]) + ")"
    return _term(_guarded(sql, parts), kind, value, terms)


def _term(sql: str, kind: str, value: Term | None, terms: list[Term]) -> Term:
    needs = frozenset[str]().union(*(t.needs for t in terms))
    return Term(sql, _result(kind, value), frozenset({"own"}), needs=needs)


def _by_key(c: "Compiler", kind: str, value: Term | None, parts: Parts, reach: str) -> str:
    """Rows of the other dataset grouped by the equality keys: nothing else ties the two rows."""
    assert c.inner
    assert c.plan
    keys = [f"{inner} as key_{n}" for n, (inner, _) in enumerate(parts.keys, 1)]
    there = parts.inner + [f"{inner} is not null" for inner, _ in parts.keys]
    columns = ", ".join(keys if kind == "exists" else [*keys, f"{_aggregate(kind, value)} as value_"])
    body = (
        f"select {columns} from {relation(c.relations, c.inner.dataset)} as {c.inner.alias}"
        f"{c.inner.plan.joins(c.relations)} where {' and '.join(there)}"
        f" group by {', '.join(str(n) for n in range(1, len(keys) + 1))}"
    )
    if reach and kind.startswith("count"):
        body += f" having {_aggregate(kind, value)} {reach}"
    on = " and ".join(f"{HERE}.key_{n} = {own.sql}" for n, (_, own) in enumerate(parts.keys, 1))
    return c.plan.table(body, on)


def _by_row(c: "Compiler", kind: str, value: Term | None, parts: Parts) -> str:
    """The two datasets joined by the keys, the rest judged pair by pair, one line per own row."""
    assert c.inner
    assert c.plan
    terms = [own for _, own in parts.keys] + parts.own + parts.mixed
    needs = frozenset[str]().union(*(t.needs for t in terms))
    keys = " and ".join(f"{inner} = {own.sql}" for inner, own in parts.keys)
    rest = [t.sql for t in parts.own + parts.mixed] + parts.inner
    columns = f"{c.own}.id as key_1" + ("" if kind == "exists" else f", {_aggregate(kind, value)} as value_")
    body = (
        f"select {columns} from {relation(c.relations, c.dataset)} as {c.own}"
        f"{c.plan.some(needs, c.relations)}"
        f" join {relation(c.relations, c.inner.dataset)} as {c.inner.alias} on {keys}"
        f"{c.inner.plan.joins(c.relations)} where {' and '.join(rest)} group by 1"
    )
    return c.plan.table(body, f"{HERE}.key_1 = {c.own}.id")
