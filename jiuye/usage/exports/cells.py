"""What stands in a cell of an exported file: covered as on the pages unless approved otherwise, harmless to a
spreadsheet, and never a character less."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from jiuye.records.keys import sealer
from jiuye.records.seal import open_item
from jiuye.records.shown import covered, words
from jiuye.standards.catalogue import Catalogue, Item

# What a spreadsheet takes for the beginning of a formula, in either width; a plain number is none.
_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@＝＋－＠|%]|^[\t\r\n]")
_NUMBER = re.compile(r"^-?[0-9]+(\.[0-9]+)?$")
Cell = Callable[[UUID, Any], str]


def cells(dataset: str, items: list[str], unmasked: Mapping[str, str], standard: Catalogue) -> list[tuple[str, Cell]]:
    """Each item by name with what makes its cell of a row's key and value."""
    known = standard.items[dataset]
    return [(n, _cell(known[n], n in unmasked, standard)) for n in items]


def _cell(item: Item, open_: bool, standard: Catalogue) -> Cell:
    if item.protection != "plain" and not open_:
        return lambda key, value: covered(item, key, value)
    if item.protection == "sealed":
        return lambda key, value: (
            "" if value is None else open_item(item.dataset, key, item.name, bytes(value), sealer())
        )
    if item.data_type == "code":
        return lambda key, value: "" if value is None else standard.label(item.code_list, str(value)) or str(value)
    return lambda key, value: words(value) if isinstance(value, datetime) else _text(value)


def _text(value: Any) -> str:
    """As it is stored: private-use characters are not replaced, as they are on pages."""
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value)


def harmless(text: str) -> str:
    """Begun with an apostrophe where a spreadsheet would calculate (CWE-1236)."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text
