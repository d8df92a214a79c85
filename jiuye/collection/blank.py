"""The import template of one dataset and version: headers, code lists to choose from, notes. Art. 5, 6.

Drawn from the standard like the form: whatever a version adds or retires is there from its moment on.
"""

import io

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from jiuye.collection.counter import system_items
from jiuye.records.judging import condition_text
from jiuye.standards.catalogue import Catalogue, Item
from jiuye.standards.wording import REQUIRED, TYPES, dataset_label, size

ROWS = 10_000  # that carry formats and validation; more may be filled in
LONG = 400  # a longer list is not offered for choice; it stands in the standard's pages
_HOW = "在“数据”页从第二行填起，一行一条；带 * 的必填；代码项填代码，不填名称；表头不要改，次序可以变。"
_HEADS = ("数据项目", "英文名称", "类型", "长度", "必填", "代码表", "说明")


def blank(dataset: str, standard: Catalogue) -> bytes:
    """The workbook. Every column is text: leading zeros and long numbers stay as typed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    items = offered(dataset, standard)
    title = f"{dataset_label(dataset)}导入模板（标准第 {standard.version} 版）"
    book.set_properties({"title": title, "subject": dataset, "comments": f"standard {standard.version}"})
    sheet, notes, lists = (book.add_worksheet(name) for name in ("数据", "填写说明", "代码"))
    places = _lists(book, lists, items, standard)
    _data(book, sheet, items, places, standard.items[dataset])
    _notes(book, notes, title, items, standard)
    book.close()
    return out.getvalue()


def offered(dataset: str, standard: Catalogue) -> list[Item]:
    """The items a person fills in, in the standard's order: the system's own are left out."""
    own = system_items(dataset)
    return [i for n, i in standard.items[dataset].items() if n not in own]


def _data(book: "xlsxwriter.Workbook", sheet: "xlsxwriter.worksheet.Worksheet", items: list[Item],
          places: dict[str, str], known: dict[str, Item]) -> None:  # fmt: skip
    text = book.add_format({"num_format": "@"})
    must = book.add_format({"bold": True, "bottom": 2, "num_format": "@"})
    may = book.add_format({"bottom": 1, "num_format": "@"})
    for n, item in enumerate(items):
        sheet.set_column(n, n, max(12, 2 * len(item.label) + 2), text)
        sheet.write_string(0, n, item.label + ("*" if item.required == "yes" else ""),
                           must if item.required == "yes" else may)  # fmt: skip
        hint = _hint(item, known)
        if item.code_list in places:
            sheet.data_validation(1, n, ROWS, n, {
                "validate": "list", "source": places[item.code_list], "input_title": item.label[:32],
                "input_message": hint[:255], "error_type": "warning",
                "error_message": "不在代码表内，导入时会退回。代码和名称见“代码”页。",
            })  # fmt: skip
        elif hint:
            sheet.data_validation(1, n, ROWS, n, {
                "validate": "any", "input_title": item.label[:32], "input_message": hint[:255],
            })  # fmt: skip
    sheet.freeze_panes(1, 0)


def _hint(item: Item, known: dict[str, Item]) -> str:
    told = {"date": "写成 2026-03-12", "datetime": "写成 2026-03-12 09:30:00"}.get(item.data_type, "")
    duty = f"{condition_text(item, known)}必填" if item.required == "conditional" else REQUIRED[item.required]
    return "；".join(part for part in (duty, told, size(item)) if part)


def _lists(book: "xlsxwriter.Workbook", sheet: "xlsxwriter.worksheet.Worksheet", items: list[Item],
           standard: Catalogue) -> dict[str, str]:  # fmt: skip
    """Code lists side by side, code and label; where each one's codes stand."""
    text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
    places: dict[str, str] = {}
    for name in dict.fromkeys(i.code_list for i in items):
        codes = standard.code_lists.get(name, {})
        if not codes or len(codes) > LONG:
            continue
        column = 3 * len(places)
        sheet.set_column(column, column + 1, 14, text)
        sheet.write_string(0, column, name, head)
        sheet.write_string(0, column + 1, "名称", head)
        for n, (code, label) in enumerate(codes.items(), 1):
            sheet.write_string(n, column, code, text)
            sheet.write_string(n, column + 1, label, text)
        letter = xl_col_to_name(column)
        places[name] = f"='代码'!${letter}$2:${letter}${len(codes) + 1}"
    return places


def _notes(book: "xlsxwriter.Workbook", sheet: "xlsxwriter.worksheet.Worksheet", title: str, items: list[Item],
           standard: Catalogue) -> None:  # fmt: skip
    head = book.add_format({"bold": True, "bottom": 1})
    sheet.set_column(0, 6, 22)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, _HOW)
    for n, word in enumerate(_HEADS):
        sheet.write_string(3, n, word, head)
    for row, item in enumerate(items, 4):
        gone = [f"{code} {one.label}" + (f" → {one.replaced_by}" if one.replaced_by else "")
                for code, one in standard.retired.get(item.code_list, {}).items()]  # fmt: skip
        told = (
            item.label, item.name, TYPES.get(item.data_type, item.data_type), size(item), REQUIRED[item.required],
            item.code_list, "已停用的代码：" + "、".join(gone) if gone else item.condition_zh,
        )  # fmt: skip
        for n, word in enumerate(told):
            sheet.write_string(row, n, word)
