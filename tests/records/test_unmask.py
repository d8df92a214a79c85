"""显示敏感项: one sealed value, for a case, to clerks and reviewers of its district; on file. Art. 10(3)."""

import pytest

from jiuye.collection import actions as collection
from jiuye.collection.models import Submission
from jiuye.front.demo import session_of
from jiuye.parties.sessions import scope
from jiuye.records import actions
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import Row, person
from tests.collection.steps import handed_in

pytestmark = pytest.mark.article("10(3)")
CASE = "核对审核：就业登记"


@pytest.fixture(scope="module")
def row(house: Instance) -> Row:
    return person()


@pytest.fixture(scope="module")
def record(house: Instance, row: Row) -> Person:
    """A person of Huancui, on file."""
    done = collection.accept(collection.submit("person", row, by=session_of("clerk2")), by=session_of("reviewer2"))
    with scope(session_of("clerk2")):
        found: Person = Person.objects.get(submission_id=done.pk)
    return found


def test_one_value_is_shown_and_the_entry_names_item_and_case_and_not_the_value(
    house: Instance, record: Person, row: Row, session: SessionOf
) -> None:
    assert actions.unmask(record, "id_number", by=session("clerk2"), why=CASE) == row["id_number"]
    entry = entries(house, "records.unmask", "done")[-1]
    assert (entry.subject_id, entry.why, entry.staff_id) == (record.pk, CASE, session("clerk2").staff_id)
    written = asked(house, "select to_jsonb(e)::text from ledger.entry e where id = %s", entry.id)
    assert "id_number" in written
    assert row["id_number"] not in written


@pytest.mark.parametrize(
    ("code", "by", "item", "case"),
    [
        ("J001", "clerk2", "id_number", " "),
        ("J002", "clerk2", "id_number", "核" * 101),
        ("J003", "clerk2", "id_number", "核对审核：370102199001011234"),
        ("J005", "clerk2", "name", CASE),
        ("J005", "clerk2", "no_such_item", CASE),
        ("J006", "outsider", "id_number", CASE),
        ("JY403", "manager", "id_number", CASE),
        ("JY403", "supervisor", "id_number", CASE),
        ("JY403", "admin", "id_number", CASE),
        ("JY403", "technician", "id_number", CASE),
        ("JY403", "contact-371002", "id_number", CASE),
    ],
)
def test_refused_and_on_file(
    house: Instance, record: Person, session: SessionOf, code: str, by: str, item: str, case: str
) -> None:
    with refused(house, code, "records.unmask"):
        actions.unmask(record, item, by=session(by), why=case)


def test_looking_takes_the_same_sight(house: Instance, record: Person, session: SessionOf) -> None:
    actions.open_record(record, by=session("reviewer2"), why=CASE)
    with refused(house, "J006", "records.open"):
        actions.open_record(record, by=session("outreviewer"), why=CASE)


# ── what waits for the review ──────────────────────────────────────────────


@pytest.fixture
def waiting(session: SessionOf, house: Instance) -> Submission:
    return handed_in(session)


def test_the_reviewer_sees_a_value_of_the_case_before_him(
    house: Instance, waiting: Submission, session: SessionOf
) -> None:
    shown = collection.unmask(waiting, "id_number", by=session("reviewer2"))
    assert len(shown) == 18
    entry = entries(house, "records.unmask", "done")[-1]
    assert (entry.subject_id, entry.why) == (waiting.pk, waiting.number)


@pytest.mark.parametrize(
    ("code", "by", "item"),
    [
        ("C009", "reviewer2", "name"),
        ("C009", "reviewer2", "no_such_item"),
        ("C009", "outreviewer", "id_number"),
        ("JY403", "manager", "id_number"),
    ],
)
def test_of_a_submission_too(
    house: Instance, waiting: Submission, session: SessionOf, code: str, by: str, item: str
) -> None:
    with refused(house, code, "records.unmask"):
        collection.unmask(waiting, item, by=session(by))
