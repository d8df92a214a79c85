"""The shape of what is typed: entry forms drawn from the standard, and the few fixed forms of the room."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiuye.collection import codes
from jiuye.collection.counter import system_items
from jiuye.collection.layout import DEFAULTS, LAYOUT, WIDE
from jiuye.collection.layout import Section as Plan
from jiuye.lib import clock
from jiuye.lib.identity import identity_facts
from jiuye.lib.verdict import Verdict, no
from jiuye.parties.models import Agency
from jiuye.parties.sessions import Session
from jiuye.records.judging import condition_text
from jiuye.standards.catalogue import Item
from jiuye.standards.queries import catalogue

MARKS = {
    "error": ("stop", "停", "必须改正"),
    "warning": ("ask", "问", "请确认"),
    "note": ("note", "注", "注意"),
}
Faults = Sequence[Mapping[str, str]]
Asked = Collection[str] | None  # the items a form asks; None: all a person types of the dataset


@dataclass(frozen=True)
class Mark:
    """One verdict beside a field. kind: stop, ask or note; `confirmed`: the clerk has answered it."""

    kind: str
    sign: str
    said: str
    rule_id: str
    message: str
    confirmed: bool


@dataclass(frozen=True)
class Field:
    """One item as a control. control: text, date, flag, select or lookup (a list searched on the server)."""

    item: Item
    control: str
    value: str
    hint: str
    width: str
    options: tuple[codes.Option, ...]
    marks: tuple[Mark, ...]

    @property
    def optional(self) -> bool:
        return self.item.required == "no"

    @property
    def verdict(self) -> str:
        kinds = [m.kind for m in self.marks if not m.confirmed]
        return next((k for k in ("stop", "ask") if k in kinds), "")

    @property
    def shown(self) -> str:
        """The chosen code with its label, for a list that is searched."""
        named = codes.label(self.item.code_list, self.value) if self.value else ""
        return f"{self.value} {named}".strip()

    @property
    def longest(self) -> int:
        return self.item.max_length if isinstance(self.item.max_length, int) else 40


@dataclass(frozen=True)
class Section:
    title: str
    folded: bool
    fields: tuple[Field, ...]


def form_items(dataset: str) -> dict[str, Item]:
    """The items a person types; the system's own are not among them."""
    own = system_items(dataset)
    return {n: i for n, i in catalogue().items[dataset].items() if n not in own}


def fresh(dataset: str, by: Session) -> dict[str, str]:
    """What a new form begins with: today, this agency and its district where the form asks for them."""
    told = {
        "today": clock.today().isoformat(), "district": by.district,
        "agency": Agency.objects.values_list("code", flat=True).get(pk=by.agency_id),
    }  # fmt: skip
    return {n: told.get(v, v) for n, v in DEFAULTS.get(dataset, {}).items()}


