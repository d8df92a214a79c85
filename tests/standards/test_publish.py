"""发布: by a second person, in force from its moment on. Art. 5."""

from datetime import datetime, timedelta

import psycopg
import pytest

from jiuye.lib import clock
from jiuye.server.connect import Instance
from jiuye.standards import actions
from jiuye.standards.in_force import catalogue, catalogue_of, current_version, holding
from jiuye.standards.models import Draft, Request
from tests.book import SessionOf, entries, refused
from tests.standards.steps import asked, drafted, item, later, published

pytestmark = pytest.mark.article("5")


@pytest.fixture
def one(house: Instance, session: SessionOf) -> Draft:
    """An open draft with one item."""
    for left in Draft.objects.filter(state="open"):
        actions.drop_draft(left, by=session("manager"), why="测试")
    return drafted(session, item(name=f"skill_no_{Draft.objects.count()}", label=f"技能{Draft.objects.count()}"))


def test_nobody_publishes_his_own_draft(house: Instance, session: SessionOf, one: Draft) -> None:
    with refused(house, "S065", "standards.publish"):
        actions.publish(one, by=session("manager"))


def test_even_the_database_refuses_it(house: Instance, one: Draft) -> None:
    with psycopg.connect(house.superuser_dsn()) as db, pytest.raises(psycopg.errors.CheckViolation):
        db.execute("update jiuye.standards_draft set published_by_id = drafted_by_id, published_at = now()")


@pytest.mark.parametrize("who", ["clerk", "admin", "supervisor"])
def test_other_posts_publish_nothing(house: Instance, session: SessionOf, one: Draft, who: str) -> None:
    with refused(house, "JY403", "standards.publish"):
        actions.publish(one, by=session(who))


def test_a_moment_gone_by_is_no_moment_to_begin(house: Instance, session: SessionOf, one: Draft) -> None:
    with refused(house, "S068", "standards.publish"):
        actions.publish(one, by=session("manager2"), effective_from=clock.now() - timedelta(minutes=1))
    with refused(house, "S088", "standards.publish"):
        actions.publish(one, by=session("manager2"), effective_from=clock.now() + timedelta(days=400))


def test_an_empty_draft_is_nothing_to_publish(house: Instance, session: SessionOf, one: Draft) -> None:
    actions.take_back(one, 0, by=session("manager"))
    with refused(house, "S066", "standards.publish"):
        actions.publish(one, by=session("manager2"))


def test_in_force_from_its_moment_and_no_earlier(house: Instance, session: SessionOf, one: Draft) -> None:
    before = current_version()
    name = one.changes[0]["name"]
    version = actions.publish(one, by=session("manager2"), effective_from=clock.now() + timedelta(hours=2))
    assert entries(house, "standards.publish", "done")[-1].subject_id == one.pk
    assert (current_version(), name in catalogue().items["person"]) == (before, False)
    with later(hours=2, seconds=1):
        assert (current_version(), name in catalogue().items["person"]) == (version.number, True)
        assert catalogue() is catalogue_of(version.number), "read once per process"
        with refused(house, "S063", "standards.publish"):
            actions.publish(one, by=session("manager2"))


def test_work_begun_under_one_version_ends_under_it(house: Instance, session: SessionOf) -> None:
    # The version of the test before lies ahead; the next one may only follow it.
    with later(days=1), holding():
        begun = catalogue()
        published(session, item(name="skill_held_on", label="保持"), at=datetime.now(clock.ZONE) + timedelta(hours=3))
        assert catalogue() is begun
    with later(days=1):
        assert catalogue().version == begun.version + 1


def test_requests_share_the_fate_of_the_draft(house: Instance, session: SessionOf) -> None:
    from jiuye.parties.sessions import scope

    wish = asked(session)
    made = drafted(session, item(name="skill_wished_for", label="所需"), requests=[wish])
    actions.publish(made, by=session("manager2"), effective_from=clock.now() + timedelta(hours=5))
    with scope(session("manager")):
        assert Request.objects.get(pk=wish.pk).state == "published"
