"""The market-regulation extract becomes employers; what it does not settle stays open."""

import json
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from jiuye.collection.channels.capital import parse_capital
from jiuye.collection.channels.mappings.market_regulation import (
    COLUMNS,
    MAPPING,
    TYPES,
    division,
    employer_types,
)
from jiuye.collection.tests import whole
from jiuye.standards.casting import cast
from jiuye.standards.catalogue import load_files

CATALOGUE = load_files(1)
SHARED = Path(__file__).parents[4] / "shared" / "data" / "weihai-employers-1980-2000.csv"


def arranged(path: Path) -> whole.Whole:
    return whole.arranged(path, "employer", CATALOGUE, MAPPING.name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("84万人民币", ("840000", "CNY")),
        ("200万元人民币", ("2000000", "CNY")),
        ("0.5万人民币元", ("5000", "CNY")),
        ("5(万美元)", ("50000", "USD")),
        ("5（万美元）", ("50000", "USD")),
        ("1,234.56(万元人民币)", ("12345600", "CNY")),
        ("1,200(万元)", ("12000000", "CNY")),
        ("12.3456789 万港元", ("123456.789", "HKD")),
        ("人民币 300 万元", ("3000000", "CNY")),
        ("２００万元", ("2000000", "CNY")),
        ("1.2亿日元", ("120000000", "JPY")),
        ("500元", ("500", "CNY")),
        ("0万人民币", ("0", "CNY")),
    ],
)
def test_capital(text: str, expected: tuple[str, str]) -> None:
    found = parse_capital(text)
    assert found is not None
    assert (str(found[0]), found[1]) == expected
    assert isinstance(found[0], Decimal)


@pytest.mark.parametrize(
    "text",
    [None, "", "N/A", "5(万)", "万元", "-5万元", "1,23万元", "10万美元人民币", "约10万元",
     "10万元以上", "1e3万元"],
)  # fmt: skip
def test_capital_that_is_not_clear(text: str | None) -> None:
    assert parse_capital(text) is None


def test_types_lie_in_the_code_lists() -> None:
    for employer_type, economic_type in TYPES.values():
        assert employer_type in CATALOGUE.code_lists["employer_type"]
        assert economic_type is None or economic_type in CATALOGUE.code_lists["economic_type"]
    assert employer_types("集体分支机构（非法人）") == ("10", "120")
    assert employer_types("个体工商户") == ("90", "175")
    assert employer_types("未见过的类型") == employer_types(None) == (None, None)


@pytest.mark.parametrize(
    ("code", "address", "expected"),
    [
        ("91371082XXXXXXXXXX", "荣成市某路", "371082"),
        ("91371081XXXXXXXXXX", "文登市某路", "371003"),
        ("91371002XXXXXXXXXX", "经济技术开发区某路", "371002"),
        ("91371000XXXXXXXXXX", "威海市环翠区某路", "371002"),
        ("91371000XXXXXXXXXX", "威海市高区某路", "371071"),
        ("91371000XXXXXXXXXX", "威海火炬高技术产业开发区某路", "371071"),
        ("91371000XXXXXXXXXX", "威海经济技术开发区某路", "371072"),
        ("91371000XXXXXXXXXX", "威海临港经济技术开发区某路", "371073"),
        ("91371000XXXXXXXXXX", "乳山市经济技术开发区某路", "371083"),
        ("91371000XXXXXXXXXX", "某路1号", "371000"),
        ("91370000XXXXXXXXXX", "文登市某路", "371003"),
        ("91370000XXXXXXXXXX", "某路1号", None),
        ("9110", None, None),
        (None, None, None),
    ],
)
def test_division(code: str | None, address: str | None, expected: str | None) -> None:
    assert division(code, address) == expected
    assert expected is None or expected in CATALOGUE.code_lists["division"]


def test_rows_become_employers(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    rows = [
        ["甲厂", "91371098000000001X", "1990-01-02", "集体所有制", "84万人民币", "百货", "山东", "威海",
         "文登市某路"],
        ["乙社", "91371082000000002X", "1991-03-04", "N/A", "5(万)", "N/A", "山东", "威海", "N/A"],
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=list(COLUMNS), orient="row").with_columns(备考=pl.Series(["x", None]))
    frame.write_csv(path, include_bom=True)
    found = arranged(path)
    assert found.frame.drop("extra").rows(named=True) == [
        {"row_no": 1, "employer_name": "甲厂", "uscc": "91371098000000001X", "registered_date": "1990-01-02",
         "employer_type": "10", "economic_type": "120", "division_code": "371003", "address": "文登市某路"},
        {"row_no": 2, "employer_name": "乙社", "uscc": "91371082000000002X", "registered_date": "1991-03-04",
         "employer_type": None, "economic_type": None, "division_code": "371082", "address": None},
    ]  # fmt: skip
    first, second = (json.loads(t) for t in found.frame["extra"])
    assert first == {
        "business_scope": "百货", "registered_capital_text": "84万人民币", "registered_capital": "840000",
        "registered_capital_currency": "CNY", "source_employer_type": "集体所有制", "province": "山东",
        "city": "威海", "备考": "x",
    }  # fmt: skip
    assert second["registered_capital_text"] == "5(万)"
    assert second["registered_capital_unclear"] is True
    assert "registered_capital" not in second
    assert [n.column for n in found.notes] == ["备考"]
    assert found.headers["employer_name"] == "企业名称"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared extract is not beside the repository")
def test_the_real_extract() -> None:
    found = arranged(SHARED)
    frame = found.frame
    assert frame.height == 2_075
    assert found.faults == []
    extra = [json.loads(t) for t in frame["extra"]]
    assert frame["economic_type"].is_not_null().sum() == 2_075 - 1_803
    assert frame["division_code"].null_count() < 10
    stated = [e for e in extra if "registered_capital_text" in e]
    assert len(stated) == 2_075 - 241
    assert sum("registered_capital" in e for e in stated) > 0.99 * len(stated)
    assert all(("registered_capital" in e) != ("registered_capital_unclear" in e) for e in stated)
    faults = cast(frame, "employer", CATALOGUE).found.filter(pl.col("code") != "I05")
    assert faults.height == 0
