"""What an ad hoc question may look like: counts and sums of one table, by its codes, districts and dates. Art. 11.

What passes is listed, node by node; anything else is refused. What runs is written anew from the tree that was looked
at, so that the database reads no other question than was judged.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp, parse
from sqlglot.errors import SqlglotError

from jiuye.lib.verdict import Verdict, no

COUNTS = "n"  # the column of a result that says how many stand behind a row
MOST_COLUMNS = 12
CONDITIONS = {
    exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Is,
    exp.Null, exp.Boolean, exp.Literal, exp.Neg, exp.Column, exp.Identifier, exp.Cast, exp.DataType,
}  # fmt: skip
PARTS_OF_A_DATE = {"YEAR", "QUARTER", "MONTH"}
Tables = Mapping[str, Mapping[str, str]]  # table → item → its type

NO_SELECT = no("不是一条能读懂的 select", code="U333", help="检查语句怎么写。")
SHAPE = no(
    "只能问一张表：按代码、区市或日期分组，count(*) as n 计数，sum(项目) 求和，where 里比较项目和值", code="U345",
    help="不用连接、子查询、having、limit 和别的函数；日期可用 date_trunc('month', 项目)、extract(year from 项目)。",
)  # fmt: skip
NO_COUNT = no("结果里要有一列 n，是每一行背后的件数", code="U335", help="如 count(*) as n")


class Failed(Exception):
    """The question did not run; the verdict says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


@dataclass(frozen=True)
class Question:
    """As it runs. groups: which columns of the result it is grouped by."""

    sql: str
    groups: list[int]


def judged(sql: str, tables: Tables) -> Question:
    """The question written anew. Raises `Failed` for what is none, or another than may be asked."""
    try:
        trees = [t for t in parse(sql, read="postgres") if t is not None]
    except (SqlglotError, RecursionError) as error:
        raise Failed(NO_SELECT) from error
    if len(trees) != 1 or not isinstance(trees[0], exp.Select):
        raise Failed(NO_SELECT)
    tree = trees[0]
    _want(_only(tree, "expressions", "from_", "where", "group", "order"))
    items, outputs = _items(tree, tables), [one.unalias() for one in tree.expressions]
    names = [one.alias_or_name for one in tree.expressions]
    counted = [name for name, what in zip(names, outputs, strict=True) if isinstance(what, exp.Count)]
    if counted != [COUNTS] or names.count(COUNTS) != 1:
        raise Failed(NO_COUNT)
    _want(len(outputs) <= MOST_COLUMNS)
    stated = _condition(tree, items)
    for what in outputs:
        if isinstance(what, exp.Count):
            _want(_only(what, "this", "big_int") and type(what.this) is exp.Star and _only(what.this))
        elif isinstance(what, exp.Sum):
            _want(_item(what.this, items, "integer", "decimal"))
            if what.this.name.lower() not in stated:
                raise Failed(no(f"求和的项目要写明不空：where {what.this.name} is not null", code="U346"))
        else:
            _want(_group(what, items))
    _grouped(tree, items, set(names))
    groups = [n for n, what in enumerate(outputs) if not isinstance(what, exp.Count | exp.Sum)]
    return Question(tree.sql("postgres", comments=False), groups)


def _items(tree: exp.Select, tables: Tables) -> Mapping[str, str]:
    """Those of the one table it is asked of."""
    table = tree.args["from_"].this if tree.args.get("from_") else None
    _want(isinstance(table, exp.Table) and _only(table, "this") and isinstance(table.this, exp.Identifier))
    assert isinstance(table, exp.Table)
    if table.name.lower() not in tables:
        raise Failed(_unseen(table.name))
    return tables[table.name.lower()]


def _condition(tree: exp.Select, items: Mapping[str, str]) -> set[str]:
    """Look at the condition; the items it states to be there."""
    where = tree.args.get("where")
    if where is None:
        return set()
    for node in where.this.walk():
        _want(type(node) in CONDITIONS)
        if isinstance(node, exp.Column):
            _item(node, items)
        elif isinstance(node, exp.In):
            _want(_only(node, "this", "expressions"))
        elif isinstance(node, exp.Cast):
            _want(type(node.this) is exp.Literal and node.to.is_type("date"))
    whole = where.this.unnest()
    return {_stated(part) for part in (whole.flatten() if isinstance(whole, exp.And) else [whole])}


def _stated(part: exp.Expr) -> str:
    """The item of `… is not null`."""
    held = part.this.unnest() if isinstance(part, exp.Not) else part
    negated = isinstance(part, exp.Not) != bool(held.args.get("negate"))
    plain = isinstance(held, exp.Is) and negated and type(held.expression) is exp.Null
    return held.this.name.lower() if plain and isinstance(held.this, exp.Column) else ""


def _grouped(tree: exp.Select, items: Mapping[str, str], names: set[str]) -> None:
    """Groups are items or places of the result, one row each; no totals of them beside."""
    group, order = tree.args.get("group"), tree.args.get("order")
    if group is not None:
        _want(_only(group, "expressions"))
        for one in group.expressions:
            _want(_place(one) or _group(one, items))
    for one in order.expressions if order is not None else []:
        _want(_only(one, "this", "desc", "nulls_first"))
        by = one.this
        named = isinstance(by, exp.Column) and _only(by, "this") and by.name in names
        _want(named or _place(by) or _group(by, items))


def _group(node: exp.Expr, items: Mapping[str, str]) -> bool:
    if isinstance(node, exp.TimestampTrunc):
        return _only(node, "this", "unit") and node.text("unit") in PARTS_OF_A_DATE and _item(node.this, items, "date")
    if isinstance(node, exp.Extract):
        return node.name.upper() in PARTS_OF_A_DATE and _item(node.expression, items, "date")
    return _item(node, items, "code", "date")


def _item(node: exp.Expr, items: Mapping[str, str], *types: str) -> bool:
    """Whether it is an item of one of these types (of any, where none is named). Raises `Failed` for one not shown."""
    if not (isinstance(node, exp.Column) and _only(node, "this") and isinstance(node.this, exp.Identifier)):
        raise Failed(SHAPE)
    if node.name.lower() not in items:
        raise Failed(_unseen(node.name))
    return not types or items[node.name.lower()] in types


def _place(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string


def _only(node: exp.Expr, *parts: str) -> bool:
    """It has no other part than these."""
    return {k for k, v in node.args.items() if v} <= set(parts)


def _want(fits: bool) -> None:
    if not fits:
        raise Failed(SHAPE)


def _unseen(name: str) -> Verdict:
    return no(f"不能用 {name[:64]}", code="U331", help="只能用页上列出的表和项目。")
