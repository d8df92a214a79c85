"""From text to tree: sqlglot parses, and only the kinds of node of the rule language pass."""

import re
from functools import lru_cache
from typing import Any, ClassVar

from sqlglot import exp, parse_one
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.parser import Parser as BaseParser
from sqlglot.tokenizer_core import TokenType

from .errors import RuleError

LONGEST = 20_000
NAME = re.compile("[a-z][a-z0-9_]*")

ADMITTED: tuple[type[exp.Expr], ...] = (
    exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Is,
    exp.Null, exp.Literal, exp.Column, exp.Identifier, exp.Anonymous, exp.Cast, exp.DataType, exp.Add,
    exp.Sub, exp.Mul, exp.Mod, exp.Neg, exp.Exists, exp.Subquery, exp.Select, exp.From, exp.Table,
    exp.TableAlias, exp.Where, exp.Star, exp.Distinct,
)  # fmt: skip
# The only parts that an admitted node may have filled in; anything else (joins, limits, hints…) is refused.
PARTS: dict[type[exp.Expr], set[str]] = {
    exp.Select: {"expressions", "from_", "where"},
    exp.Table: {"this", "alias"},
    exp.TableAlias: {"this"},
    exp.Subquery: {"this"},
    exp.Column: {"this", "table"},
    exp.In: {"this", "expressions"},
    exp.Distinct: {"expressions"},
    exp.Cast: {"this", "to", "_type"},
    exp.From: {"this"},
    exp.Star: set(),
}


class RuleLanguage(Dialect):
    """Every function is anonymous to the parser: what it means is ours to say."""

    class Parser(BaseParser):
        FUNCTIONS: ClassVar[dict[str, Any]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {}
        NO_PAREN_FUNCTIONS: ClassVar[dict[Any, Any]] = {}
        NO_PAREN_FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {}
        FUNC_TOKENS = {*BaseParser.FUNC_TOKENS, TokenType.OVERLAPS}


@lru_cache(maxsize=2000)
def parse(text: str) -> exp.Expr:
    """The tree of one expression. Raises RuleError for anything outside the language.

    The tree is shared between calls: never changed.
    """
    if not text.strip() or len(text) > LONGEST:
        raise RuleError("表达式为空或过长")
    try:
        tree = parse_one(text, dialect=RuleLanguage)
    except (SqlglotError, RecursionError) as e:
        raise RuleError(f"表达式不成立：{str(e).splitlines()[0]}") from e
    for node in tree.walk():
        _admit(node)
    return tree


def _admit(node: exp.Expr) -> None:
    if node.comments:
        raise RuleError("规则表达式里不能有注释")
    if type(node) not in ADMITTED:
        raise RuleError(f"规则语言里没有 {type(node).__name__}：{node.sql()[:80]}")
    allowed = PARTS.get(type(node))
    filled = {name for name, value in node.args.items() if value not in (None, False, [])}
    if allowed is not None and not filled <= allowed:
        raise RuleError(f"规则语言里没有这种写法：{node.sql()[:80]}")
    if isinstance(node, exp.Identifier) and (node.quoted or not NAME.fullmatch(node.name)):
        raise RuleError(f"名称只能用小写字母、数字和下划线，不加引号：{node.name}")
    if isinstance(node, exp.Cast) and not _is_date(node):
        raise RuleError(f"只能写 date 'YYYY-MM-DD'：{node.sql()[:80]}")
    if isinstance(node, exp.DataType) and not isinstance(node.parent, exp.Cast):
        raise RuleError(f"规则语言里没有类型：{node.sql()[:80]}")


def _is_date(node: exp.Cast) -> bool:
    literal = node.this
    return isinstance(literal, exp.Literal) and literal.is_string and node.to.this == exp.DType.DATE


def conjuncts(node: exp.Expr) -> list[exp.Expr]:
    """The conditions joined by `and` at the top, brackets opened."""
    if isinstance(node, exp.Paren):
        return conjuncts(node.this)
    if isinstance(node, exp.And):
        return conjuncts(node.this) + conjuncts(node.expression)
    return [node]
