"""What an export selects: the requester's condition, in the standard's rule language, over plain items only.

Whoever may not see an item may not use it in an expression: the condition is compiled against a standard that has no
covered items, so that none can be named, nor its facts, and without any other rows to read, so that none is reached by
a number. What is drawn from is narrowed to the places asked for in the text that is frozen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import connection, transaction

from jiuye.lib.verdict import YES, Refused, Verdict, no
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.amending import MERGED
from jiuye.records.leaving import stuck_sql
from jiuye.records.models import MODELS
from jiuye.records.relations import columns
from jiuye.standards.catalogue import Catalogue, Item
from jiuye.standards.language import RuleError, compile_expression
from jiuye.standards.queries import catalogue_of
from jiuye.usage.exports.models import Export
from jiuye.usage.exports.rules import OTHER_STATEMENT

PLACES = {CITY[0]: CITY[1], **DISTRICTS}
SIGNS = {
    "eq": ("=", "等于"), "ne": ("<>", "不等于"), "ge": (">=", "不小于"), "le": ("<=", "不大于"),
    "null": ("is null", "没有填"), "some": ("is not null", "填了"),
}  # fmt: skip
_NAME_OR_TEXT = re.compile(r"'(?:[^']|'')*'|\s*(?:[a-z_]+|<>|>=|<=|=)\s*")
_WORDS = {
    "and": "且", "or": "或", "not": "非", "is": "为", "null": "空", "=": "等于", "<>": "不等于", ">=": "不小于",
    "<=": "不大于", "date": "",
}  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """One line of a condition: an item, a sign of SIGNS, a value ("" where the sign wants none)."""

    item: str
    sign: str
    value: str = ""


def open_items(dataset: str, standard: Catalogue) -> dict[str, Item]:
    """The items a condition may name."""
    return {n: i for n, i in standard.items[dataset].items() if i.protection == "plain"}


def condition(dataset: str, clauses: Sequence[Clause], standard: Catalogue) -> str:
    """The clauses as one expression of the rule language. Raises `Refused` for an item that is covered or unknown and
    for a value that is none of the item's."""
    return " and ".join(_expression(standard.items[dataset].get(c.item), c, standard) for c in clauses)


def _expression(item: Item | None, c: Clause, standard: Catalogue) -> str:
    if item is None or c.sign not in SIGNS:
        raise Refused(no("请选择条件的项目和比较方式", code="U012"))
    if item.protection != "plain":
        raise Refused(covered(item))
    sign, _ = SIGNS[c.sign]
    return f"{item.name} {sign}" if c.sign in ("null", "some") else f"{item.name} {sign} {_literal(item, c, standard)}"


def covered(item: Item) -> Verdict:
    return no(f"“{item.label}”是遮盖或密封项目，不能用作条件", code="U013", help="请只用照原样显示的项目。")


def _literal(item: Item, c: Clause, standard: Catalogue) -> str:
    wrong = Refused(no(f"“{c.value}”不是“{item.label}”的值", code="U014"))
    try:
        if item.data_type in ("integer", "decimal"):
            return format(Decimal(c.value), "f")
        if item.data_type in ("date", "datetime"):
            return f"date '{date.fromisoformat(c.value).isoformat()}'"
    except (ValueError, InvalidOperation) as e:
        raise wrong from e
    coded = item.data_type == "code" and item.code_list in standard.code_lists
    if coded and not standard.label(item.code_list, c.value):
        raise wrong
    if not c.value or "\0" in c.value:
        raise wrong
    return "'" + c.value.replace("'", "''") + "'"


def said(condition: str, items: Mapping[str, Item]) -> str:
    """A condition with the items' names in Chinese, texts in quotes left alone."""
    known = {name: item.label for name, item in items.items()} | _WORDS
    return _NAME_OR_TEXT.sub(lambda m: known.get(m[0].strip(), m[0]), condition)


def query(dataset: str, condition: str, places: Sequence[str], standard: Catalogue, as_of: datetime) -> str:
    """The statement that selects the rows: their keys. Raises `Refused` for what is outside the rule language, reads
    other rows, or names an item that is covered."""
    if not places or not set(places) <= set(PLACES):
        raise Refused(no("请选择从哪些区市导出", code="U015"))
    plain = replace(standard, items={d: open_items(d, standard) for d in standard.items})
    test = "true"
    if condition:
        try:
            test = compile_expression(condition, dataset, plain, dialect="postgres", as_of=as_of, relations={})
        except RuleError as e:
            raise Refused(_told(str(e), standard)) from e
    merged = f" and {MERGED[dataset]} is null" if dataset in MERGED else ""
    named = ", ".join(f"'{p}'" for p in places)  # in the text: what is frozen says where from
    rows = f"select {columns(dataset, standard)} from jiuye.{_table(dataset)} where not retired{merged}"
    return f"select self.id from ({rows} and district in ({named})) as self where {test}"


def as_asked(export: Export) -> Verdict:
    """Is the stored statement what the condition compiles to? The text is evidence: whoever wrote the row past
    `request_export` would have it run in the approver's and the machine's name."""
    standard = catalogue_of(export.standard_version)
    try:
        made = query(export.dataset, export.condition, export.places, standard, export.requested_at)
    except Refused as refusal:
        return refusal.verdict
    return YES if made == export.query else OTHER_STATEMENT


def _table(dataset: str) -> str:
    return str(MODELS[dataset]._meta.db_table)


def _told(said: str, standard: Catalogue) -> Verdict:
    """A covered item is refused as what it is, not as one nobody knows."""
    for items in standard.items.values():
        for item in items.values():
            if item.protection != "plain" and said.endswith(f"没有项目 {item.name}"):
                return covered(item)
    help = "条件只看这一行自己的、照原样显示的项目；请用条件行，或照规则语言改正。"
    return no(f"条件不成立：{said}", code="U016", help=help)


def count(dataset: str, selected: str, today: date) -> tuple[int, int]:
    """(rows selected, how many of them do not conform and stay here). Call in scope."""
    stuck, parameters = stuck_sql(dataset, today)
    with transaction.atomic(), connection.cursor() as c:
        c.execute("set transaction read only")  # until this savepoint ends, whatever the statement is
        c.execute(
            f"select count(*), count(*) filter (where {stuck}) from jiuye.{_table(dataset)} r"
            f" where r.id in ({selected.replace('%', '%%')})", parameters,
        )  # fmt: skip
        rows, held = c.fetchone()
    return rows, held
