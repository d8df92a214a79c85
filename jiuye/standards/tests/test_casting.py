"""Text into typed values: every kind of item, every fault, one row and many alike."""

import time
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiuye.standards.casting import SYSTEM_ITEMS, Cast, cast
from jiuye.standards.catalogue import Catalogue, Item


def item(name: str, kind: str = "string", **more: object) -> Item:
    base = Item(
        "person", name, name.upper(), "", kind, 20, "", "no", "", "", False,
        "public", "plain", "", "handling", "",
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


ITEMS = [
    item("name", max_length=5, required="yes"),
    item("note", max_length=None),
    item("sex", "code", code_list="sex", required="yes"),
    item("job", "code", code_list="occupation"),
    item("street", code_list="street"),
    item("free", "code", code_list="nowhere"),
    item("birth", "date"),
    item("at", "datetime"),
    item("count", "integer", max_length=4),
    item("wage", "decimal", max_length=(10, 2)),
    item("handler", required="yes"),
]
CATALOGUE = Catalogue(
    1,
    {"person": {i.name: i for i in ITEMS}},
    {"sex": {"1": "男", "2": "女"}, "street": {"371002001": "某街道"}},
    {},
    {},
    {"occupation": "^[1-8][0-9]{6}$", "street": "^[0-9]{9}([0-9]{3})?$"},
)
GOOD = {"name": "张三", "sex": "1", "handler": "h1"}


def one(**values: str | None) -> Cast:
    frame = pl.DataFrame([GOOD | values], schema_overrides=dict.fromkeys(values, pl.String))
    return cast(frame, "person", CATALOGUE)


def value(name: str, text: str) -> object:
    result = one(**{name: text})
    assert result.faults == []
    return result.frame.item(0, name)


def codes(name: str, text: str | None) -> list[str]:
    return [f.code for f in one(**{name: text}).faults if f.item == name]


@pytest.mark.parametrize(
    "text",
    ["1993-08-12", "1993/08/12", "1993/8/12", "19930812", "1993年8月12日", "1993年08月12日", "1993-8-12",
     "1993-08-12 00:00:00", "1993/8/12 0:00"],
)  # fmt: skip
def test_date_may_be_written_in_the_usual_ways(text: str) -> None:
    assert value("birth", text) == date(1993, 8, 12)


@pytest.mark.parametrize(
    "text",
    ["1993-02-30", "1993-13-01", "0000-01-01", "0000/1/1", "1993", "199308", "34193", "93-8-12",
     " 1993-08-12",
     "1993-08-12 ",
     "1993-08-12 08:00:00", "+1993-08-12", "１９９３-08-12", "1993-08-12\n", "不详",
     "1993/8-12"],
)  # fmt: skip
def test_what_is_no_date_is_null_and_keeps_its_text_in_the_fault(text: str) -> None:
    result = one(birth=text)
    assert result.frame.item(0, "birth") is None
    assert [(f.row_no, f.item, f.code, f.raw) for f in result.faults] == [(1, "birth", "I01", text)]
    assert "2024-03-15" in result.faults[0].message
    assert text not in result.faults[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-05 08:30:00", (2024, 1, 5, 8, 30)),
        ("2024/1/5 8:30", (2024, 1, 5, 8, 30)),
        ("2024-01-05T08:30:00", (2024, 1, 5, 8, 30)),
        ("2024-01-05", (2024, 1, 5, 0, 0)),
        ("20240105", (2024, 1, 5, 0, 0)),
    ],
)
def test_datetime_is_city_time(text: str, expected: tuple[int, int, int, int, int]) -> None:
    assert value("at", text) == datetime(*expected, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    "text",
    ["2024-01-05 24:00:00", "2024-02-30 08:00:00", "2024-01-05 08:30:00+08:00", "1986-05-04 02:30:00", "x"],
)
def test_what_is_no_datetime(text: str) -> None:
    assert codes("at", text) == ["I01"]


