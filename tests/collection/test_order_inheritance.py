"""下达存量接收令: the city says which source, which datasets, how many rows, until when. Art. 8."""

import pytest

from jiuye.collection.models import InheritanceOrder
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.collection.steps import order

pytestmark = pytest.mark.article("8")


def test_an_order_stands_with_its_limits(house: Instance, session: SessionOf) -> None:
    order(session, "令-1", rows=50)
    kept = InheritanceOrder.objects.get(number="令-1")
    assert (kept.rows_at_most, kept.rows_taken, kept.datasets) == (50, 0, ["person", "employer"])
    assert kept.ordered_by_id == session("manager2").staff_id
    assert entries(house, "collection.order_inheritance", "done")[-1].why == "令-1"


def test_a_number_is_used_once(house: Instance, session: SessionOf) -> None:
    order(session, "令-2")
    with refused(house, "C015", "collection.order_inheritance"):
        order(session, "令-2", by="manager")


def test_not_for_a_day_gone_by(house: Instance, session: SessionOf) -> None:
    with refused(house, "C016", "collection.order_inheritance"):
        order(session, "令-3", days=-1)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "admin", "supervisor", "contact-371002"])
def test_only_the_city_s_data_managers_order(house: Instance, session: SessionOf, who: str) -> None:
    with refused(house, "JY403", "collection.order_inheritance"):
        order(session, "令-4", by=who)
    assert not InheritanceOrder.objects.filter(number="令-4").exists()
