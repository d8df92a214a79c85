"""A change in words: what it is about, and each attribute before and after."""

from dataclasses import dataclass
from typing import Any

from jiuye.standards.catalogue import DATASETS, Catalogue, Flow
from jiuye.standards.changes import Change, item_values, rule_values
from jiuye.standards.wording import (
    PROTECTION,
    REQUIRED,
    SENSITIVITY,
    SEVERITY,
    TYPES,
    UPKEEP,
    dataset_label,
)

DOES = {
    "add_item": "新增项目", "change_item": "修改项目", "add_code": "新增代码", "retire_code": "停用代码",
    "add_rule": "新增规则", "change_rule": "修改规则", "set_parameter": "修改参数",
    "set_flow": "部门协同",
}  # fmt: skip
_FIELDS: dict[str, tuple[str, dict[Any, str]]] = {
    "label": ("中文名称", {}), "data_type": ("类型", TYPES), "max_length": ("长度", {}), "code_list": ("代码表", {}),
    "required": ("必填", REQUIRED), "condition": ("必填条件", {}), "condition_zh": ("条件（文字）", {}),
    "substantive": ("计入记实率", {True: "是", False: "否"}), "sensitivity": ("敏感程度", SENSITIVITY),
    "protection": ("显示", PROTECTION), "upkeep": ("更新", UPKEEP), "source": ("来源", {}),
    "dataset": ("数据集", DATASETS), "dimension": ("类别", {}), "severity": ("违反时", SEVERITY),
    "description": ("含义", {}), "expression": ("表达式", {}), "message": ("给经办人的话", {}),
    "items": ("所涉项目", {}), "not_yet": ("停用原因", {}),
}  # fmt: skip
_CODED = frozenset({"expression", "condition", "code_list", "items"})


@dataclass(frozen=True)
class Line:
    """One attribute: `before` is "" for what is new."""

    label: str
    before: str
    after: str
    coded: bool = False


@dataclass(frozen=True)
class Shown:
    """A change as the diff page shows it: where, what, and the lines that differ."""

    does: str
    where: str
    what: str
    key: str
    lines: tuple[Line, ...]


def show(change: Change, base: Catalogue, then: Catalogue) -> Shown:
    """One change of `then` against `base`."""
    does = DOES[change["do"]]
    match change["do"]:
        case "add_item" | "change_item":
            dataset, name = change["dataset"], change["name"]
            before, item = base.items[dataset].get(name), then.items[dataset][name]
            lines = _lines(item_values(before) if before else {}, change["set"])
            return Shown(does, dataset_label(dataset), item.label, name, lines)
        case "add_rule" | "change_rule":
            known, rule = base.rules.get(change["rule_id"]), then.rules[change["rule_id"]]
            lines = _lines(rule_values(known) if known else {}, change["set"])
            return Shown(does, dataset_label(rule.dataset), rule.description, rule.rule_id, lines)
        case "add_code":
            line = Line("代码", "", f"{change['code']} {change['label']}")
            return Shown(does, "代码表", change["list"], change["list"], (line,))
        case "retire_code":
            label, heir = then.retired[change["list"]][change["code"]].label, change["replaced_by"]
            told = f"停用，改用 {heir} {then.label(change['list'], heir)}" if heir else "停用，没有替代"
            line = Line("代码", f"{change['code']} {label}", told)
            return Shown(does, "代码表", change["list"], change["list"], (line,))
        case "set_flow":
            was, flow = base.flows.get(change["flow_id"]), then.flows[change["flow_id"]]
            line = Line("流转", flow_text(base, was) if was else "", flow_text(then, flow))
            return Shown(does, dataset_label(flow.target), flow_text(then, flow), flow.flow_id, (line,))
    known_value = base.parameters[change["name"]]
    line = Line(f"值（{known_value.unit}）" if known_value.unit else "值", known_value.value, change["value"])
    return Shown(does, "参数", known_value.label, change["name"], (line,))


def flow_text(standard: Catalogue, flow: Flow) -> str:
    """A flow in words: what of which dataset is offered where, when, and what a difference means."""
    item, to = standard.items[flow.source][flow.source_item], standard.items[flow.target][flow.target_item]
    told = f"{dataset_label(flow.source)}的{item.label}" + (f"有值时为 {flow.value}" if flow.value else "")
    when = f"（{flow.condition}）" if flow.condition else ""
    ends = "，不一致转冲突清单" if flow.differs == "ask" else ""
    return f"{told}{when} → {dataset_label(flow.target)}的{to.label}{ends}{'' if flow.in_use else '，已停用'}"


def _lines(before: dict[str, Any], told: dict[str, Any]) -> tuple[Line, ...]:
    """What differs, attribute by attribute; what is new altogether in one line, its expressions apart."""
    found = _each(before, told)
    if before:
        return tuple(found)
    plain = [f"{one.label} {one.after}" for one in found if not one.coded]
    return (Line("全部", "", "；".join(plain)), *(one for one in found if one.coded))


def _each(before: dict[str, Any], told: dict[str, Any]) -> list[Line]:
    found = []
    for name, (label, words) in _FIELDS.items():
        if name not in told:
            continue
        old, new = _word(before.get(name), words), _word(told[name], words)
        if old != new:
            found.append(Line(label, old, new, name in _CODED))
    return found


def _word(value: Any, words: dict[Any, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    return words.get(value, str(value))