def test_integers() -> None:
    assert value("count", "12") == 12
    assert value("count", "-3") == -3
    assert value("count", "0007") == 7
    assert codes("count", "12.0") == ["I02"]
    assert codes("count", "1,234") == ["I02"]
    assert codes("count", "十二") == ["I02"]
    assert codes("count", "٣") == ["I02"]
    assert codes("count", "12345") == ["I03"]
    assert one(count="12345").frame.item(0, "count") == 12345
    assert codes("count", "9" * 30) == ["I02"]
    assert one(count="9" * 30).frame.item(0, "count") is None


def test_decimals_are_exact_and_never_rounded() -> None:
    assert value("wage", "1234.50") == Decimal("1234.50")
    assert value("wage", "-0.01") == Decimal("-0.01")
    assert value("wage", "+7") == Decimal("7.00")
    assert value("wage", "99999999.99") == Decimal("99999999.99")
    assert value("wage", "1234.5000") == Decimal("1234.50")
    assert codes("wage", "1234.567") == ["I02"]
    assert one(wage="1234.567").frame.item(0, "wage") is None
    assert codes("wage", "123456789.00") == ["I02"]
    assert "小数最多 2 位" in one(wage="1234.567").faults[0].message
    for text in ("1,234.50", "5.", ".5", "1e3", "NaN", "￥5", "5元"):
        assert codes("wage", text) == ["I02"]


def test_unknown_code_is_kept_with_a_fault() -> None:
    result = one(sex="3")
    assert result.frame.item(0, "sex") == "3"
    assert [(f.item, f.code, f.raw) for f in result.faults] == [("sex", "I04", "3")]


def test_codes_are_judged_exactly_as_written() -> None:
    assert codes("sex", " 1") == ["I04"]
    assert codes("sex", "１") == ["I04"]


def test_open_list_is_judged_by_its_pattern_and_a_list_not_known_not_at_all() -> None:
    assert codes("job", "4020801") == []
    assert codes("job", "402080") == ["I04"]
    assert codes("job", "4020801\n") == ["I04"]
    assert codes("street", "371002001") == codes("street", "371002999") == []
    assert codes("street", "环翠") == ["I04"]
    assert codes("free", "anything") == []


def test_too_long_text_is_kept_and_length_counts_characters() -> None:
    assert codes("name", "阿卜杜拉某") == []
    result = one(name="阿卜杜拉某某")
    assert [(f.code, f.raw) for f in result.faults] == [("I03", "阿卜杜拉某某")]
    assert result.frame.item(0, "name") == "阿卜杜拉某某"
    assert codes("note", "长" * 10_000) == []


@pytest.mark.parametrize("text", ["张\x00三", "张\x1b三", "张\x7f", "张\u202e三", "\ufeff张", "张\u200b三"])
def test_control_and_invisible_characters(text: str) -> None:
    assert codes("name", text) == ["I06"]


def test_line_breaks_and_markup_are_text() -> None:
    assert value("note", "一行\n二行\t三") == "一行\n二行\t三"
    for text in ("'; DROP TABLE person; --", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "  留白  "):
        assert value("note", text) == text


@pytest.mark.parametrize("text", [None, "", " ", "　", " \t\n "])
def test_white_space_alone_counts_as_null(text: str | None) -> None:
    result = one(name=text, birth=text)
    assert result.frame.item(0, "name") is None
    assert [(f.item, f.code) for f in result.faults] == [("name", "I05")]


def test_absent_column_of_a_required_item_is_a_fault_in_each_row_unless_the_system_fills_it() -> None:
    frame = pl.DataFrame({"name": ["甲", "乙"], "sex": ["1", "2"]})
    assert [(f.row_no, f.item, f.code) for f in cast(frame, "person", CATALOGUE).faults] == [
        (1, "handler", "I05"), (2, "handler", "I05"),
    ]  # fmt: skip
    assert cast(frame, "person", CATALOGUE, frozenset({"handler"})).faults == []
    assert "handler_id" in SYSTEM_ITEMS


