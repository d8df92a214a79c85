"""What is said of a value at fault. The value itself is never part of the sentence: it may be sealed."""

from jiuye.standards.catalogue import Item


def sentence(item: Item, code: str) -> str:
    """What is wrong and what to do, in words a clerk can act on. The value itself is never part of it."""
    label = f"“{item.label}”"
    match code:
        case "I01":
            example = "2024-03-15" if item.data_type == "date" else "2024-03-15 09:30:00"
            kind = "日期" if item.data_type == "date" else "日期时间"
            return f"{label}不是有效的{kind}，请按 {example} 的样式填写，前后不留空格。"
        case "I02":
            return f"{label}{_no_number(item)}，请只填写数字，不带单位、逗号和空格。"
        case "I03":
            unit = "位" if item.data_type == "integer" else "个字"
            return f"{label}太长，最多 {item.max_length} {unit}，请核对后缩短。"
        case "I04":
            return f"{label}的代码不在代码表（{item.code_list}）内，请从代码表中选择，注意不要丢失前面的 0。"
        case "I05":
            return f"{label}是必填项，没有填写，请补填。"
    return f"{label}里有看不见的控制字符，请删除后重新录入。"


def _no_number(item: Item) -> str:
    if isinstance(item.max_length, tuple):
        digits, places = item.max_length
        return f"不是数字或超出范围（整数部分最多 {digits - places} 位，小数最多 {places} 位）"
    return "不是整数"
