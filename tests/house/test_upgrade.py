"""An earlier build's database comes up with this one: what is missing is added under acts and told, what the city
decided stands, what was published is not touched. Art. 5, 8, 9(2).

The database is this build's with taken out, by the superuser and beside all guards, what an earlier build did not know
yet: rules, parameters, flows and codes of version 1, accounts of the demo, what names are found by, where
matters stand. Databases made by builds of November 2026 were brought up by hand as well; the two that did not come up
left their traces in the migrations standards 0002, records 0018 and collection 0020."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from jiuye import __version__
from jiuye.front import installation
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.models import Account
from jiuye.parties.sessions import scope
from jiuye.records import queries
from jiuye.records.models import Person, Proceeding
from jiuye.server.connect import Instance
from jiuye.standards import actions, in_force
from jiuye.standards.catalogue import load_files
from jiuye.standards.changes import difference
from jiuye.standards.models import Draft, Version
from tests.book import asked, entries, refused
from tests.handling.steps import filed, unemployed
from tests.standards.steps import drafted, item

pytestmark = [pytest.mark.article("5"), pytest.mark.article("8"), pytest.mark.article("9(2)")]
EARLIER = """
delete from standards_rule where rule_id = 'R004';
update standards_rule set expression = 'sex is null' where rule_id = 'R003';
update standards_parameter set label = '旧名' where name = 'bulk_query_limit';
delete from standards_parameter where name = 'kiosk_idle_seconds';
delete from standards_flow;
delete from standards_item where dataset = 'vacancy';
delete from standards_code where code_list_id in (select id from standards_codelist where name = 'device_kind');
update records_person set name_folded = null, name_pinyin = null, name_initials = null;
delete from parties_account where name in ('archivist', 'reviewer3');
delete from records_proceeding;
set constraints all immediate;
"""
TABLES = (
    "standards_rule", "standards_parameter", "standards_flow", "standards_item", "standards_code", "records_person",
    "parties_account", "records_proceeding",
)  # fmt: skip


@pytest.fixture(scope="module")
def earlier(house: Instance) -> Iterator[Instance]:
    """A person on file, a matter of his, a draft of the city published (due in an hour), another open; then back to an
    earlier build."""
    unemployed(filed(name="单晓芳")[1])
    words = {"do": "change_rule", "rule_id": "R006", "set": {"message": "请按市里的口径核对。"}}
    soon = clock.now() + timedelta(hours=1)
    actions.publish(drafted(session_of, words), by=session_of("manager2"), effective_from=soon)
    drafted(session_of, item(name="skill_grade", label="技能等次"))
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("set search_path = jiuye")
        for table in TABLES:
            db.execute(f"alter table {table} disable trigger user".encode())
        db.execute(EARLIER.encode())
        for table in TABLES:
            db.execute(f"alter table {table} enable trigger user".encode())
            for guard in ("insert", "update", "delete", "truncate"):
                db.execute(f"alter table {table} enable always trigger guard_{guard}".encode())
        # The accounts' holders stay, as people who have left.
        db.execute("alter table parties_staff disable trigger user")
        gone = "set staff_no = 'F' || staff_no, left_on = enrolled_on where staff_no in ('ARCHIVIST', 'REVIEWER3')"
        db.execute(f"update parties_staff {gone}".encode())
        db.execute("alter table parties_staff enable trigger user")
        for guard in ("insert", "update", "delete", "truncate"):
            db.execute(f"alter table parties_staff enable always trigger guard_{guard}".encode())
    in_force._catalogue.cache_clear()
    yield house
    in_force._catalogue.cache_clear()


@pytest.fixture(scope="module")
def told(earlier: Instance) -> list[str]:
    """What the first start of this build says."""
    said: list[str] = []
    installation.furnish(earlier, demo=True, say=said.append)
    return said


def test_it_says_what_it_did(told: list[str]) -> None:
    assert [line.split("：")[0] for line in told] == [
        "第 3 版标准（接第 1 版）", "第 4 版标准（接第 2 版）", "补建姓名和拼音索引 个人", "补立办理 失业登记",
        "演示账号 2 个",
    ]  # fmt: skip
    assert "规则 2、参数 2、流转" in told[0]
    assert told[1].endswith("市里发布过的 规则 1 照市里的不变")


def test_the_house_s_facts_are_a_version_and_the_old_one_is_as_it_was(earlier: Instance, told: list[str]) -> None:
    first, now = in_force.catalogue_of(1), in_force.catalogue()
    assert "R004" not in first.rules
    assert first.rules["R003"].expression == "sex is null"
    assert now.version == 3
    assert difference(now, load_files()) == []
    assert [e.why for e in entries(earlier, "standards.renew", "done")] == [f"程序 {__version__}"]


def test_what_the_city_decided_stands(told: list[str]) -> None:
    later, ours = in_force.catalogue_of(4), load_files()
    assert later.rules["R006"].message == "请按市里的口径核对。"
    assert [c["rule_id"] for c in difference(later, ours)] == ["R006"]
    begins = dict(Version.objects.values_list("number", "effective_from"))
    assert begins[2] < begins[4] < begins[2] + timedelta(seconds=1)


def test_an_open_draft_goes_on_from_the_newest(told: list[str]) -> None:
    draft = Draft.objects.get(state="open")
    assert (draft.base, [c["name"] for c in draft.changes]) == (4, ["skill_grade"])
    actions.change(draft, item(name="skill_field", label="技能领域"), by=session_of("manager"))
    made = actions.publish(draft, by=session_of("manager2"), effective_from=clock.now() + timedelta(hours=2))
    assert in_force.catalogue_of(made.number).rules["R006"].message == "请按市里的口径核对。"


def test_names_are_found_again(earlier: Instance, told: list[str]) -> None:
    by = session_of("clerk2")
    with scope(by):
        for text in ("sxf", "单晓"):
            found = queries.look_up(text, by=by).records
            assert [r.name for r in found if isinstance(r, Person)] == ["单晓芳"]
        assert list(Person.objects.values_list("formerly", flat=True)) == [[]]
    assert [e.why for e in entries(earlier, "records.index_names", "done")] == ["1 行"]
    assert asked(earlier, "select op from history.version v where tbl = 'records_person'") == "u"


def test_matters_begin_where_their_records_say(earlier: Instance, told: list[str]) -> None:
    with scope(session_of("manager")):
        held = Proceeding.objects.get()
    assert (held.state, held.begun_as, held.begun_on) == ("registered", "registered", clock.today())
    assert held.collected_by_id == session_of("clerk2").staff_id
    assert [e.why for e in entries(earlier, "records.begin", "done")] == ["unemployment_registration 1 行"]


def test_the_new_accounts_are_there_and_the_old_as_they_were(told: list[str]) -> None:
    assert {"archivist", "reviewer3", "clerk"} <= set(Account.objects.values_list("name", flat=True))


def test_the_next_start_has_nothing_to_do(earlier: Instance, told: list[str]) -> None:
    said: list[str] = []
    before = len(entries(earlier, "standards.renew"))
    installation.furnish(earlier, demo=True, say=said.append)
    assert said == []
    assert len(entries(earlier, "standards.renew")) == before


@pytest.mark.parametrize("who", ["manager", "manager2", "technician"])
def test_nobody_but_the_machine_does_it(earlier: Instance, who: str) -> None:
    for name in ("standards.renew", "records.index_names", "records.begin"):
        with refused(earlier, "JY403", name), act(name, by=session_of(who)):
            pass
