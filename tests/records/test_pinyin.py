"""Names are found by initials and by pinyin, and sorted so, whatever the channel they came by. Art. 10(3)."""

import polars as pl
import pytest

from jiuye.collection import actions as collection
from jiuye.lib import pinyin
from jiuye.parties.sessions import Session, scope
from jiuye.records import queries
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.clean import legacy, person, write
from tests.collection.steps import order

pytestmark = pytest.mark.article("10(3)")


@pytest.mark.parametrize(
    ("name", "read", "short"),
    [
        ("单晓芳", "shan xiao fang", "sxf"), ("曾国强", "zeng guo qiang", "zgq"), ("解海涛", "xie hai tao", "xht"),
        ("仇英", "qiu ying", "qy"), ("查良庸", "zha liang yong", "zly"), ("朴正浩", "piao zheng hao", "pzh"),
        ("尉迟恭", "yu chi gong", "ycg"), ("单于琼", "chan yu qiong", "cyq"), ("欧阳修", "ou yang xiu", "oyx"),
        ("吕梦", "lv meng", "lm"), ("买买提·艾力", "mai mai ti ai li", "mmtal"), ("单", "dan", "d"),
        ("Anna-Maria Kim", "anna maria kim", "amk"), ("王A", "wang a", "wa"), ("··", None, None), ("", None, None),
        (None, None, None),
    ],
)  # fmt: skip
def test_a_person_s_surname_has_the_surname_s_reading(name: str | None, read: str | None, short: str | None) -> None:
    assert pinyin.keys("person", [name]) == ([read], [short])


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("威海银行", "wei hai yin hang"),
        ("重庆火锅店", "chong qing huo guo dian"),
        ("安达会计师事务所", "an da kuai ji shi shi wu suo"), ("ABC123超市", "abc123 chao shi"),
    ],
)  # fmt: skip
def test_an_employer_s_name_is_read_by_its_words(name: str, read: str) -> None:
    assert pinyin.keys("employer", [name])[0] == [read]


def test_what_is_typed_without_gaps_is_cut_into_syllables() -> None:
    assert pinyin.readings("chenjiax")[0] == "chen jia x"
    assert set(pinyin.readings("xian")) >= {"xian", "xi an"}
    assert pinyin.readings("chen jia")[0] == "chen jia"
    assert pinyin.readings("zxcv") == []
    assert len(pinyin.readings("xian" * 25)) <= 16
    assert pinyin.readings("xian" * 25 + "vv") == []  # and that at once


@pytest.fixture(scope="module")
def named(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """One by the window, one by a file, one inherited; all of Huancui. And one elsewhere."""
    from jiuye.front.demo import session_of as session

    folder = tmp_path_factory.mktemp("named")
    reviewer = session("reviewer2")
    collection.accept(collection.submit("person", person(name="单晓芳"), by=session("clerk2")), by=reviewer)
    file = write(folder / "new.csv", [person(name="单小飞"), person(name="沈雪峰")])
    collection.accept(collection.import_batch("person", file, by=session("clerk2"))[0], by=reviewer)
    order(session, "PY-1")
    old = [row | {"name": "山西福", "agency_code": "37100201"} for row in legacy(1)]
    collection.inherit("person", write(folder / "old.csv", old), by=session("manager"), order_number="PY-1")
    away = collection.submit("person", person(name="单雪凤"), by=session("outsider"))
    collection.accept(away, by=session("outreviewer"))
    return ["单晓芳", "单小飞", "沈雪峰", "山西福"]


def looked(text: str, by: Session) -> list[str]:
    with scope(by):
        return [r.name or "" for r in queries.look_up(text, by=by).records if isinstance(r, Person)]


def test_every_channel_leaves_the_same_keys(house: Instance, session: SessionOf, named: list[str]) -> None:
    by = session("clerk2")
    assert looked("sxf", by) == ["山西福", "单晓芳", "单小飞", "沈雪峰"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("SXF", 4), ("shanxiao", 2), ("shan xiao", 2), ("shanxiaofei", 1), ("shanx", 3), ("shenxuefeng", 1), ("dan", 0),
        ("shan'x", 3),
    ],
)  # fmt: skip
def test_found_by_initials_or_pinyin_from_the_start(
    house: Instance, session: SessionOf, named: list[str], typed: str, found: int
) -> None:
    assert len(looked(typed, session("clerk2"))) == found


def test_another_district_s_people_are_not_found(house: Instance, session: SessionOf, named: list[str]) -> None:
    assert looked("sxf", session("outsider")) == ["单雪凤"]
    assert len(looked("sxf", session("manager"))) == 5


def test_a_list_of_names_is_sorted_by_pinyin(house: Instance, session: SessionOf, named: list[str]) -> None:
    assert looked("单", session("manager")) == ["单晓芳", "单小飞", "单雪凤"]


def test_a_hundred_thousand_names_take_no_time_worth_naming() -> None:
    names = pl.Series(["王建国", "单晓芳", "李雪梅", "欧阳文静"] * 25_000).to_list()
    assert len(pinyin.keys("person", names)[0]) == 100_000
