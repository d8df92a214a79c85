"""Chinese words for the codes of the standard itself: types, duties, classes, upkeep; pages and exports share them."""

from jiuye.standards.catalogue import JUDGED, Item

TYPES = {
    "string": "文字", "code": "代码", "date": "日期", "datetime": "日期时间", "integer": "整数",
    "decimal": "小数", "file": "文件",
}  # fmt: skip
REQUIRED = {"yes": "必填", "conditional": "有条件必填", "no": "选填"}
PROTECTION = {"plain": "明文", "masked": "遮盖", "sealed": "密封"}
PROTECTION_HINTS = {
    "plain": "照原样显示",
    "masked": "清单里遮盖，打开档案后可见",
    "sealed": "加密存储，一律遮盖，显示一次记一次台账",
}
UPKEEP = {"handling": "办理时更新", "maintenance": "经维护更正"}
SENSITIVITY = {"public": "公开", "internal": "内部", "personal": "个人信息", "sensitive": "敏感个人信息"}
SEVERITY = {"error": "必须改正", "warning": "需要确认"}
# The look's mark of a severity: class and character.
MARKS = {"error": ("stop", "停"), "warning": ("ask", "问")}
KINDS = {"1": "政策参数", "2": "业务经办参数", "3": "系统设置参数"}


def dataset_label(name: str) -> str:
    """个人 for person; the name itself for a dataset nobody knows."""
    return JUDGED.get(name, name)


def size(item: Item) -> str:
    """How long a value may be: 18 字, 12 位整数 2 位小数; "" when the standard sets no bound."""
    if isinstance(item.max_length, tuple):
        digits, places = item.max_length
        return f"{digits - places} 位整数，{places} 位小数"
    if item.max_length is None or item.data_type == "code":
        return ""
    return f"{item.max_length} {'位' if item.data_type == 'integer' else '字'}"
