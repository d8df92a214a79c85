"""Headers to items: three kinds of names, what is unknown, what is another dataset."""

import json
from pathlib import Path

import polars as pl
import pytest

from jiuye.collection.channels import BadFile, Known, map_headers
from jiuye.collection.tests.whole import arranged
from jiuye.standards.catalogue import DATASETS, load_files

CATALOGUE = load_files(1)


def refused(columns: list[str], dataset: str, mapping: str | None = None) -> BadFile:
    with pytest.raises(BadFile) as e:
        map_headers(columns, dataset, CATALOGUE, mapping)
    assert "请" in e.value.message
    return e.value


@pytest.mark.parametrize(
    "columns",
    [
        ["name", "id_number", "birth_date"],
        ["姓名", "证件号码", "出生日期"],
        ["AAC003", "aac147", " AAC006 "],
        ["ＮＡＭＥ", "*证件号码", "出生日期（必填）"],
        ["姓 名", "Id_Number", "出生\n日期"],
    ],
)
def test_a_header_may_be_english_chinese_or_a_code(columns: list[str]) -> None:
    mapping = map_headers(columns, "person", CATALOGUE)
    assert list(mapping.items.items()) == list(zip(columns, ["name", "id_number", "birth_date"], strict=True))
    assert mapping.aside == []
    assert mapping.notes == []


def test_full_width_parentheses_are_the_same() -> None:
    columns = ["单位名称", "统一社会信用代码", "登记（成立）日期"]
    assert map_headers(columns, "employer", CATALOGUE).items["登记（成立）日期"] == "registered_date"


@pytest.mark.parametrize("kind", ["name", "label"])
@pytest.mark.parametrize("dataset", DATASETS)
def test_every_item_is_found_by_its_names(dataset: str, kind: str) -> None:
    items = CATALOGUE.items[dataset]
    columns = [getattr(i, kind) for i in items.values()]
    assert list(map_headers(columns, dataset, CATALOGUE).items.values()) == list(items)


def test_unknown_columns_are_kept_aside_and_named() -> None:
    mapping = map_headers(["姓名", "证件号码", "出生日期", "星座"], "person", CATALOGUE)
    assert mapping.aside == ["星座"]
    assert [(n.code, n.column) for n in mapping.notes] == [("unknown_column", "星座")]


def test_a_code_of_two_items_is_not_guessed() -> None:
    items = dict(CATALOGUE.items["person"])
    twin = items["name"].__class__(**{**items["name"].__dict__, "name": "former_name", "label": "曾用名"})
    catalogue = CATALOGUE.__class__(
        1, {"person": items | {"former_name": twin}}, CATALOGUE.code_lists, {}, {}, CATALOGUE.open_lists
    )
    mapping = map_headers(["AAC003", "证件号码", "出生日期", "性别"], "person", catalogue)
    assert mapping.aside == ["AAC003"]
    assert mapping.notes[0].code == "ambiguous_column"
    assert "曾用名" in mapping.notes[0].message


def test_two_columns_of_one_item_are_refused() -> None:
    error = refused(["姓名", "name", "证件号码", "出生日期"], "person")
    assert error.code == "duplicate_header"
    assert "“姓名”和“name”" in error.message


@pytest.mark.parametrize("given", DATASETS)
@pytest.mark.parametrize("meant", DATASETS)
def test_the_wrong_dataset_is_named(given: str, meant: str) -> None:
    columns = list(CATALOGUE.items[given])
    if given == meant:
        assert len(map_headers(columns, meant, CATALOGUE).items) == len(columns)
        return
    error = refused(columns, meant)
    assert error.code == "wrong_dataset"
    assert f"“{DATASETS[given]}”" in error.message


def test_nothing_known() -> None:
    assert refused(["甲", "乙"], "person").code == "unknown_headers"


def test_a_short_file_of_the_right_dataset_passes() -> None:
    mapping = map_headers(["证件号码", "姓名"], "person", CATALOGUE)
    assert mapping.items == {"证件号码": "id_number", "姓名": "name"}


def test_named_mappings_are_for_their_own_dataset() -> None:
    assert refused(["企业名称"], "employer", "nobody").code == "unknown_mapping"
    assert refused(["企业名称"], "person", "market-regulation").code == "wrong_mapping"
    assert refused(["企业名称"], "employer", "market-regulation").code == "missing_columns"


def test_arranged_rows_keep_what_is_aside_and_tell_lost_zeros(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("姓名,证件号码,民族,星座\n甲,a,1,狮\n乙\x00,b,01,x\x00\n", encoding="utf-8")
    found = arranged(path, "person", CATALOGUE, known=Known.of(CATALOGUE, "person"))
    assert found.frame.columns == ["row_no", "name", "id_number", "ethnicity", "extra"]
    assert found.frame["ethnicity"].to_list() == ["1", "01"]
    assert [json.loads(t) for t in found.frame["extra"]] == [{"星座": "狮"}, {"星座": "x\ufffd"}]
    assert found.headers == {"name": "姓名", "id_number": "证件号码", "ethnicity": "民族"}
    assert [(f.row_no, f.column, f.code) for f in found.faults] == [(2, "星座", "F04")]
    assert [n.code for n in found.notes] == ["unknown_column", "zeros_lost"]


def test_no_column_aside_means_no_extra(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("name,id_number\n甲,a\n", encoding="utf-8")
    frame = arranged(path, "person", CATALOGUE).frame
    assert frame.equals(
        pl.DataFrame({"row_no": [1], "name": ["甲"], "id_number": ["a"], "extra": pl.Series([None], dtype=pl.String)})
    )
