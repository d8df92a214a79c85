"""申请导出: what, why, for whom, in bands; no condition over what is covered. Art. 10(3), 11."""

from datetime import timedelta
from typing import Any

import pytest

from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.records.leaving import held_back
from jiuye.server.connect import Instance
from jiuye.standards.queries import catalogue
from jiuye.usage.exports import rules, selection
from jiuye.usage.exports.models import Export
from jiuye.usage.exports.selection import Clause
from tests.book import SessionOf, entries, refused
from tests.journeys.test_api import Caller, is_refusal
from tests.usage.exports.steps import HERE, people, requested, town

pytestmark = pytest.mark.article("10(3)")


@pytest.fixture(scope="module", autouse=True)
def on_file(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> None:
    from jiuye.front.demo import session_of

    town(tmp_path_factory.mktemp("town"), session_of, faults=0.2)


def test_what_is_asked_for_is_on_file_and_counted_in_bands(house: Instance, session: SessionOf) -> None:
    export = requested(session, unmasked={"mobile_phone": "要逐人打电话核实"})
    mine = people(session, "clerk2")
    assert export.state == "requested"
    assert export.places == [HERE]
    assert export.band == rules.band(len(mine))
    with scope(session("clerk2")):
        assert export.held_band == rules.band(len(held_back(mine, on=clock.today())))
    assert str(len(mine)) not in (export.band, export.held_band)
    told = entries(house, "usage.request_export", "done")[-1]
    assert (told.subject_id, told.why) == (export.pk, export.reason)


@pytest.mark.article("6(1)")
def test_counting_what_may_not_leave_agrees_with_the_guard(house: Instance, session: SessionOf) -> None:
    every = people(session, "manager")
    with scope(session("manager")):
        text = selection.query("person", "", [*selection.PLACES], catalogue(), clock.now())
        assert selection.count("person", text, clock.today()) == (len(every), len(held_back(every, on=clock.today())))


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("U017", {"dataset": "staff"}), ("U001", {"items": []}), ("U001", {"items": ["name", "name"]}),
        ("U001", {"items": ["name", "verdicts"]}), ("U002", {"unmasked": {"remarks": "平时就不遮盖"}}),
        ("U003", {"unmasked": {"id_number": "要"}}), ("U004", {"purpose": "99"}), ("U005", {"reason": "看"}),
        ("U006", {"recipient": ""}), ("U007", {"destroy_on": None}),
        ("U007", {"destroy_on": clock.today() + timedelta(days=900)}), ("U008", {"format": "docx"}),
        ("U018", {"places": ["371003"]}), ("U018", {"places": [HERE, "371003"]}),
    ],
)  # fmt: skip
def test_what_is_missing_is_refused(
    house: Instance, session: SessionOf, code: str, changed: dict[str, Any]
) -> None:
    with refused(house, code, "usage.request_export"):
        requested(session, **changed)
    assert not [e for e in entries(house, "usage.request_export", "done") if e.why == "看"]


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("U013", {"clauses": [Clause("id_number", "some")]}), ("U013", {"clauses": [Clause("name", "eq", "丛军")]}),
        ("U013", {"expression": "name = '丛军'"}), ("U013", {"expression": "match(name, '丛')"}),
        ("U013", {"expression": "fact(id_number, 'sex') = '1'"}), ("U013", {"expression": "id_number is null"}),
        ("U013", {"expression": "remarks is null or sex = '1'"}),
        ("U016", {"expression": "exists(select 1 from person d where d.remarks = self.remarks)"}),
        ("U016", {"expression": "ref(person, 'GR0001', residence_street) = '371002001'"}),
        ("U016", {"expression": "verdicts is null"}), ("U016", {"expression": "1 = 1) or (true"}),
        ("U016", {"expression": "remarks = '1'; drop table jiuye.usage_export"}),
        ("U016", {"expression": "(select id_number from jiuye.records_person) is null"}),
        ("U016", {"expression": "pg_sleep(10) is null"}), ("U016", {"expression": "merged_into_person_id ||"}),
        ("U012", {"clauses": [Clause("nothing", "eq", "1")]}), ("U012", {"clauses": [Clause("remarks", "like", "%")]}),
        ("U014", {"clauses": [Clause("valid_flag", "eq", "7")]}),
    ],
)  # fmt: skip
def test_nobody_filters_by_what_he_may_not_see(
    house: Instance, session: SessionOf, code: str, changed: dict[str, Any]
) -> None:
    for who in ("clerk2", "manager"):
        with refused(house, code, "usage.request_export"):
            requested(session, by=who, **changed)


def test_a_condition_of_lines_and_of_the_rule_language(house: Instance, session: SessionOf) -> None:
    clauses = [Clause("valid_flag", "eq", "1"), Clause("remarks", "ne", "它's \"%s\" --")]
    export = requested(session, by="manager", clauses=clauses, expression="channel is not null")
    assert export.condition == (
        "(valid_flag = '1' and remarks <> '它''s \"%s\" --') and (channel is not null)"
    )
    told = selection.said(export.condition, catalogue().items["person"])
    assert told == "(有效标志等于'1'且备注不等于'它''s \"%s\" --')且(采集渠道为非空)"
    with scope(session("manager")):
        rows, _ = selection.count("person", export.query, clock.today())
        assert rows == 0  # nobody has remarks: an empty operand never makes a condition hold
    assert export.band == "不足 20"


def test_other_posts_and_citizens_do_not_ask(house: Instance, session: SessionOf) -> None:
    for who in ("supervisor", "technician", "usage2"):
        with refused(house, "JY403", "usage.request_export"):
            requested(session, by=who)


def test_a_district_sees_its_own_requests_only(house: Instance, session: SessionOf) -> None:
    export = requested(session)
    with scope(session("outsider")):
        assert not Export.objects.filter(pk=export.pk).exists()


def test_bands_never_tell_a_small_count() -> None:
    assert {rules.band(n) for n in range(20)} == {"不足 20"}
    assert (rules.band(20), rules.band(99), rules.band(1_000_000)) == ("20–99", "20–99", "1,000,000 以上")


def test_through_the_api_it_is_the_same(house: Instance, session: SessionOf) -> None:
    told = {
        "dataset": "person", "items": ["name", "remarks"], "purpose": "02", "reason": "季度报表分析用",
        "recipient": "统计股", "destroy_on": str(clock.today() + timedelta(days=9)),
        "clauses": [{"item": "valid_flag", "sign": "eq", "value": "1"}],
    }  # fmt: skip
    status, made = Caller("clerk2").post("/exports", told)
    assert (status, made["state"], made["rows"]) == (200, "requested", None)
    assert Caller("clerk2").get(f"/exports/{made['export']}")[1] == made
    for who in ("outsider", "reviewer2"):
        assert Caller(who).get(f"/exports/{made['export']}")[0] == 404
    status, body = Caller("clerk2").post("/exports", told | {"expression": "name = '丛军'"})
    assert (status, is_refusal(body, "U013")) == (422, True)
    assert Caller("usage2").post("/exports", told)[0] == 403
