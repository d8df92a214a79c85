"""What the compiler passes around: a piece of SQL with its kind and the rows it reads."""

from dataclasses import dataclass, field
from typing import Literal

from .errors import RuleError

Kind = Literal["text", "number", "date", "datetime", "flag", "sealed"]
KIND_NAMES: dict[str, str] = {
    "text": "文本", "number": "数", "date": "日期", "datetime": "时间", "flag": "条件", "sealed": "密封项目",
}  # fmt: skip
# Kinds of the standard's data types.
KINDS: dict[str, Kind] = {
    "string": "text", "code": "text", "file": "text", "date": "date", "datetime": "datetime",
    "decimal": "number", "integer": "number",
}  # fmt: skip

# Whose columns a term reads.
OWN = frozenset({"own"})
INNER = frozenset({"inner"})


@dataclass(frozen=True)
class Term:
    """sql: text without free-standing operators (wrapped where needed).
    rows: "own", "inner" or both, the rows it reads. nullable: may be null though its rows exist.
    value: the Python value of a literal. sealed: (dataset, item, index suffix, alias) of a sealed item.
    source: (data type, item) of a bare item. needs: keys of the joins its SQL relies on."""

    sql: str
    kind: Kind
    rows: frozenset[str] = frozenset()
    nullable: bool = True
    value: str | int | None = None
    sealed: tuple[str, str, str, str] | None = None
    source: tuple[str, str] | None = None
    needs: frozenset[str] = field(default=frozenset())


def flag(sql: str, *parts: Term) -> Term:
    """A condition made of the parts."""
    return derived(sql, "flag", *parts)


def derived(sql: str, kind: Kind, *parts: Term) -> Term:
    """A term made of the parts: reads what they read, null when one of them may be."""
    return Term(
        sql,
        kind,
        rows=frozenset().union(*(p.rows for p in parts)),
        nullable=any(p.nullable for p in parts),
        needs=frozenset().union(*(p.needs for p in parts)),
    )


def text_literal(value: str) -> str:
    """SQL string literal, the same in both engines (no backslash escapes in either)."""
    if "\x00" in value:
        raise RuleError("文本里不能有空字符")
    return "'" + value.replace("'", "''") + "'"


def want(term: Term, *kinds: Kind, name: str) -> Term:
    """The term itself when its kind is admitted. Raises RuleError, above all for sealed items."""
    if term.kind == "sealed" and "sealed" not in kinds:
        raise RuleError(f"{name}：密封项目只能判空、判等或取其登记的特征")
    if term.kind not in kinds:
        raise RuleError(f"{name}：要{'或'.join(KIND_NAMES[k] for k in kinds)}，得到{KIND_NAMES[term.kind]}")
    return term
