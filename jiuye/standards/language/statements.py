"""What the other rooms call: check a rule, judge a row, list the rows of one rule or of a dataset's rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from .compiler import Compiler
from .dialects import engine
from .errors import RuleError
from .plan import Plan, relation
from .values import Values

if TYPE_CHECKING:
    from jiuye.standards.catalogue import Catalogue, Rule

ZONE = ZoneInfo("Asia/Shanghai")


class _AnyRelation(dict[str, str]):
    """Every dataset under its own name."""

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and not key.endswith("_history")

    def __missing__(self, key: str) -> str:
        return key


def check(expression: str, dataset: str, catalogue: "Catalogue") -> None:
    """Refuse an expression outside the rule language: raises RuleError with the reason (Chinese)."""
    for dialect in ("postgres", "duckdb"):
        for plan in (None, Plan()):
            moment = datetime(2000, 1, 1)
            Compiler(
                catalogue, engine(dialect), moment, _AnyRelation(), dataset, plan=plan
            ).condition(expression)  # fmt: skip


def looks_elsewhere(expression: str, dataset: str, catalogue: "Catalogue") -> bool:
    """Whether judging a row by the expression reads other rows, of its own dataset or another."""
    try:
        compile_expression(expression, dataset, catalogue, dialect="postgres", as_of=datetime(2000, 1, 1), relations={})
    except RuleError:
        return True
    return False


def compile_expression(
    expression: str,
    dataset: str,
    catalogue: "Catalogue",
    *,
    dialect: str,
    as_of: datetime,
    relations: Mapping[str, str],
    own: str = "self",
    values: Values | None = None,
) -> str:
    """Boolean SQL, never null, over the row aliased `own` (true = violated; for an item's condition:
    holds). Reads of other rows are correlated sub-queries: right for judging single rows.

    dialect: "postgres" or "duckdb". as_of: the moment of judging; aware, or the city's time.
    relations: the SQL relation (table, view or bracketed select) of each dataset the expression reads;
    datetime columns hold the city's time without offset. values: see `values.Values`. Raises RuleError.
    """
    if not own.isidentifier():
        raise RuleError(f"别名不成立：{own}")
    compiler = Compiler(catalogue, engine(dialect), _local(as_of), relations, dataset, own, values=values)
    return f"coalesce({compiler.condition(expression)}, false)"


def violations_sql(
    rule: "Rule", catalogue: "Catalogue", *, dialect: str, as_of: datetime, relations: Mapping[str, str]
) -> str:
    """`select self.id …`, the ids of the rows that violate the rule. Reads of other rows are joins:
    right for whole datasets. Raises RuleError, also for a rule that cannot run yet."""
    if not rule.expression:
        raise RuleError(f"{rule.rule_id} 尚不能执行：{rule.not_yet}")
    plan = Plan()
    compiler = Compiler(catalogue, engine(dialect), _local(as_of), relations, rule.dataset, plan=plan)
    condition = _named(rule, compiler)
    source = f"{relation(relations, rule.dataset)} as self{plan.joins(relations)}"
    return f"select self.id from {source} where coalesce({condition}, false)"


def dataset_sql(
    rules: Iterable["Rule"],
    catalogue: "Catalogue",
    *,
    dialect: str,
    as_of: datetime,
    relations: Mapping[str, str],
    candidates: str = "",
    more: Sequence[str] = (),
    values: Values | None = None,
) -> str:
    """One pass for all rules of a dataset: `(id, rule_id)`, a row for every rule a row violates.

    candidates: the relation whose rows are judged, when it is only a part of the dataset's.
    more: further columns of the row (`self.x as y`), before rule_id. values: see `values.Values`.

    Rules without an expression are left out; the rules must be of one dataset. Raises RuleError.
    """
    live = [r for r in rules if r.expression]
    datasets = {r.dataset for r in live}
    if len(datasets) != 1:
        raise RuleError(f"一次只能判一个数据集的规则：{'、'.join(sorted(datasets)) or '没有可执行的规则'}")
    dataset, spoken, plan = datasets.pop(), engine(dialect), Plan()
    compiler = Compiler(catalogue, spoken, _local(as_of), relations, dataset, plan=plan, values=values)
    conditions = {r.rule_id: _named(r, compiler) for r in live}
    source = f"{candidates or relation(relations, dataset)} as self{plan.joins(relations)}"
    return spoken.rule_rows(", ".join(["self.id as id", *more]), conditions, source)


def _named(rule: "Rule", compiler: Compiler) -> str:
    try:
        return compiler.condition(rule.expression)
    except RuleError as e:
        raise RuleError(f"{rule.rule_id}：{e}") from e


def _local(as_of: datetime) -> datetime:
    """The city's time without offset."""
    if not isinstance(as_of, datetime):
        assert isinstance(as_of, date)
        raise RuleError("as_of 要给到时间")
    return as_of.astimezone(ZONE).replace(tzinfo=None) if as_of.tzinfo else as_of
