"""转出: what does not conform does not leave, unless one asked and another let it. Art. 6(1)."""

from datetime import timedelta
from pathlib import Path

import pytest

from jiuye.collection import actions
from jiuye.front import demo
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.records.leaving import held_back, may_leave
from jiuye.records.models import Person, Waiver
from jiuye.records.waivers import approve_waiver, refuse_waiver, waive
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.clean import legacy, write

pytestmark = pytest.mark.article("6(1)")


@pytest.fixture(scope="module")
def flawed(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> list[Person]:
    """Inherited persons whose birth date is another than their number's, and one who conforms."""
    rows = legacy(5)
    for row in rows[:4]:
        row["birth_date"] = "1970-01-02"
    demo.order()
    file = write(Path(tmp_path_factory.mktemp("old")) / "person.csv", rows)
    done, _ = actions.inherit("person", file, by=demo.session_of("manager"), order_number=demo.ORDER)
    with scope(demo.session_of("manager")):
        return list(Person.objects.filter(submission_id=done.pk).order_by("row_no"))


def errors_of(record: Person, session: SessionOf) -> list[str]:
    with scope(session("manager")):
        return held_back([record], on=clock.today()).get(record.pk, [])


def test_an_error_keeps_a_record_here_and_a_waiver_lets_it_go(
    house: Instance, flawed: list[Person], session: SessionOf
) -> None:
    record, until = flawed[0], clock.today() + timedelta(days=30)
    broken = errors_of(record, session)
    assert "R004" in broken
    waiver = waive(record, broken, by=session("manager"), reason="法院调取，随附说明", valid_until=until)
    assert errors_of(record, session) == broken, "asked for is not granted"
    with refused(house, "J027", "records.approve_waiver"):
        approve_waiver(waiver, by=session("manager"))
    approve_waiver(waiver, by=session("manager2"), note="同意")
    assert errors_of(record, session) == []
    with scope(session("manager")):
        assert may_leave([record], on=clock.today())
        assert not may_leave([record], on=until + timedelta(days=1)), "until its day"
        assert not may_leave(flawed, on=clock.today()), "the others stay"
    assert entries(house, "records.approve_waiver", "done")[-1].subject_id == waiver.pk


def test_a_record_that_conforms_is_free_to_go(flawed: list[Person], session: SessionOf) -> None:
    with scope(session("manager")):
        assert may_leave([flawed[4]], on=clock.today()), flawed[4].verdicts


def test_a_waiver_names_what_was_broken_and_why_and_until_when(
    house: Instance, flawed: list[Person], session: SessionOf
) -> None:
    record, day = flawed[1], clock.today() + timedelta(days=1)
    for code, rules, reason, until in (
        ("J021", [], "法院调取数据", day), ("J021", ["R999"], "法院调取数据", day), ("J022", ["R004"], "急", day),
        ("J023", ["R004"], "法院调取数据", clock.today() - timedelta(days=1)),
        ("J023", ["R004"], "法院调取数据", clock.today() + timedelta(days=400)),
    ):  # fmt: skip
        with refused(house, code, "records.waive"):
            waive(record, rules, by=session("manager"), reason=reason, valid_until=until)
    with refused(house, "JY403", "records.waive"):
        waive(record, ["R004"], by=session("clerk2"), reason="法院调取数据", valid_until=day)


def test_a_refused_waiver_lets_nothing_go_and_is_decided_once(
    house: Instance, flawed: list[Person], session: SessionOf
) -> None:
    record, day = flawed[2], clock.today() + timedelta(days=1)
    waiver = waive(record, ["R004"], by=session("manager"), reason="法院调取数据", valid_until=day)
    with refused(house, "J025", "records.refuse_waiver"):
        refuse_waiver(waiver, by=session("manager2"), note=" ")
    refuse_waiver(waiver, by=session("manager2"), note="先更正")
    assert "R004" in errors_of(record, session)
    with refused(house, "J026", "records.approve_waiver"):
        approve_waiver(waiver, by=session("manager2"))
    with scope(session("manager")):
        assert Waiver.objects.get(pk=waiver.pk).state == "refused"
