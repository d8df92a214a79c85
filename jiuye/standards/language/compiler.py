"""From the tree of an expression to SQL. Art. 14.

Null discipline: three-valued logic as SQL has it, so that a null operand never makes a rule hold; where
SQL would answer true or false all the same (a sub-query over a null operand of the own row), a guard
makes the answer null. The outermost coalesce(…, false) is put on by `statements`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sqlglot import exp

from jiuye.standards.catalogue import JUDGED, Catalogue, Item

from . import sealed
from .arguments import constant
from .dialects import Engine
from .errors import RuleError
from .functions import FUNCTIONS
from .operands import operands
from .plan import Plan
from .references import REFERENCES
from .subqueries import Inner, subquery
from .syntax import parse
from .terms import INNER, KINDS, OWN, Term, derived, flag, want
from .values import Values

SIGNS: dict[type[exp.Expr], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<=",
}  # fmt: skip
ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Mod: "%"}


class Compiler:
    """Compiles expressions of one dataset. plan: where joins are collected; None: correlated sub-queries.
    values: what is known of the values there are."""

    def __init__(
        self,
        catalogue: Catalogue,
        engine: Engine,
        as_of: datetime,
        relations: Mapping[str, str],
        dataset: str,
        own: str = "self",
        plan: Plan | None = None,
        own_name: str = "self",
        values: Values | None = None,
    ) -> None:
        if dataset not in JUDGED:
            raise RuleError(f"规则不能写在数据集 {dataset} 上")
        self.catalogue, self.engine, self.as_of = catalogue, engine, as_of
        self.relations, self.dataset, self.own, self.plan = relations, dataset, own, plan
        self.own_name = own_name
        self.values = values
        self.inner: Inner | None = None

    def over(self, row: Inner) -> "Compiler":
        """A compiler to which the row of a sub-query is the own row, for a sub-query within it."""
        plan = row.plan if self.plan else None
        return Compiler(
            self.catalogue, self.engine, self.as_of, self.relations, row.dataset, row.alias, plan, row.name,
            self.values,
        )  # fmt: skip

    def condition(self, text: str) -> str:
        """The whole expression as a nullable boolean. Raises RuleError."""
        term = want(self.term(parse(text)), "flag", name="整条规则")
        return term.sql

    # --- nodes

    def term(self, node: exp.Expr) -> Term:
        if isinstance(node, exp.Paren):
            return self.term(node.this)
        if isinstance(node, (exp.And, exp.Or)):
            parts = [want(self.term(n), "flag", name="and/or") for n in (node.this, node.expression)]
            joint = " and " if isinstance(node, exp.And) else " or "
            return flag("(" + joint.join(p.sql for p in parts) + ")", *parts)
        if isinstance(node, exp.Not):
            part = want(self.term(node.this), "flag", name="not")
            return flag(f"(not {part.sql})", part)
        if type(node) in SIGNS:
            return self._compare(node, self._left(node), self.term(node.expression))
        if type(node) in ARITHMETIC:
            sides = [want(self.term(n), "number", name="算术") for n in (node.this, node.expression)]
            return derived(f"({sides[0].sql} {ARITHMETIC[type(node)]} {sides[1].sql})", "number", *sides)
        return self._simple(node)

    def _simple(self, node: exp.Expr) -> Term:
        match node:
            case exp.Is():
                return self._is_null(node)
            case exp.In():
                return self._in(node)
            case exp.Literal():
                return self._literal(node)
            case exp.Neg():
                value = want(self.term(node.this), "number", name="负号")
                return derived(f"(-{value.sql})", "number", value)
            case exp.Cast():
                return constant(_date(node.this.name))
            case exp.Column():
                return self._column(node)
            case exp.Anonymous():
                return self._call(node)
            case exp.Exists():
                return subquery(self, node.this, "exists")
            case exp.Subquery():
                return subquery(self, node.this, "value")
        raise RuleError(f"{type(node).__name__} 不能用在这里：{node.sql()[:80]}")

    def _compare(self, node: exp.Expr, a: Term, b: Term) -> Term:
        sign = SIGNS[type(node)]
        if "sealed" in (a.kind, b.kind):
            return sealed.equal(sign, a, b)
        want(b, a.kind, name=f"比较 {sign}")
        if a.kind == "flag":
            if sign not in ("=", "<>"):
                raise RuleError("两个条件只能比较是否相同")
            # Unknown as soon as anything asked about on either side is null.
            there = [f" when {t.sql} is null then null" for t in operands(self, node) if t.nullable]
            return flag(f"(case{''.join(there)} when true then {a.sql} {sign} {b.sql} end)", a, b)
        # Order by code point in both engines, whatever the database's collation.
        order = ' collate "C"' if a.kind == "text" and sign not in ("=", "<>") else ""
        return flag(f"({a.sql} {sign} {b.sql}{order if self.engine.name == 'postgres' else ''})", a, b)

    def _left(self, node: exp.Expr) -> Term:
        """The left side. Of a count compared with a least number only the groups that reach it are joined."""
        if not isinstance(node, (exp.GT, exp.GTE)) or not isinstance(node.this, exp.Subquery):
            return self.term(node.this)
        most = node.expression
        if not isinstance(most, exp.Literal) or most.is_string or not str(most.this).isdigit():
            return self.term(node.this)
        return subquery(self, node.this.this, "value", f"{SIGNS[type(node)]} {most.this}")

    def _is_null(self, node: exp.Is) -> Term:
        if not isinstance(node.expression, exp.Null):
            raise RuleError("is 后面只能是 null 或 not null")
        value = self.term(node.this)
        if value.kind == "flag":
            raise RuleError("不能对条件判空")
        # `f(x) is null` says something only when x is there.
        asked = [t for t in operands(self, node.this) if t.nullable]
        if not asked:
            return replace(flag(f"({value.sql} is null)", value), nullable=False)
        there = " and ".join(f"{t.sql} is not null" for t in asked)
        return flag(f"(case when {there} then {value.sql} is null end)", value)

    def _in(self, node: exp.In) -> Term:
        value = want(self.term(node.this), "text", "number", name="in")
        listed = [self.term(n) for n in node.expressions]
        if not listed or not all(isinstance(n, exp.Literal) for n in node.expressions):
            raise RuleError("in 后面要逐个写明取值")
        for one in listed:
            want(one, value.kind, name="in")
        return flag(f"({value.sql} in ({', '.join(t.sql for t in listed)}))", value)

    def _literal(self, node: exp.Literal) -> Term:
        if node.is_string:
            return constant(str(node.this))
        number = Decimal(node.this)
        return constant(int(number) if number == int(number) and "." not in node.this else number)

    # --- items

    def _column(self, node: exp.Column) -> Term:
        if not isinstance(node.this, exp.Identifier):
            raise RuleError(f"不能用在这里：{node.sql()}")
        alias, name = node.table, node.name
        if self.inner and not alias:
            own = self.own_name
            raise RuleError(f"子查询里的项目要写明是谁的：{own}.{name} 或 {self.inner.name}.{name}")
        if self.inner and alias == self.inner.name:
            return self.item(self.inner.dataset, name, self.inner.alias, INNER)
        if alias not in ("", self.own_name):
            raise RuleError(f"没有 {alias} 这个来源")
        return self.item(self.dataset, name, self.own, OWN)

    def known_item(self, dataset: str, name: str) -> Item:
        found = self.catalogue.items.get(dataset, {}).get(name)
        if found is None or dataset not in JUDGED:
            raise RuleError(f"数据集 {dataset} 没有项目 {name}")
        return found

    def item(self, dataset: str, name: str, alias: str, rows: frozenset[str]) -> Term:
        item = self.known_item(dataset, name)
        if item.protection == "sealed":
            return sealed.sealed_term(item, alias, rows)
        return Term(f"{alias}.{name}", KINDS[item.data_type], rows, source=(item.data_type, name))

    def sealed_prefix(self, term: Term, start: int, length: int) -> Term:
        return sealed.prefix(term, start, length)

    def sealed_folded(self, term: Term) -> Term:
        return sealed.folded(term, self.dataset_of(term))

    def dataset_of(self, term: Term) -> str:
        """The dataset of a bare item's row."""
        return self.inner.dataset if self.inner and term.rows == INNER else self.dataset

    # --- calls

    def _call(self, node: exp.Anonymous) -> Term:
        name, args = str(node.this), node.expressions
        if name in REFERENCES:
            return REFERENCES[name](self, args)
        if name not in FUNCTIONS:
            raise RuleError(f"规则语言里没有函数 {name}")
        return FUNCTIONS[name](self, [self.term(a) for a in args])


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as e:
        raise RuleError(f"不是日期：{text}") from e