def test_bad_value_of_a_required_item_is_not_missing_too() -> None:
    assert codes("sex", "9") == ["I04"]


def test_the_frame_has_every_item_typed_and_keeps_row_numbers_and_extra() -> None:
    frame = pl.DataFrame({"row_no": [7, 9], "name": ["甲", None], "extra": ['{"a": 1}', None], "other": ["x", "y"]})
    result = cast(frame, "person", CATALOGUE)
    assert result.frame.schema == {
        "row_no": pl.Int64, "name": pl.String, "note": pl.String, "sex": pl.String, "job": pl.String,
        "street": pl.String, "free": pl.String, "birth": pl.Date, "at": pl.Datetime("us", "Asia/Shanghai"),
        "count": pl.Int64, "wage": pl.Decimal(38, 2), "handler": pl.String, "extra": pl.String,
    }  # fmt: skip
    assert result.frame["row_no"].to_list() == [7, 9]
    assert [(f.row_no, f.item) for f in result.first(3)] == [(7, "sex"), (7, "handler"), (9, "name")]


def test_every_fault_says_cause_and_remedy() -> None:
    result = one(name="张\x00三三三三三", sex="9", birth="x", at="x", count="x", wage="1.234", handler=None)
    assert {f.code for f in result.faults} == {"I01", "I02", "I03", "I04", "I05", "I06"}
    for fault in result.faults:
        assert fault.message.startswith(f"“{fault.item.upper()}”")
        assert "请" in fault.message


def test_no_rows() -> None:
    result = cast(pl.DataFrame(schema={"row_no": pl.Int64, "name": pl.String}), "person", CATALOGUE)
    assert result.frame.height == 0
    assert result.faults == []


TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "1", "2", "3", "张三", "1993-08-12", "1993/8/12", "19930230", "2024-01-05 08:30:00", "12",
         "1.5",
         "1.555", "4020801", "371002001", "x\x00", "长" * 30,
         "0000-00-00", "-7"]
    ),
    st.text(max_size=8),
)  # fmt: skip
ROWS = st.fixed_dictionaries({i.name: TEXTS for i in ITEMS})


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=8))
def test_many_rows_are_judged_as_each_alone(rows: list[dict[str, str | None]]) -> None:
    schema = {i.name: pl.String for i in ITEMS}
    whole = cast(pl.DataFrame(rows, schema=schema), "person", CATALOGUE)
    for n, row in enumerate(rows, 1):
        single = pl.DataFrame([row], schema=schema).insert_column(0, pl.Series("row_no", [n]))
        alone = cast(single, "person", CATALOGUE)
        assert whole.frame.filter(pl.col("row_no") == n).equals(alone.frame)
        assert [f for f in whole.faults if f.row_no == n] == alone.faults


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_text_is_never_altered(row: dict[str, str | None]) -> None:
    result = cast(pl.DataFrame([row], schema={i.name: pl.String for i in ITEMS}), "person", CATALOGUE)
    for name in ("name", "note", "sex", "job", "free"):
        assert result.frame.item(0, name) in (row[name], None)


def test_ten_thousand_rows_in_well_under_a_second_and_one_in_milliseconds() -> None:
    frame = pl.DataFrame([GOOD | {"birth": "1993-08-12", "at": "2024-01-05 08:30:00", "wage": "5000.00"}])
    many = pl.concat([frame] * 10_000)
    cast(frame, "person", CATALOGUE)
    start = time.perf_counter()
    assert cast(many, "person", CATALOGUE).faults == []
    assert time.perf_counter() - start < 1
    start = time.perf_counter()
    for _ in range(20):
        cast(frame, "person", CATALOGUE)
    assert (time.perf_counter() - start) / 20 < 0.05
