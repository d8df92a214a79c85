"""批准导出: by another human, of exactly what was shown; nothing changes afterwards. Art. 10(3), 11."""

from typing import Any

import pytest

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused
from jiuye.parties import actions as parties
from jiuye.parties.act import act
from jiuye.parties.models import Agency, Appointment, Staff
from jiuye.parties.sessions import open_session, scope
from jiuye.server.connect import Instance
from jiuye.usage.exports import actions
from jiuye.usage.exports.actions.request import digest
from jiuye.usage.exports.models import Export
from tests.book import SessionOf, asked, entries, refused
from tests.usage.exports import steps
from tests.usage.exports.steps import approved, browser, requested

pytestmark = pytest.mark.article("10(3)")


def test_another_person_approves_what_he_was_shown(house: Instance, session: SessionOf) -> None:
    export = approved(session, requested(session))
    assert (export.state, export.approved_digest) == ("approved", export.digest)
    assert export.approved_until is not None
    assert (export.approved_until - clock.today()).days == 10
    with refused(house, "U010", "usage.approve_export"):
        approved(session, export)


def test_what_was_not_shown_is_not_approved(house: Instance, session: SessionOf) -> None:
    export = requested(session)
    with refused(house, "U020", "usage.approve_export"):
        actions.approve_export(export, by=session("usage2"), seen="0" * 64)


def test_only_the_post_and_only_within_reach(house: Instance, session: SessionOf) -> None:
    export = requested(session)
    for who in ("clerk2", "approver2", "manager", "supervisor"):
        with refused(house, "JY403", "usage.approve_export"):
            approved(session, export, by=who)
    far = requested(session, by="outsider")
    with refused(house, "U404", "usage.approve_export"):
        approved(session, far)
    assert approved(session, far, by="usage").state == "approved"


def test_whoever_asked_does_not_decide_under_another_post(house: Instance, session: SessionOf) -> None:
    parties.grant(
        Staff.objects.get(staff_no="USAGE2"), by=session("admin"), post="clerk",
        agency=Agency.objects.get(code="37100201"), why="窗口缺人",
    )  # fmt: skip
    post = Appointment.objects.get(staff__staff_no="USAGE2", post="clerk")
    export = actions.request_export(steps.asked(), by=open_session(post, channel="command", factors="command"))
    with refused(house, "U011", "usage.approve_export"):
        approved(session, export)
    with refused(house, "U011", "usage.refuse_export"):
        actions.refuse_export(export, by=session("usage2"), note="不需要导出")


def test_a_refusal_says_why(house: Instance, session: SessionOf) -> None:
    export = requested(session)
    with refused(house, "U019", "usage.refuse_export"):
        actions.refuse_export(export, by=session("usage2"), note="")
    done = actions.refuse_export(export, by=session("usage2"), note="项目多于用途所需")
    assert (done.state, done.note) == ("refused", "项目多于用途所需")
    assert entries(house, "usage.refuse_export", "done")


FORGED: dict[str, dict[str, Any]] = {
    "approved by the requester": {"state": "approved", "decided_by_id": "me", "approved": True},
    "approved in another's name": {"state": "approved", "decided_by_id": "usage2", "approved": True},
    "other items": {"items": ["name"]},
    "another district": {"places": ["371003"]},
    "another statement": {"query": "select id from jiuye.records_person"},
}


@pytest.mark.parametrize("what", FORGED)
@pytest.mark.parametrize("name", ["usage.request_export", "usage.approve_export"])
def test_the_database_keeps_the_steps_and_what_was_asked(
    house: Instance, session: SessionOf, what: str, name: str
) -> None:
    """As if the application were taken over: inside an act, past all rules."""
    export, told = requested(session), FORGED[what]
    by = session("clerk2" if name == "usage.request_export" else "usage2")
    with scope(by):
        held = Export.objects.get(pk=export.pk)
    for column, value in told.items():
        if column == "approved":
            held.decided_at = held.requested_at
            held.approved_digest, held.approved_until = held.digest, clock.today()
        elif column == "decided_by_id":
            held.decided_by_id = session("clerk2" if value == "me" else "usage2").staff_id
        else:
            setattr(held, column, value)
    if (what, name) == ("approved in another's name", "usage.approve_export"):
        held.decided_by_id = session("usage").staff_id
    with pytest.raises(Refused), act(name, by=by, on=export) as entry:
        entry.put(held)
    assert asked(house, "select state from jiuye.usage_export where id = %s", export.pk) == "requested"


def test_a_request_is_made_in_ones_own_name_and_district(house: Instance, session: SessionOf) -> None:
    export = requested(session)
    with scope(session("clerk2")):
        held = Export.objects.get(pk=export.pk)
    for column, value in (("requested_by_id", session("reviewer2").staff_id), ("places", ["371003"])):
        held.pk, held.number = uuid7(), f"DC-{column}"
        held._state.adding = True
        setattr(held, column, value)
        with pytest.raises(Refused), act("usage.request_export", by=session("clerk2")) as entry:
            entry.put(held)


def test_a_statement_that_is_not_what_was_asked_for_is_neither_run_nor_approved(
    house: Instance, session: SessionOf
) -> None:
    """Written past `request_export`: it would run in the approver's session, in whose name it could act."""
    by, export = session("clerk2"), requested(session)
    with scope(by):
        held = Export.objects.get(pk=export.pk)
    held.pk, held.number, held.query, held._state.adding = uuid7(), "DC-FORGED", steps.RUNS, True
    held.digest = digest(held)
    with act("usage.request_export", by=by, on=held) as entry:
        entry.put(held)
    before = len(entries(house))
    page = browser(session("usage2")).get(f"/usage/exports/{held.pk}").content.decode()
    assert "要执行的语句与申请的条件不符" in page
    assert len(entries(house)) == before
    with refused(house, "U025", "usage.approve_export"):
        approved(session, held)
    assert actions.refuse_export(held, by=session("usage2"), note="语句不符").state == "refused"


def test_the_page_shows_the_approver_no_rows(house: Instance, session: SessionOf) -> None:
    export = requested(session)
    page = browser(session("usage2")).get(f"/usage/exports/{export.pk}").content.decode()
    assert 'formaction="' in page
    assert "样例" not in page
