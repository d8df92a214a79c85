"""Judgements on parameters' values: who may set what for whom, from when. Values in, verdict out. Art. 2(3), 9(1)."""

import re
from datetime import date, timedelta
from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.parties.weihai import CITY
from jiuye.standards.catalogue import Parameter
from jiuye.standards.parameters.models import NEXT, ParameterValue

STATE_LABELS = {"set": "待生效审批", "active": "已批准", "refused": "未批准"}
# What a district sets for itself (Art. 9(1)); all else is the city's, so that one rule holds in the whole city.
QUOTA = "look_up_quota_"  # and the post: how often a day it may look somebody up
DISTRICT_OWNED = frozenset({"minimum_wage", "bulk_query_limit", "batch_accept_rows", "look_up_batch_rows"}) | {
    QUOTA + post
    for post in ("clerk", "reviewer", "approver", "operator", "rechecker", "data_manager", "quality_contact")
}
AHEAD = timedelta(days=3 * 366)
SHAPES = {"integer": r"-?[0-9]{1,9}", "decimal": r"-?[0-9]{1,9}(\.[0-9]{1,6})?", "table": r".{1,2000}"}


def good_value(known: Parameter, value: str) -> Verdict:
    """Has the value the shape of its type? What a table must hold the rules that read it tell."""
    if re.fullmatch(SHAPES.get(known.value_type, ".{1,200}"), value):
        return YES
    return no(f"“{known.label}”的值不合格式", code="S035", help="整数写数字，比率写小数，如 0.95。")


def may_set(
    known: Parameter | None, place: str, value: str, begins: date | None, texts: dict[str, str], today: date
) -> Verdict:
    """May this value be set for the place? texts: label → text of what must be told."""
    if known is None:
        return no("没有这个参数", code="S034")
    missing = next((label for label, text in texts.items() if not 2 <= len(text.strip()) <= 200), "")
    own = place == CITY[0] or known.name in DISTRICT_OWNED
    return first_no(
        YES if own else no(f"“{known.label}”由市级统一设置", code="S070", help="需要调整的，向市级提出需求。"),
        good_value(known, value),
        no(f"请写明“{missing}”，2 到 200 个字", code="S071") if missing else YES,
        may_begin(begins, today),
    )


def may_begin(begins: date | None, today: date) -> Verdict:
    """From today on and no later than three years ahead: what was decided under the old value stays decided."""
    if begins is None:
        return no("请写生效日期，如 2027-01-01", code="S072")
    if begins < today:
        return no(f"生效日期 {begins} 已过，参数不能往前改", code="S073", help="已办的按当时的值；请从今天或以后起。")
    return YES if begins <= today + AHEAD else no("生效日期最远在三年以内", code="S074")


def his_to_settle(value: ParameterValue, own: str | None) -> Verdict:
    """Of his place, or he is of the city. own: the doer's district, None for the city."""
    return YES if own in (None, value.district) else no("这个参数值不归本区市审批", code="JY403")


def may_settle(value: ParameterValue, to: str, by: UUID) -> Verdict:
    """By another person, once."""
    return first_no(
        YES if to in NEXT[value.state] else no(f"这个值{STATE_LABELS[value.state]}，不能再办理此步", code="S075"),
        no("不得审批本人拟订的参数值", code="S076", help="由另一人审批。") if value.set_by_id == by else YES,
    )
