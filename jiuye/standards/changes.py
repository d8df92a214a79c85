"""Changes between two versions of the standard, as values: applied exactly, found again exactly. Art. 5.

A change is a JSON object whose `do` says what it does:

    add_item     dataset, name, set (every other attribute)     change_item  dataset, name, set (what differs)
    add_code     list, code, label                              retire_code  list, code, replaced_by
    add_rule     rule_id, set                                   change_rule  rule_id, set
    set_parameter name, value                                   put_parameter name, set (new, or more than its value)
    set_flow     flow_id, set                                   set_pattern  list, pattern

`apply(a, difference(a, b))` is b, and `difference(a, a)` is nothing. Whether a change is admitted is judged
in `drafting`; here it is only carried out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from jiuye.standards.catalogue import Catalogue, Flow, Item, Parameter, Retired, Rule, length_of

Change = dict[str, Any]


def apply(base: Catalogue, changes: Sequence[Change], version: int | None = None) -> Catalogue:
    """The catalogue with the changes made, in order. Raises KeyError for one that speaks of what is not there."""
    made = Catalogue(
        base.version if version is None else version,
        {d: dict(items) for d, items in base.items.items()},
        {name: dict(codes) for name, codes in base.code_lists.items()},
        dict(base.rules),
        dict(base.parameters),
        dict(base.open_lists),
        {name: dict(codes) for name, codes in base.retired.items()},
        dict(base.flows),
    )
    for change in changes:
        _DO[change["do"]](made, change)
    return made


def _put_item(to: Catalogue, change: Change) -> None:
    items, name, told = to.items.setdefault(change["dataset"], {}), change["name"], dict(change["set"])
    if "max_length" in told:
        told["max_length"] = length_of(told["max_length"])
    if change["do"] == "add_item":
        items[name] = Item(dataset=change["dataset"], name=name, **told)
    else:
        items[name] = replace(items[name], **told)


def _add_code(to: Catalogue, change: Change) -> None:
    to.code_lists.setdefault(change["list"], {})[change["code"]] = change["label"]
    gone = to.retired.get(change["list"], {})
    gone.pop(change["code"], None)
    if not gone:
        to.retired.pop(change["list"], None)


def _retire_code(to: Catalogue, change: Change) -> None:
    name, code = change["list"], change["code"]
    gone = to.retired.setdefault(name, {})
    label = to.code_lists[name].pop(code) if code in to.code_lists[name] else gone[code].label
    gone[code] = Retired(label, change["replaced_by"])


def _put_rule(to: Catalogue, change: Change) -> None:
    told = dict(change["set"])
    if "items" in told:
        told["items"] = tuple(told["items"])
    if change["do"] == "add_rule":
        to.rules[change["rule_id"]] = Rule(rule_id=change["rule_id"], **told)
    else:
        to.rules[change["rule_id"]] = replace(to.rules[change["rule_id"]], **told)


def _set_flow(to: Catalogue, change: Change) -> None:
    to.flows[change["flow_id"]] = Flow(flow_id=change["flow_id"], **change["set"])


def _set_parameter(to: Catalogue, change: Change) -> None:
    to.parameters[change["name"]] = replace(to.parameters[change["name"]], value=change["value"])


def _put_parameter(to: Catalogue, change: Change) -> None:
    to.parameters[change["name"]] = Parameter(name=change["name"], **change["set"])


def _set_pattern(to: Catalogue, change: Change) -> None:
    to.open_lists[change["list"]] = change["pattern"]


_DO = {
    "add_item": _put_item, "change_item": _put_item, "add_code": _add_code, "retire_code": _retire_code,
    "add_rule": _put_rule, "change_rule": _put_rule, "set_parameter": _set_parameter,
    "put_parameter": _put_parameter, "set_flow": _set_flow, "set_pattern": _set_pattern,
}  # fmt: skip


def difference(base: Catalogue, other: Catalogue) -> list[Change]:
    """What leads from one version to the other, each thing once: codes, items, rules, parameters, flows."""
    return [*_codes(base, other), *_patterns(base, other), *_items(base, other), *_rules(base, other),
            *_parameters(base, other), *_flows(base, other)]  # fmt: skip


def _codes(base: Catalogue, other: Catalogue) -> Iterator[Change]:
    for name, codes in other.code_lists.items():
        before = base.code_lists.get(name, {})
        for code, label in codes.items():
            if before.get(code) != label:
                yield {"do": "add_code", "list": name, "code": code, "label": label}
    for name, gone in other.retired.items():
        known, before = base.retired.get(name, {}), base.code_lists.get(name, {})
        for code, one in gone.items():
            if (before.get(code) or (known[code].label if code in known else None)) != one.label:
                # It came and went between the two: it was there before it was retired.
                yield {"do": "add_code", "list": name, "code": code, "label": one.label}
            if known.get(code) != one:
                yield {"do": "retire_code", "list": name, "code": code, "replaced_by": one.replaced_by}


def _patterns(base: Catalogue, other: Catalogue) -> Iterator[Change]:
    for name, pattern in other.open_lists.items():
        if base.open_lists.get(name) != pattern:
            yield {"do": "set_pattern", "list": name, "pattern": pattern}


def _items(base: Catalogue, other: Catalogue) -> Iterator[Change]:
    for dataset, items in other.items.items():
        for name, item in items.items():
            before = base.items.get(dataset, {}).get(name)
            told = item_values(item) if before is None else _differing(item_values(before), item_values(item))
            if told:
                do = "add_item" if before is None else "change_item"
                yield {"do": do, "dataset": dataset, "name": name, "set": told}


def _rules(base: Catalogue, other: Catalogue) -> Iterator[Change]:
    for rule_id, rule in other.rules.items():
        before = base.rules.get(rule_id)
        told = rule_values(rule) if before is None else _differing(rule_values(before), rule_values(rule))
        if told:
            yield {"do": "add_rule" if before is None else "change_rule", "rule_id": rule_id, "set": told}


def _parameters(base: Catalogue, other: Catalogue) -> Iterator[Change]:
    for name, parameter in other.parameters.items():
        known, told = base.parameters.get(name), parameter_values(parameter)
        if known is None or parameter_values(known) | {"value": parameter.value} != told:
            yield {"do": "put_parameter", "name": name, "set": told}
        elif known.value != parameter.value:
            yield {"do": "set_parameter", "name": name, "value": parameter.value}


def _flows(base: Catalogue, other: Catalogue) -> Iterator[Change]:
    for flow_id, flow in other.flows.items():
        if base.flows.get(flow_id) != flow:
            yield {"do": "set_flow", "flow_id": flow_id, "set": flow_values(flow)}


def flow_values(flow: Flow) -> dict[str, Any]:
    """Every attribute of a flow but its number, as JSON holds it."""
    return {k: v for k, v in asdict(flow).items() if k != "flow_id"}


def parameter_values(parameter: Parameter) -> dict[str, Any]:
    """Every attribute of a parameter's default but its name, as JSON holds it."""
    return {k: v for k, v in asdict(parameter).items() if k not in ("name", "steps")}


def item_values(item: Item) -> dict[str, Any]:
    """Every attribute of an item but its place, as JSON holds it."""
    told = {k: v for k, v in asdict(item).items() if k not in ("dataset", "name")}
    return told | {"max_length": length_text(item)}


def rule_values(rule: Rule) -> dict[str, Any]:
    """Every attribute of a rule but its number, as JSON holds it."""
    return {k: v for k, v in asdict(rule).items() if k != "rule_id"} | {"items": list(rule.items)}


def length_text(item: Item) -> str:
    """The length as the table and the files write it: 40, 18,2 or nothing."""
    if isinstance(item.max_length, tuple):
        return ",".join(map(str, item.max_length))
    return "" if item.max_length is None else str(item.max_length)


def _differing(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in after.items() if before[k] != v}
