"""Judgements on one change to the standard, against the draft as it stands: values in, verdict out. Art. 5."""

import re
from collections.abc import Callable
from typing import Any

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.standards.catalogue import DATASETS, Catalogue, Item
from jiuye.standards.changes import Change, apply, item_values, rule_values
from jiuye.standards.flowing import set_flow
from jiuye.standards.language import RuleError, check
from jiuye.standards.parameters.rules import good_value
from jiuye.standards.wording import REQUIRED, SENSITIVITY, SEVERITY, TYPES, UPKEEP

# At least one underscore: no word of SQL, and none of the columns every record has.
NAME = re.compile(r"(?!(?:current|session|system)_)[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
LIST = re.compile(r"[a-z][a-z0-9_]{1,39}")
CODE = re.compile(r"[0-9A-Za-z]{1,20}")
OWN_COLUMNS = frozenset({"entry_id", "standard_version", "submission_id", "row_no", "entered_late", "key_", "rule_id"})
LONGEST = {"string": 4000, "integer": 18}
SIZED = ("string", "integer", "decimal")  # types whose length is the standard's to set


def may_change(now: Catalogue, change: Change) -> Verdict:
    """May this change be made to the draft as it stands? Expressions are checked by the language's white list."""
    judged = _JUDGES[change["do"]](now, change)
    if not judged:
        return judged
    return _sound(apply(now, [change]), change)


def add_item(now: Catalogue, change: Change) -> Verdict:
    dataset, name, told = change["dataset"], change["name"], change["set"]
    items = now.items.get(dataset, {})
    label = told["label"]
    return first_no(
        YES if dataset in DATASETS else no("请选择数据集", code="S010"),
        _good_name(name, items),
        YES if _short(label, 40) else no("请写中文名称，40 个字以内", code="S012"),
        no(f"这个数据集已有“{label}”", code="S013") if label in {i.label for i in items.values()} else YES,
        YES if told["data_type"] in TYPES and told["data_type"] != "file" else no("请选择类型", code="S014"),
        no("密封的项目（证件号码、电话、银行账户）要有密文、索引和特征，不能由标准单独新增", code="S015",
           help="请把需求写明，随系统升级增加。") if told["protection"] == "sealed" else YES,
        YES if told["sensitivity"] in SENSITIVITY else no("请选择敏感程度", code="S016"),
        YES if told["upkeep"] in UPKEEP else no("请选择更新方式", code="S017"),
        _good_list(now, told),
        _good_length(told["data_type"], told["max_length"]),
        _good_duty(told),
    )  # fmt: skip


def change_item(now: Catalogue, change: Change) -> Verdict:
    item = now.items.get(change["dataset"], {}).get(change["name"])
    if item is None:
        return no("没有这个数据项目", code="S018")
    told = change["set"]
    return first_no(
        _good_length_of(item, told["max_length"]) if "max_length" in told else YES,
        _good_duty(vars(item) | told),
        YES if _differs(item, told) else no("没有改动", code="S019"),
    )


def add_code(now: Catalogue, change: Change) -> Verdict:
    name, code = change["list"], change["code"]
    return first_no(
        YES if LIST.fullmatch(name) else no("代码表名称用小写字母、数字和下划线", code="S020"),
        no("这张代码表按格式判断，不逐个列出代码", code="S021") if name in now.open_lists else YES,
        YES if CODE.fullmatch(code) else no("代码用字母和数字，20 位以内", code="S022"),
        YES if _short(change["label"], 60) else no("请写代码的名称，60 个字以内", code="S023"),
        no(f"代码 {code} 已在表中", code="S024") if code in now.code_lists.get(name, {}) else YES,
    )


def retire_code(now: Catalogue, change: Change) -> Verdict:
    name, code, heir = change["list"], change["code"], change["replaced_by"]
    codes, gone = now.code_lists.get(name, {}), now.retired.get(name, {})
    if code not in codes and code not in gone:
        return no(f"代码表里没有 {code}", code="S025")
    known = heir in codes and heir != code
    return first_no(
        YES if known or not heir else no(f"替代代码 {heir} 不在用，请选一个在用的代码", code="S026"),
        no(f"{code} 已停用，替代代码没有变", code="S019") if code in gone and gone[code].replaced_by == heir else YES,
        no("不能停用表里最后一个代码", code="S027") if set(codes) == {code} else YES,
    )


def put_rule(now: Catalogue, change: Change) -> Verdict:
    told, known = change["set"], now.rules.get(change["rule_id"])
    if (known is None) == (change["do"] == "change_rule"):
        return no("没有这条规则" if known is None else "规则号已有", code="S028")
    whole = (vars(known) if known else {}) | told
    return first_no(
        YES if whole["dataset"] in DATASETS else no("请选择数据集", code="S010"),
        YES if whole["severity"] in SEVERITY else no("请选择违反时怎样处理", code="S029"),
        YES if whole["dimension"] else no("请选择规则的类别", code="S030"),
        YES if _short(whole["description"], 200) else no("请写明规则的含义，200 个字以内", code="S031"),
        YES if _short(whole["message"], 200) else no("请写给经办人看的话：原因和怎么改，200 个字以内", code="S032"),
        YES if whole["expression"] or whole["not_yet"] else no("请写规则表达式，或写明停用的原因", code="S033"),
        YES if known is None or _differs(known, told) else no("没有改动", code="S019"),
    )


def set_parameter(now: Catalogue, change: Change) -> Verdict:
    known, value = now.parameters.get(change["name"]), change["value"]
    if known is None or known.value_type == "table":
        return no("没有这个参数，或它是一张表，不在这里改", code="S034")
    return first_no(
        good_value(known, value),
        no("没有改动", code="S019") if known.value == value else YES,
    )


_JUDGES: dict[str, Callable[[Catalogue, Change], Verdict]] = {
    "add_item": add_item, "change_item": change_item, "add_code": add_code, "retire_code": retire_code,
    "add_rule": put_rule, "change_rule": put_rule, "set_parameter": set_parameter,
    "set_flow": set_flow,
}  # fmt: skip


def _sound(then: Catalogue, change: Change) -> Verdict:
    """Do the expressions of the change hold in the catalogue it makes?"""
    try:
        if "rule_id" in change and (rule := then.rules[change["rule_id"]]).expression:
            check(rule.expression, rule.dataset, then)
        elif change["do"] in ("add_item", "change_item"):
            item = then.items[change["dataset"]][change["name"]]
            check(f"({item.condition}) and {item.name} is null" if item.condition else f"{item.name} is null",
                  item.dataset, then)  # fmt: skip
        elif "flow_id" in change and (condition := then.flows[change["flow_id"]].condition):
            check(condition, then.flows[change["flow_id"]].source, then)
    except RuleError as error:
        return no(f"表达式不成立：{error}", code="S036", help="可用的写法见任一条规则的页面。")
    return YES


def all_sound(then: Catalogue) -> Verdict:
    """Every rule and condition of a version about to be published, checked once more."""
    for rule in then.rules.values():
        try:
            if rule.expression:
                check(rule.expression, rule.dataset, then)
        except RuleError as error:
            return no(f"规则 {rule.rule_id} 在新版里不成立：{error}", code="S036")
    return YES


def _good_name(name: str, items: dict[str, Item]) -> Verdict:
    taken = name in items or any(name.startswith(f"{i.name}_") for i in items.values() if i.protection == "sealed")
    return first_no(
        YES if NAME.fullmatch(name) and len(name) <= 40 and name not in OWN_COLUMNS
        else no("英文名称用小写字母和数字，词间用下划线，如 skill_level，40 个字符以内", code="S011"),
        no(f"名称 {name} 已有，或与密封项目的附列相混", code="S013") if taken else YES,
    )  # fmt: skip


def _good_list(now: Catalogue, told: dict[str, Any]) -> Verdict:
    if told["data_type"] != "code":
        return no("只有代码类的项目有代码表", code="S037") if told["code_list"] else YES
    known = told["code_list"] in now.code_lists or told["code_list"] in now.open_lists
    return YES if known else no("请选择代码表；新的代码表请先在草案里加上它的代码", code="S037")


def _good_length(data_type: str, length: str) -> Verdict:
    if data_type == "decimal":
        digits, _, places = length.partition(",")
        good = digits.isdigit() and places.isdigit() and int(places) <= 6 and int(places) < int(digits) <= 18
        return YES if good else no("小数的长度写成“总位数,小数位数”，如 12,2", code="S038")
    if data_type in LONGEST:
        good = bool(re.fullmatch(r"[0-9]{1,4}", length)) and 1 <= int(length) <= LONGEST[data_type]
        return YES if good else no(f"长度应在 1 到 {LONGEST[data_type]} 之间", code="S038")
    return YES if not length else no("这种类型没有长度", code="S038")


def _good_length_of(item: Item, length: str) -> Verdict:
    places = item.max_length[1] if isinstance(item.max_length, tuple) else None
    return first_no(
        no("密封项目的长度不能改：存量已加密，判不出谁会不合格", code="S039") if item.protection == "sealed" else YES,
        YES if item.data_type in SIZED else no("这种类型没有长度", code="S038"),
        _good_length(item.data_type, length),
        no("小数位数不能改", code="S038") if places is not None and length.partition(",")[2] != str(places) else YES,
    )


def _good_duty(told: dict[str, Any]) -> Verdict:
    duty, condition = told["required"], told["condition"].strip()
    return first_no(
        YES if duty in REQUIRED else no("请选择是否必填", code="S040"),
        no("有条件必填要写明条件的表达式和文字", code="S041")
        if duty == "conditional" and not (condition and told["condition_zh"].strip()) else YES,
        no("只有有条件必填才写条件", code="S041") if duty != "conditional" and condition else YES,
    )  # fmt: skip


def _differs(known: Any, told: dict[str, Any]) -> bool:
    before = item_values(known) if isinstance(known, Item) else rule_values(known)
    return any(before[k] != v for k, v in told.items())


def _short(text: str, most: int) -> bool:
    return 0 < len(text.strip()) <= most and text.isprintable()
