"""The forms of single changes: what each asks for, and the change made of what was typed."""

from collections.abc import Mapping
from typing import Any

from jiuye.standards import changing
from jiuye.standards.catalogue import DATASETS, Catalogue
from jiuye.standards.changes import Change, item_values, rule_values
from jiuye.standards.flowing import DIFFERS, KEYS, next_flow
from jiuye.standards.showing import flow_text
from jiuye.standards.wording import REQUIRED, SENSITIVITY, SEVERITY, TYPES, UPKEEP, dataset_label

KINDS = {
    "item": "新增数据项目", "duty": "改项目的必填或长度", "code": "新增代码", "retire": "停用代码",
    "rule": "新增规则", "tighten": "改规则", "parameter": "改参数默认值",
    "flow": "部门协同的流转",
}  # fmt: skip
_ITEM = (
    "label", "data_type", "max_length", "code_list", "required", "condition", "condition_zh", "sensitivity",
    "upkeep", "source",
)  # fmt: skip
_RULE = ("dataset", "dimension", "severity", "description", "expression", "message", "source")
Typed = Mapping[str, Any]


def form(kind: str, typed: Typed, then: Catalogue) -> dict[str, Any]:
    """What the page of a kind needs: choices, and the thing as it stands once it is chosen."""
    told: dict[str, Any] = {
        "typed": typed, "datasets": DATASETS, "types": {k: v for k, v in TYPES.items() if k != "file"},
        "duties": REQUIRED, "sensitivities": {**SENSITIVITY, "sealed": "证件号码、电话、银行账户（密封）"},
        "upkeeps": UPKEEP, "severities": SEVERITY, "lists": sorted({*then.code_lists, *then.open_lists}),
        "dimensions": list(dict.fromkeys(r.dimension for r in then.rules.values())),
    }  # fmt: skip
    about = str(typed.get("about", ""))
    match kind:
        case "duty":
            dataset, _, name = about.partition(".")
            item = then.items.get(dataset, {}).get(name) if dataset in DATASETS else None
            every = [(f"{d}.{n}", i.label, dataset_label(d)) for d in DATASETS for n, i in then.items[d].items()]
            return told | {"every": every, "about": about, "now": item_values(item) if item else None, "item": item}
        case "retire":
            return told | {"codes": then.code_lists.get(about, {}), "about": about,
                           "lists": sorted(then.code_lists)}  # fmt: skip
        case "tighten":
            rule = then.rules.get(about)
            return told | {"rules": list(then.rules.values()), "about": about, "rule": rule,
                           "now": rule_values(rule) if rule else None}  # fmt: skip
        case "rule":
            return told | {"now": dict.fromkeys(("severity", "description", "expression", "message"), "")}
        case "parameter":
            some = [p for p in then.parameters.values() if p.value_type != "table"]
            return told | {"parameters": some, "about": about, "now": then.parameters.get(about)}
        case "flow":
            flow = then.flows.get(about)
            every = [(f"{d}.{n}", i.label, dataset_label(d)) for d in DATASETS for n, i in then.items[d].items()]
            ends = (f"{flow.source}.{flow.source_item}", f"{flow.target}.{flow.target_item}") if flow else ("", "")
            return told | {"flows": [(f.flow_id, flow_text(then, f)) for f in then.flows.values()], "about": about,
                           "now": flow, "every": every, "keys": KEYS, "differs": DIFFERS,
                           "from": typed.get("from", ends[0]), "to": typed.get("to", ends[1])}  # fmt: skip
    return told


def made(kind: str, typed: Typed, then: Catalogue) -> Change:
    """The change of what was typed; whether it is admitted is judged by the act."""
    text = {k: str(v).replace("\0", "").strip() for k, v in typed.items()}
    about = text.get("about", "")
    match kind:
        case "item":
            told: dict[str, Any] = {k: text.get(k, "") for k in _ITEM}
            told["substantive"] = text.get("substantive") == "1"
            return changing.item_added(text.get("dataset", ""), text.get("name", ""), **told)
        case "duty":
            dataset, _, name = about.partition(".")
            known = then.items.get(dataset, {}).get(name)
            before = item_values(known) if known else {}
            asked = {k: text.get(k, "") for k in ("required", "condition", "condition_zh", "max_length")}
            differing = {k: v for k, v in asked.items() if before.get(k) != v}
            return {"do": "change_item", "dataset": dataset, "name": name, "set": differing}
        case "code":
            told = {k: text.get(k, "") for k in ("list", "code", "label")}
            return {"do": "add_code"} | told
        case "retire":
            return {"do": "retire_code", "list": about, "code": text.get("code", ""),
                    "replaced_by": text.get("replaced_by", "")}  # fmt: skip
        case "rule":
            return changing.rule_added(then, **{k: text.get(k, "") for k in _RULE})
        case "tighten":
            rule = then.rules.get(about)
            before = rule_values(rule) if rule else {}
            asked = {k: text.get(k, "") for k in ("expression", "severity", "description", "message", "not_yet")}
            if asked["expression"]:
                asked["not_yet"] = ""
            return changing.rule_changed(then, about, **{k: v for k, v in asked.items() if before.get(k) != v})
        case "flow":
            (source, _, item), (target, _, to) = (text.get(k, "").partition(".") for k in ("from", "to"))
            told = {"source": source, "source_item": item, "target": target, "target_item": to}
            told |= {k: text.get(k, "") for k in ("value", "condition", "key", "differs", "basis")}
            told["in_use"] = text.get("in_use") == "1"
            return {"do": "set_flow", "flow_id": about if about in then.flows else next_flow(then), "set": told}
    return {"do": "set_parameter", "name": about, "value": text.get("value", "")}