def values_of(dataset: str, posted: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, item by item; empty texts stay out. Nothing is trimmed: it is judged as written."""
    return {n: str(posted[n]) for n in form_items(dataset) if posted.get(n)}


def sections(
    dataset: str, values: Mapping[str, str], faults: Faults = (), confirmed: Sequence[str] = (),
    layout: Sequence[Plan] | None = None,
) -> list[Section]:  # fmt: skip
    """The form of a dataset with its values and verdicts, laid out: all of it, or what `layout` names."""
    items = form_items(dataset)
    by_item = placed(dataset, faults, None if layout is None else frozenset(n for p in layout for n in p.items))
    marks = {n: tuple(_mark(f, confirmed) for f in found) for n, found in by_item.items()}
    drawn = []
    for plan in _plans(dataset, items) if layout is None else layout:
        fields = tuple(_field(items[n], values.get(n, ""), marks.get(n, ())) for n in plan.items if n in items)
        asked = any(f.value or f.marks for f in fields)
        drawn.append(Section(plan.title, plan.folded and not asked, fields))
    return drawn


def _plans(dataset: str, items: Mapping[str, Item]) -> list[Plan]:
    plans = list(LAYOUT.get(dataset, ()))
    named = {n for p in plans for n in p.items}
    rest = tuple(n for n in items if n not in named)
    return [*plans, Plan("其他", rest)] if rest else plans


def _field(item: Item, value: str, marks: tuple[Mark, ...]) -> Field:
    listed = codes.options(item.code_list) if item.code_list else ()
    if item.code_list in codes.FLAGS:
        control = "flag"
    elif listed:
        control = "lookup" if len(listed) > codes.LONG else "select"
    else:
        control = "date" if item.data_type == "date" else "text"
    wide = isinstance(item.max_length, int) and item.max_length >= 100
    width = WIDE.get(item.name, "w3" if wide or control == "lookup" else "")
    kept = listed if control in ("select", "flag") else ()
    return Field(item, control, value, _hint(item), width, kept, marks)


def _hint(item: Item) -> str:
    if item.required == "conditional":
        return f"{condition_text(item, catalogue().items[item.dataset])}必填"  # it may name an item not asked for
    if item.data_type == "datetime":
        return "年月日 时:分:秒"
    return _PATTERN_HINTS.get(item.code_list, "")


_PATTERN_HINTS = {
    "nationality": "三位大写字母，中国填 CHN", "occupation": "职业分类大典 7 位代码",
    "industry_detail": "国民经济行业 4 位代码", "division_street": "9 位或 12 位代码",
}  # fmt: skip


def placed(dataset: str, faults: Faults, asked: Asked = None) -> dict[str, list[Mapping[str, str]]]:
    """Faults by the field they stand under: the rule's leading item, or its first one that the form asks (`asked`:
    not all of the dataset's); "" where it asks none of them."""
    items, rules = form_items(dataset) if asked is None else asked, catalogue().rules
    by_item: dict[str, list[Mapping[str, str]]] = {}
    for fault in faults:
        rule = rules.get(fault["rule_id"])
        spoken = [fault["item"], *(rule.items if rule else ())]
        by_item.setdefault(next((n for n in spoken if n in items), ""), []).append(fault)
    return by_item


def ripe(
    dataset: str, faults: Faults, touched: frozenset[str], values: Mapping[str, str], asked: Asked = None
) -> list[Mapping[str, str]]:
    """The faults it is time to speak of: the field they stand under was left, and so was every empty
    field they speak of. What nobody has come to yet is not shouted at."""
    rules, items = catalogue().rules, asked if asked is not None else form_items(dataset).keys()
    shown = []
    for place, some in placed(dataset, faults, asked).items():
        for fault in some:
            rule = rules.get(fault["rule_id"])
            spoken = {place, *(rule.items if rule else ())} & set(items)
            if place in touched and all(n in touched or values.get(n) for n in spoken):
                shown.append(fault)
    return shown


def _mark(fault: Mapping[str, str], confirmed: Sequence[str]) -> Mark:
    kind, sign, said = MARKS[fault["severity"]]
    answered = kind == "ask" and fault["rule_id"] in confirmed
    return Mark(kind, sign, said, fault["rule_id"], fault["message"], answered)


def unplaced(dataset: str, faults: Faults, confirmed: Sequence[str], asked: Asked = None) -> list[Mark]:
    """The verdicts that stand under no field of the form: they stand below the list on top, and are answered there."""
    return [_mark(f, confirmed) for f in placed(dataset, faults, asked).get("", ())]


def listed(dataset: str, faults: Faults, confirmed: Sequence[str], asked: Asked = None) -> list[dict[str, Any]]:
    """The same faults for the list on top: which field, which mark, what it says."""
    items = form_items(dataset)
    return [
        {"item": name, "label": items[name].label if name else "", "mark": _mark(fault, confirmed)}
        for name, some in placed(dataset, faults, asked).items()
        for fault in some
        if not _mark(fault, confirmed).confirmed
    ]


def marks_json(dataset: str, faults: Faults, confirmed: Sequence[str], asked: Asked = None) -> list[dict[str, Any]]:
    """Fields with their verdicts, for the page's script: in the order of the form."""
    items, by_item = form_items(dataset), placed(dataset, faults, asked)
    order = [n for plan in _plans(dataset, items) for n in plan.items if n in by_item]
    return [
        {
            "item": name, "label": items[name].label if name else "",
            "marks": [vars(_mark(f, confirmed)) for f in by_item[name]],
        }
        for name in [*order, *([""] if "" in by_item else [])]
    ]  # fmt: skip


def derived(dataset: str, values: Mapping[str, str]) -> dict[str, str]:
    """What the identity number says of items still empty; the clerk holds it against the document."""
    if dataset != "person" or values.get("id_type") != "01":
        return {}
    number = values.get("id_number", "")
    found = identity_facts(number)
    if not found.check_ok or found.birth_date is None:
        return {}
    told = {
        "birth_date": found.birth_date.isoformat(), "sex": found.sex or "", "social_security_number": number,
    }  # fmt: skip
    return {n: v for n, v in told.items() if not values.get(n)}


@dataclass(frozen=True)
class Order:
    """存量接收令 as typed."""

    number: str
    source: str
    datasets: list[str]
    rows_at_most: int
    closes_on: date


def order_of(posted: Mapping[str, Any], datasets: list[str]) -> Order | Verdict:
    """The order as typed, or what is wrong with its shape."""
    number, source = str(posted.get("number", "")).strip(), str(posted.get("source", "")).strip()
    rows = str(posted.get("rows_at_most", "")).replace(",", "").strip()
    if not number or not source:
        return no("请填写接收令编号和来源系统", code="C021")
    if not datasets:
        return no("请至少选一个数据集", code="C022")
    if not (rows.isascii() and rows.isdigit() and 0 < int(rows) < 10**12):
        return no("行数上限应是大于 0 的整数", code="C023")
    try:
        closes = date.fromisoformat(str(posted.get("closes_on", "")).strip())
    except ValueError:
        return no("截止日期请写成 2026-12-31 的样子", code="C024")
    return Order(number, source, datasets, int(rows), closes)
