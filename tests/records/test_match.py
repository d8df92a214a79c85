"""跨区查重: the whole city is asked, a covered name comes back, and the asking is on file. Art. 14(2)."""

from datetime import date

import pytest

from jiuye.collection import actions
from jiuye.parties.sessions import scope
from jiuye.records.matching import Employer, Match, Person, match
from jiuye.records.models import Person as Stored
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import Row, person

pytestmark = pytest.mark.article("14(2)")
WHY = "录入个人"


def admitted(session: SessionOf, row: Row) -> None:
    """A person of Huancui, on file."""
    actions.accept(actions.submit("person", row, by=session("clerk2")), by=session("reviewer2"))


def met(session: SessionOf, who: Person | Employer, *, by: str = "outsider") -> list[Match]:
    return match(who, by=session(by), on=None, why=WHY)


def test_a_number_is_found_from_another_district_and_the_name_stays_covered(
    house: Instance, session: SessionOf
) -> None:
    row = person()
    admitted(session, row)
    found = met(session, Person(id_number=row["id_number"], name=row["name"]))
    assert [(m.level, m.district) for m in found] == [("same_number", "371002")]
    assert found[0].name != row["name"]
    assert "*" in found[0].name
    assert found[0].same["证件号码"] is True
    assert found[0].same["姓名"] is True
    assert found[0].same["手机号码"] is None, "what was not asked is not told"
    assert row["id_number"] not in str(found[0].kept())
    with scope(session("outsider")):
        assert not Stored.objects.filter(pk=found[0].id).exists(), "finding is no seeing"
    entry = entries(house, "records.match", "done")[-1]
    assert (entry.staff_id, entry.why) == (session("outsider").staff_id, WHY)
    written = asked(house, "select to_jsonb(e)::text from ledger.entry e where id = %s", entry.id)
    assert row["id_number"] not in written


def test_the_15_digit_form_is_the_same_number(house: Instance, session: SessionOf) -> None:
    row = next(r for r in (person() for _ in range(50)) if r["id_number"][6:8] == "19")
    admitted(session, row)
    old = row["id_number"][:6] + row["id_number"][8:17]
    assert [m.level for m in met(session, Person(id_number=old))] == ["same_number"]


def test_the_same_name_birth_date_and_sex_are_told_without_the_business_number(
    house: Instance, session: SessionOf
) -> None:
    row = person()
    admitted(session, row)
    born = date.fromisoformat(row["birth_date"])
    found = met(session, Person(name=row["name"], birth_date=born, sex=row["sex"]))
    assert [m.level for m in found] == ["same_person"]
    assert found[0].number == "", "only who has the number is told the number"


def test_nobody_alike_is_an_answer_too(house: Instance, session: SessionOf) -> None:
    before = len(entries(house, "records.match", "done"))
    assert met(session, Person(id_number=person()["id_number"])) == []
    assert met(session, Employer(uscc="91371000MA3XXXXX00", employer_name="查无此名制品厂")) == []
    assert len(entries(house, "records.match", "done")) == before + 2, "asking in vain was asking"


@pytest.mark.parametrize("account", ["manager", "admin", "supervisor", "technician", "contact-371002"])
def test_who_neither_enters_nor_reviews_does_not_ask(house: Instance, session: SessionOf, account: str) -> None:
    row = person()
    with refused(house, "JY403", "records.match"):
        met(session, Person(id_number=row["id_number"]), by=account)
