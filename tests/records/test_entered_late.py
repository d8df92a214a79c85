"""A matter entered late or dated back is marked as such on its record, by working days. Art. 5, 9(2)."""

from datetime import date, timedelta

import pytest

from jiuye.collection import actions
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.lib.workdays import workday_after
from jiuye.parties.sessions import scope
from jiuye.records.hits import hit
from jiuye.records.models import JobSeeking, Person
from jiuye.records.timeliness import told
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.collection.steps import handed_in

pytestmark = pytest.mark.article("5")


def seeking(**changed: str) -> dict[str, str]:
    """A job seeker's registration of today."""
    today = clock.today()
    return {
        "person_id": "GR000000000001", "seeker_category": "20", "registered_date": today.isoformat(),
        "desired_occupation_code": "4030201", "desired_occupation_name": "餐厅服务员", "contact_phone": "13812345678",
        "valid_until": (today + timedelta(days=90)).isoformat(), "seeking_status": "1", **changed,
    }  # fmt: skip


def registered(session: SessionOf, day: date, person: str) -> JobSeeking:
    values = seeking(registered_date=day.isoformat(), person_id=person)
    one = actions.submit("job_seeking", values, by=session("clerk2"))
    reviewer = session("reviewer2")
    actions.accept(one, by=reviewer)
    with scope(reviewer):
        found: JobSeeking = JobSeeking.objects.get(submission_id=one.pk)
    return found


def test_what_is_entered_in_time_is_not_marked(house: Instance, session: SessionOf) -> None:
    record = registered(session, clock.today(), "GR000000000001")
    assert record.entered_late is False
    values = {"registered_date": record.registered_date}
    assert told("job_seeking", record.entered_late, values) == "求职登记日期以后 1 个工作日内经办"


def test_what_is_dated_back_is_marked_for_good(house: Instance, session: SessionOf) -> None:
    before = clock.today()
    while workday_after(before, 2) > clock.today():
        before -= timedelta(days=1)
    record = registered(session, before, "GR000000000002")
    assert record.entered_late is True
    with scope(session("reviewer2")):
        shown = hit(record)
    assert "逾期补录" in shown.notes
    assert "*" in shown.title  # called by the wish, covered as lists are
    assert (record.seeking_id or "").startswith("QZ")


def test_a_person_has_no_day_to_be_late_by(house: Instance, session: SessionOf) -> None:
    one = handed_in(session, name="慕及时")
    reviewer = session("reviewer2")
    actions.accept(one, by=reviewer)
    with scope(reviewer):
        assert Person.objects.get(submission_id=one.pk).entered_late is None
    assert told("person", None, {}) == ""


def test_a_registration_valid_until_before_it_began_is_refused(house: Instance, session: SessionOf) -> None:
    with pytest.raises(Refused, match="R159"):
        actions.submit("job_seeking", seeking(valid_until="2020-01-01", person_id="GR3"), by=session("clerk2"))
