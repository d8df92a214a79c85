"""A ticket lends one person's hand for named acts on named subjects, and for nothing else. Art. 9(1), 17."""

from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from jiuye.collection import actions as collection
from jiuye.jobs import orders
from jiuye.jobs.models import Job
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused
from jiuye.parties import sessions, tickets
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, resolve
from jiuye.parties.tickets import Deed
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, refused
from tests.clean import person
from tests.jobs.steps import drained, handed_in
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("17")


def lent(session: SessionOf, act: str = "collection.import_batch", who: str = "clerk2") -> tuple[Session, UUID]:
    """The hand of a ticket for one act, and its subject."""
    subject = uuid7()
    ticket = tickets.issue(uuid7(), [Deed(act, subject)], by=session(who))
    hand = tickets.holder(ticket.token)
    assert hand is not None
    return hand, subject


def test_it_does_the_named_act_on_the_named_subject_and_no_other(house: Instance, session: SessionOf) -> None:
    hand, subject = lent(session)
    with act("collection.import_batch", by=hand, on=("collection.submission", subject)):
        pass
    with (
        refused(house, "JY403", "collection.import_batch"),
        act("collection.import_batch", by=hand, on=("collection.submission", uuid7())),
    ):
        pass
    with refused(house, "JY403", "collection.submit"):
        collection.submit("person", person(), by=hand)
    with refused(house, "JY403", "jobs.cancel"), act("jobs.cancel", by=hand, on=("jobs.job", subject)):
        pass


def test_it_opens_no_page_ends_no_session_and_lends_nothing_on(house: Instance, session: SessionOf) -> None:
    hand, subject = lent(session)
    assert resolve(hand.token) is None
    client = signed_in("clerk2")
    client.cookies["jiuye_session"] = hand.token
    assert client.get("/")["Location"].startswith("/sign-in")
    with pytest.raises(Refused) as e:
        tickets.issue(uuid7(), [Deed("collection.import_batch", subject)], by=hand)
    assert e.value.verdict.code == "JY403"
    with pytest.raises(Exception, match="只能结束本人的会话"):
        sessions.end(hand, everywhere=True, why="x")


@pytest.mark.parametrize(
    ("acts", "code"),
    [([], "JY403"), (["collection.accept"], "JY403"), (["collection.import_batch", "parties.grant"], "JY403")],
)
def test_only_for_what_the_post_may_do(house: Instance, session: SessionOf, acts: list[str], code: str) -> None:
    with pytest.raises(Refused) as e:
        tickets.issue(uuid7(), [Deed(a, uuid7()) for a in acts], by=session("clerk2"))
    assert e.value.verdict.code == code


def test_only_a_live_session_issues_one(house: Instance, session: SessionOf) -> None:
    by = session("clerk2")
    sessions.end(by, everywhere=False, why="退出")
    with pytest.raises(Refused) as e:
        tickets.issue(uuid7(), [Deed("collection.import_batch", uuid7())], by=by)
    assert e.value.verdict.code == "JY401"


def test_not_for_longer_than_a_day(house: Instance, session: SessionOf) -> None:
    by = session("clerk2")
    sql = "select ledger.issue_ticket(gen_random_uuid(), 't', gen_random_uuid(), %s, %s, %s)"
    with psycopg.connect(house.dsn("app")) as db:
        db.execute("select set_config('jiuye.token', %s, true)", [by.token])
        with pytest.raises(psycopg.Error) as e:
            db.execute(sql.encode(), [["collection.import_batch"], [uuid7()], 1441])
    assert e.value.sqlstate == "JY403"


def test_it_outlives_the_term_of_its_session_but_not_its_end(house: Instance, session: SessionOf) -> None:
    by = session("clerk2")
    ticket = tickets.issue(uuid7(), [Deed("collection.import_batch", uuid7())], by=by)
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("update ledger.session set expires_at = now() - interval '1 second' where id = %s", [by.id])
    assert resolve(by.token) is None
    assert tickets.holder(ticket.token) is not None
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("update ledger.session set ended_at = now() where id = %s", [by.id])
    assert tickets.holder(ticket.token) is None


def test_nobody_else_ends_it_and_its_job_does(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    job = handed_in(session, tmp_path / "p.csv", 2)
    token, _ = orders.opened(Job.objects.get(pk=job.pk))
    tickets.end(job.ticket_id, session("clerk").token, "x")
    assert tickets.holder(token) is not None
    drained()
    assert tickets.holder(token) is None
    assert asked(house, "select ended_why from ledger.ticket where id = %s", job.ticket_id) == "任务结束"


FORGERIES = {
    "a ticket": "insert into ledger.ticket (id, job_id, token_digest, session_id, expires_at)"
    " select gen_random_uuid(), gen_random_uuid(), '', id, now() from ledger.session limit 1",
    "a longer ticket": "update ledger.ticket set expires_at = now() + interval '1 year'",
    "another act": "insert into ledger.ticket_act select id, 'collection.accept', id from ledger.ticket",
    "no trace": "delete from ledger.ticket",
    "a reading": "select token_digest from ledger.ticket",
}


@pytest.mark.parametrize("login", ["app", "owner", "reader", "inspector", "sealer"])
@pytest.mark.parametrize("what", FORGERIES)
def test_no_login_forges_one(house: Instance, login: str, what: str) -> None:
    with psycopg.connect(house.dsn(login), autocommit=True) as db, pytest.raises(psycopg.Error) as e:
        db.execute(FORGERIES[what].encode())
    assert e.value.sqlstate == "42501"
