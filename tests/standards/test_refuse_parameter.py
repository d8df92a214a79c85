"""参数不予生效: by another person, with the reason; the next value may then be set. Art. 2(3), 9(1)."""

import pytest

from jiuye.server.connect import Instance
from jiuye.standards import actions
from jiuye.standards.queries import catalogue
from tests.book import SessionOf, refused
from tests.standards.test_set_parameter import wage

pytestmark = pytest.mark.article("9(1)")


def test_refused_with_the_reason(session: SessionOf) -> None:
    made = wage(session)
    actions.refuse_parameter(made, "文件尚未印发", by=session("manager"))
    made.refresh_from_db()
    assert (made.state, made.answer, made.version) == ("refused", "文件尚未印发", None)
    assert catalogue().parameters["minimum_wage"].steps is None
    assert wage(session, value="2210").state == "set"


def test_not_without_a_reason_nor_twice(house: Instance, session: SessionOf) -> None:
    made = wage(session, name="bulk_query_limit", value="50")
    with refused(house, "S071", "standards.refuse_parameter"):
        actions.refuse_parameter(made, " ", by=session("manager"))
    actions.refuse_parameter(made, "文件尚未印发", by=session("manager"))
    with refused(house, "S075", "standards.activate_parameter"):
        actions.activate_parameter(made, by=session("manager"))
