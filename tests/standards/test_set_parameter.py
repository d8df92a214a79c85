"""参数拟定: what, for whom, from which day, on which basis; never backwards, never another's. Art. 2(3), 9(1)."""

from datetime import date, timedelta

import pytest

from jiuye.lib import clock
from jiuye.server.connect import Instance
from jiuye.standards import actions
from jiuye.standards.parameters.models import ParameterValue
from tests.book import SessionOf, entries, refused

pytestmark = pytest.mark.article("9(1)")
WAGE = {"name": "minimum_wage", "value": "2200", "basis": "鲁政字〔2026〕1号", "reason": "最低工资标准调整"}


def wage(session: SessionOf, by: str = "admin", begins: date | None = None, **changed: str) -> ParameterValue:
    """A new value, of the minimum wage and from tomorrow on unless told otherwise. One of a name and a place may
    wait at a time, so that tests of one module take different ones."""
    told = WAGE | changed
    name, value = told.pop("name"), told.pop("value")
    day = begins or clock.today() + timedelta(days=1)
    return actions.set_parameter(name, value, day, by=session(by), **told)


def test_a_district_sets_its_own(house: Instance, session: SessionOf) -> None:
    made = wage(session)
    assert (made.state, made.district) == ("set", "371002")
    assert entries(house, "standards.set_parameter", "done")[-1].subject_id is None
    assert entries(house, "standards.set_parameter", "done")[-1].staff_id == made.set_by_id


def test_the_city_sets_for_all(session: SessionOf) -> None:
    assert wage(session, "manager").district == "371000"


@pytest.mark.parametrize(
    ("code", "changed"),
    [("S070", {"name": "hire_register_days", "value": "20"}), ("S034", {"name": "no_such"}),
     ("S035", {"value": "两千"}), ("S035", {"value": "1e3"}), ("S071", {"basis": " "}),
     ("S071", {"reason": "长" * 201})],
)  # fmt: skip
def test_what_is_refused(house: Instance, session: SessionOf, code: str, changed: dict[str, str]) -> None:
    with refused(house, code, "standards.set_parameter"):
        wage(session, "admin", None, **changed)


def test_never_backwards_and_not_too_far(house: Instance, session: SessionOf) -> None:
    for code, days in (("S073", -1), ("S074", 1200)):
        with refused(house, code, "standards.set_parameter"):
            wage(session, begins=clock.today() + timedelta(days=days))
    with refused(house, "S072", "standards.set_parameter"):
        actions.set_parameter("minimum_wage", "2200", None, by=session("admin"), basis="文号", reason="原因")


def test_one_waits_at_a_time(house: Instance, session: SessionOf) -> None:
    wage(session, name="bulk_query_limit", value="50")
    with refused(house, "S077", "standards.set_parameter"):
        wage(session, name="bulk_query_limit", value="60")


def test_a_table_that_no_rule_can_read_is_refused(house: Instance, session: SessionOf) -> None:
    with refused(house, "S036", "standards.set_parameter"):
        wage(session, "manager", name="retirement_ages", value="male sixty")


@pytest.mark.parametrize("who", ["clerk", "reviewer", "supervisor"])
def test_other_posts_set_nothing(house: Instance, session: SessionOf, who: str) -> None:
    with refused(house, "JY403", "standards.set_parameter"):
        wage(session, who)
