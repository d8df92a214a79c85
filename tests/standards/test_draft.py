"""拟订: a draft is the exact difference from its base; what does not hold is refused in words. Art. 5."""

from typing import Any

import pytest

from jiuye.server.connect import Instance
from jiuye.standards import actions
from jiuye.standards.catalogue import load_files
from jiuye.standards.changing import rule_added, rule_changed
from jiuye.standards.models import Draft, Request
from tests.book import SessionOf, entries, refused
from tests.standards.steps import asked, drafted, item

pytestmark = pytest.mark.article("5")
BASE = load_files(1)


@pytest.fixture
def open_draft(house: Instance, session: SessionOf) -> Draft:
    for left in Draft.objects.filter(state="open"):
        actions.drop_draft(left, by=session("manager"), why="测试")
    return drafted(session)


def retired(code: str, heir: str, name: str = "marital_status") -> dict[str, str]:
    return {"do": "retire_code", "list": name, "code": code, "replaced_by": heir}


def rule(**changed: str) -> dict[str, Any]:
    told = {
        "dataset": "person", "dimension": "逻辑关系", "severity": "error", "description": "毕业早于出生",
        "expression": "graduation_date < birth_date", "message": "毕业日期早于出生日期，请核对。", "source": "威海市",
    }  # fmt: skip
    return rule_added(BASE, **told | changed)


def test_each_edit_is_on_file_and_the_draft_is_the_difference(
    house: Instance, session: SessionOf, open_draft: Draft
) -> None:
    by = session("manager")
    actions.change(open_draft, item(), by=by)
    actions.change(open_draft, rule(), by=by)
    assert entries(house, "standards.draft", "done")[-1].subject_id == open_draft.pk
    assert [c["do"] for c in open_draft.changes] == ["add_item", "add_rule"]
    longer = {"do": "change_item", "dataset": "person", "name": "skill_direction", "set": {"max_length": "60"}}
    actions.change(open_draft, longer, by=by)
    assert [c["do"] for c in open_draft.changes] == ["add_item", "add_rule"], "said once, as it now is"
    actions.take_back(open_draft, 1, by=by)
    assert [c["do"] for c in Draft.objects.get(pk=open_draft.pk).changes] == ["add_item"]


def test_what_another_change_relies_on_is_not_taken_back(
    house: Instance, session: SessionOf, open_draft: Draft
) -> None:
    by = session("manager")
    actions.change(open_draft, item(), by=by)
    actions.change(open_draft, rule(expression="placeholder(skill_direction)"), by=by)
    with refused(house, "S036", "standards.draft"):
        actions.take_back(open_draft, 0, by=by)
    assert len(Draft.objects.get(pk=open_draft.pk).changes) == 2


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("S010", item(dataset="nowhere")),
        ("S011", item(name="level")),  # one word: it might be SQL's
        ("S011", item(name="current_date")),
        ("S011", item(name="entry_id")),
        ("S013", item(name="birth_date")),
        ("S013", item(name="id_number_form")),  # the facts beside a sealed item
        ("S013", item(label="姓名")),
        ("S012", item(label=" ")),
        ("S014", item(data_type="file")),
        ("S015", item(sensitivity="sealed")),
        ("S037", item(data_type="code", max_length="", code_list="no_such_list")),
        ("S038", item(max_length="0")),
        ("S038", item(data_type="decimal", max_length="4,9")),
        ("S041", item(required="conditional")),
        ("S036", item(required="conditional", condition="no_such = '1'", condition_zh="某种情况")),
        ("S018", {"do": "change_item", "dataset": "person", "name": "no_such", "set": {"required": "yes"}}),
        ("S039", {"do": "change_item", "dataset": "person", "name": "id_number", "set": {"max_length": "18"}}),
        ("S019", {"do": "change_item", "dataset": "person", "name": "name", "set": {"required": "yes"}}),
        ("S024", {"do": "add_code", "list": "sex", "code": "1", "label": "男"}),
        ("S021", {"do": "add_code", "list": "occupation", "code": "1", "label": "无"}),
        ("S025", retired("99999", "")),
        ("S026", retired("10", "99999")),
        ("S036", rule(expression="pg_sleep(9) is null")),
        ("S036", rule(expression="id_number = '1'")),
        ("S036", rule(expression="name; drop table x")),
        ("S032", rule(message="")),
        ("S028", rule_changed(BASE, "R999", expression="name is null")),
        ("S033", rule_changed(BASE, "R001", expression="")),
        ("S034", {"do": "set_parameter", "name": "no_such", "value": "1"}),
        ("S035", {"do": "set_parameter", "name": "hire_register_days", "value": "soon"}),
    ],
)
def test_refused_and_nothing_is_left_of_it(
    house: Instance, session: SessionOf, open_draft: Draft, code: str, change: dict[str, Any]
) -> None:
    with refused(house, code, "standards.draft"):
        actions.change(open_draft, change, by=session("manager"))
    assert Draft.objects.get(pk=open_draft.pk).changes == []


def test_only_the_drafter_edits(house: Instance, session: SessionOf, open_draft: Draft) -> None:
    with refused(house, "S064", "standards.draft"):
        actions.change(open_draft, item(), by=session("manager2"))


def test_one_draft_at_a_time(house: Instance, session: SessionOf, open_draft: Draft) -> None:
    with refused(house, "S060", "standards.draft"):
        drafted(session, by="manager2")


def test_a_dropped_draft_lets_its_requests_wait_again(house: Instance, session: SessionOf, open_draft: Draft) -> None:
    from jiuye.parties.sessions import scope

    wish, by = asked(session), session("manager")
    actions.take_requests(open_draft, [wish], by=by)
    with scope(by):
        assert Request.objects.get(pk=wish.pk).state == "taken"
    with refused(house, "S054", "standards.draft"):
        actions.take_requests(open_draft, [wish], by=by)
    with refused(house, "S064", "standards.drop_draft"):
        actions.drop_draft(open_draft, by=session("manager2"), why="不用了")
    actions.drop_draft(open_draft, by=by, why="不用了")
    with scope(by):
        assert Request.objects.get(pk=wish.pk).state == "asked"
    with refused(house, "S063", "standards.draft"):
        actions.change(open_draft, item(), by=by)
