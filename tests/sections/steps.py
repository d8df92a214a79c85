"""A person on file, and his registration for work with a phone of its own."""

from datetime import timedelta

from jiuye.collection import actions
from jiuye.collection.models import Conflict, Submission
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.records.keys import sealer
from jiuye.records.models import JobSeeking, Person
from jiuye.records.seal import open_item
from tests.clean import person

SURE = [f"R{n:03d}" for n in range(1, 229)]
PHONE, OTHER = "13812345678", "13912345678"


def filed(**told: str) -> Person:
    """A person admitted from the window, with PHONE."""
    one = actions.submit("person", person(mobile_phone=PHONE, **told), by=session_of("clerk2"), confirmed=SURE)
    actions.accept(one, by=session_of("reviewer2"))
    with scope(session_of("reviewer2")):
        found: Person = Person.objects.get(submission_id=one.pk)
    return found


def number_of(who: Person) -> str:
    """What stands on the identity card he shows."""
    return open_item("person", who.pk, "id_number", who.id_number, sealer())


def seeking(person_id: str, **changed: str) -> dict[str, str]:
    today = clock.today()
    return {
        "person_id": person_id, "seeker_category": "20", "registered_date": today.isoformat(),
        "desired_occupation_code": "4030201", "desired_occupation_name": "餐厅服务员", "contact_phone": PHONE,
        "valid_until": (today + timedelta(days=90)).isoformat(), "seeking_status": "1", **changed,
    }  # fmt: skip


def sought(person_id: str, **changed: str) -> Submission:
    """Handed in at the window and accepted."""
    one = actions.submit("job_seeking", seeking(person_id, **changed), by=session_of("clerk2"), confirmed=SURE)
    return actions.accept(one, by=session_of("reviewer2"))


def record_of(one: Submission) -> JobSeeking:
    with scope(session_of("reviewer2")):
        found: JobSeeking = JobSeeking.objects.get(submission_id=one.pk)
    return found


def again(found: Person) -> Person:
    with scope(session_of("reviewer2")):
        now: Person = Person.objects.get(pk=found.pk)
    return now


def conflicts(one: Submission) -> list[Conflict]:
    with scope(session_of("manager")):
        return list(Conflict.objects.filter(submission_id=one.pk))
