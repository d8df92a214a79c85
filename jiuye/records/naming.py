"""What a name is found, sorted and recognised by, and what its bearer was called before. Filled where rows are
staged, whatever the channel; when a name or number changes, the database adds the former one itself (migration
0012). Art. 10(3), 14(2)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from jiuye.lib import pinyin
from jiuye.lib.characters import folded
from jiuye.lib.identity import number_forms
from jiuye.lib.sealing import Sealer
from jiuye.records.added import KEY
from jiuye.standards.catalogue import Catalogue

# Columns beside the standard, or items the city has added, that tell what somebody was or is called elsewhere.
FORMER_NAMES = frozenset(
    ["曾用名", "原姓名", "其他姓名", "外文姓名", "外文名", "英文名", "原名", "原名称", "原单位名称", "单位曾用名",
     "曾用名称", "注册号", "原注册号", "营业执照注册号", "工商注册号", "原工商注册号"]
)  # fmt: skip
FORMER_NUMBERS = frozenset(
    ["原证件号码", "原证件号", "曾用证件号码", "其他证件号码", "原身份证号", "原身份证号码", "曾用身份证号", "原护照号",
     "原护照号码"]
)  # fmt: skip
COLUMNS = ("name_pinyin", "name_initials", "name_folded")
_SEVERAL = re.compile(r"[、,，;；/／|\n]")
_INDEX = re.compile("[0-9a-f]{32}")
_ANY = "|".join(sorted(FORMER_NAMES | FORMER_NUMBERS))


def named(dataset: str, frame: pl.DataFrame, catalogue: Catalogue, sealer: Sealer) -> pl.DataFrame:
    """The rows (items, `extra` as JSON text) with the columns of `models.base.Named`, where the dataset names a
    subject."""
    item = pinyin.NAMED[dataset][0] if dataset in pinyin.NAMED else ""
    if item not in frame.columns:
        return frame
    found_by = columns(dataset, frame.get_column(item).to_list())
    before = _formerly(dataset, frame.get_column("extra"), catalogue, sealer)
    return frame.with_columns(
        *(pl.Series(name, values, dtype=pl.String) for name, values in found_by.items()),
        pl.Series("formerly", before, dtype=pl.String),
    )


def columns(dataset: str, names: Sequence[str | None]) -> dict[str, list[str | None]]:
    """`COLUMNS` of these names of subjects, row by row."""
    compared = [None if name is None else folded(name) or None for name in names]
    return dict(zip(COLUMNS, (*pinyin.keys(dataset, compared), compared), strict=True))


def _formerly(dataset: str, extra: pl.Series, catalogue: Catalogue, sealer: Sealer) -> list[str]:
    labels = {i.name: i.label for i in catalogue.added(dataset) if i.label in FORMER_NAMES | FORMER_NUMBERS}
    wanted = "|".join([_ANY, *map(re.escape, labels)])
    some = extra.str.contains(wanted).fill_null(False)
    if not some.any():
        return ["[]"] * extra.len()
    return [
        json.dumps(former(json.loads(text), labels, sealer), ensure_ascii=False) if there else "[]"
        for text, there in zip(extra.to_list(), some.to_list(), strict=True)
    ]


def former(extra: Mapping[str, Any], labels: Mapping[str, str], sealer: Sealer) -> list[str]:
    """What a row's `extra` says its subject was called or numbered, each as it is looked for (`keys_of`)."""
    beside = {labels[n]: v for n, v in extra.get(KEY, {}).items() if n in labels}
    found: dict[str, None] = {}
    for heading, value in {**extra, **beside}.items():
        if heading in FORMER_NAMES | FORMER_NUMBERS and isinstance(value, str):
            for one in _SEVERAL.split(value):
                found |= dict.fromkeys(keys_of(one, sealer, number=heading in FORMER_NUMBERS))
    return list(found)


def keys_of(text: str, sealer: Sealer, *, number: bool) -> Iterator[str]:
    """How a former name, or (sealed) a former number in each of its forms, stands in `formerly`."""
    if number:
        yield from (index.hex() for index in number_indexes(text, sealer))
    elif name := folded(text):
        yield name


def told(formerly: Sequence[str]) -> list[str]:
    """The former names of a record in words; of former numbers only how many there are: they are sealed."""
    names = [one for one in formerly if not _INDEX.fullmatch(one)]
    numbers = len(formerly) - len(names)
    return [*names, f"另有 {numbers} 个证件号码"] if numbers else names


def number_indexes(number: str, sealer: Sealer) -> Sequence[bytes]:
    """The equality index of an identity number in each of its forms."""
    return [sealer.index(form, "identity") for form in number_forms(number)]
