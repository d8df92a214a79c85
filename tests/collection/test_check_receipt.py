"""核验回执: a genuine one is told from another, and that somebody was told is on file. Art. 6(3)."""

import pytest

from jiuye.collection import receipts
from jiuye.front.demo import session_of
from jiuye.parties import founding
from jiuye.parties.sessions import standing_session
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries
from tests.collection.steps import handed_in

pytestmark = pytest.mark.article("6(3)")


def test_a_genuine_receipt_is_known_however_it_is_typed(house: Instance, session: SessionOf) -> None:
    made = handed_in(session, mobile_phone="19100000011")
    machine, code = standing_session(founding.MACHINE), receipts.code_of(made)
    for number, typed in ((made.number, code), (f" {made.number.lower()}", code.lower().replace("-", " "))):
        found = receipts.check_receipt(number, typed, machine)
        assert found is not None
        assert found.pk == made.pk
    assert [e.subject_id for e in entries(house, "collection.check_receipt", "done")] == [made.pk] * 2


def test_another_code_tells_nothing_and_nothing_is_opened(house: Instance, session: SessionOf) -> None:
    one, other = (handed_in(session, mobile_phone=f"1910000002{n}") for n in (1, 2))
    before = len(entries(house))
    machine = standing_session(founding.MACHINE)
    for number, code in ((one.number, receipts.code_of(other)), ("CJ-20200101-000001", "AAAA"), ("", "")):
        assert receipts.check_receipt(number, code, machine) is None
    assert len(entries(house)) == before


def test_only_the_machine_looks_for_others(house: Instance) -> None:
    assert receipts.check_receipt("CJ-20200101-000001", "AAAA", session_of("clerk2")) is None
