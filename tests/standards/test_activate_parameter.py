"""参数生效: by another person, from its day on in every process; what is settled is final. Art. 2(3), 9(1), 9(3)."""

from datetime import timedelta

import pytest

from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.quality.effect import effect
from jiuye.server.connect import Instance
from jiuye.standards import actions
from jiuye.standards.parameters.models import ParameterValue
from jiuye.standards.parameters.rules import may_begin
from jiuye.standards.queries import catalogue, catalogue_at
from tests.book import SessionOf, entries, refused
from tests.standards.steps import later
from tests.standards.test_set_parameter import wage

pytestmark = pytest.mark.article("9(1)")


def test_the_value_follows_its_day_and_place(house: Instance, session: SessionOf) -> None:
    city = wage(session, "manager", value="2100", begins=clock.today())
    actions.activate_parameter(city, by=session("manager2"))
    own = wage(session, value="2200")
    actions.activate_parameter(own, by=session("manager"))
    assert (city.version, own.version) == (1, 1)
    known = catalogue().parameters["minimum_wage"]
    day = clock.today()
    assert known.value == known.on(day, "371002") == "2100"
    assert [known.on(day + timedelta(days=1), p) for p in ("371002", "371082")] == ["2200", "2100"]
    assert known.on(day - timedelta(days=1), "371002") == "2010"  # the default of the version
    with later(days=1):
        assert catalogue().parameters["minimum_wage"].on(clock.today(), "371002") == "2200"
    assert entries(house, "standards.activate_parameter", "done")[-1].subject_id == own.pk


def test_what_was_known_at_a_moment_stays_known(session: SessionOf) -> None:
    """An inspection of a snapshot is computed again by the values of its moment."""
    before, version = clock.now(), catalogue().version
    city = wage(session, "manager", name="max_headcount", value="900", begins=clock.today())
    actions.activate_parameter(city, by=session("manager2"))
    assert catalogue_at(version, before).parameters["max_headcount"].value == "1000"
    assert catalogue_at(version).parameters["max_headcount"].value == "900"


def test_not_by_oneself(house: Instance, session: SessionOf) -> None:
    made = wage(session, "manager", name="hire_register_days", value="20")
    with refused(house, "S076", "standards.activate_parameter"):
        actions.activate_parameter(made, by=session("manager"))


def test_not_by_a_district_for_the_city(house: Instance, session: SessionOf) -> None:
    made = wage(session, "manager", name="end_register_days", value="20")
    with refused(house, "JY403", "standards.activate_parameter"):
        actions.activate_parameter(made, by=session("admin"))


def test_a_day_that_has_passed_meanwhile() -> None:
    """Asked again when it is activated, by the act's own clock; the database holds the same (begins_when_activated)."""
    assert may_begin(clock.today() - timedelta(days=1), clock.today()).code == "S073"
    assert may_begin(clock.today(), clock.today())


def test_two_values_of_one_day_are_one_too_many(house: Instance, session: SessionOf) -> None:
    actions.activate_parameter(wage(session, "manager", name="short_spell_days", value="80"), by=session("manager2"))
    second = wage(session, "manager", name="short_spell_days", value="70")
    with refused(house, "S078", "standards.activate_parameter"):
        actions.activate_parameter(second, by=session("manager2"))


def test_the_database_keeps_what_was_settled(session: SessionOf) -> None:
    """Within the act itself, by a hand of our own: neither the value nor its answer can change any more."""
    made = wage(session, name="bulk_query_limit", value="50")
    made.value = "9999"
    assert _put(made, "standards.activate_parameter", session("manager")) == "JY409"
    made.refresh_from_db()
    actions.activate_parameter(made, by=session("manager"))
    made.state, made.version, made.settled_by, made.settled_at = "set", None, None, None
    assert _put(made, "standards.set_parameter", session("admin")) == "JY409"


def test_another_district_cannot_write_for_it(session: SessionOf) -> None:
    """A district's administrator puts a value of another district, past our own rules."""
    made = wage(session, name="bulk_query_limit", value="40", begins=clock.today() + timedelta(days=9))
    actions.refuse_parameter(made, "另行研究", by=session("manager"))
    forged = ParameterValue(
        name="bulk_query_limit", district="371082", value="9", effective_from=made.effective_from, basis="文号",
        reason="越界", set_by_id=made.set_by_id, set_at=made.set_at,
    )  # fmt: skip
    assert _put(forged, "standards.set_parameter", session("admin")) == "JY403"


def _put(row: ParameterValue, name: str, by: Session) -> str:
    """Write it within an act of our own; the code of the database's refusal."""
    with pytest.raises(Refused) as e, act(name, by=by) as entry:
        entry.put(row)
    return e.value.verdict.code


def test_last_months_cases_are_asked(house: Instance, session: SessionOf) -> None:
    """Every rule that reads it is told, with nobody touched in an empty house."""
    lines = effect(wage(session, value="2300", begins=clock.today() + timedelta(days=30)), clock.now())
    assert {line.rule_id for line in lines} == {"R075", "R169"}
    assert all(line.newly.total == line.no_longer.total == 0 for line in lines)
