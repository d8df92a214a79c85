"""复测 and 销号: a later inspection decides, by another hand; nobody sets it. Art. 15."""

import time
from datetime import timedelta

import pytest

from jiuye.front.demo import session_of
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.quality import actions
from jiuye.quality.models import Finding, Report, Run, Task
from jiuye.server.connect import Instance
from tests.book import entries, refused
from tests.quality.small_town import inspected, signed_in

pytestmark = pytest.mark.article("15")
MINE, OTHER = "371002", "371003"
ANSWER = "R004 已按证件改正 3 条，余下的本月 30 日前改完。"
NOTE = "余下的按证件改正后再答复。"


def task(run: Run, district: str) -> Task:
    with scope(session_of("manager")):
        return Task.objects.get(report__run=run, district=district)


@pytest.fixture(scope="module")
def report(run: Run) -> Report:
    assert signed_in("manager").post(f"/quality/{run.number}/report/issue").status_code == 302
    return Report.objects.get(run=run)


def later_run() -> Run:
    """An inspection after whatever was answered: a snapshot's moment is told to the second."""
    time.sleep(1)
    return inspected()


def answered(run: Run, district: str) -> Task:
    return actions.answer_finding(task(run, district), by=session_of(f"contact-{district}"), answer=ANSWER)


def test_an_answer_alone_closes_nothing(house: Instance, run: Run, report: Report) -> None:
    manager = session_of("manager")
    with refused(house, "Q007", "quality.verify"):
        actions.verify(task(run, MINE), by=manager, note=NOTE)
    mine = answered(run, MINE)
    with refused(house, "Q009", "quality.verify"):
        actions.verify(mine, by=manager, note=NOTE)
    with refused(house, "Q011", "quality.close"):
        actions.close(mine, by=manager)


def test_what_is_still_found_sends_it_back_with_the_figures(house: Instance, run: Run, report: Report) -> None:
    later, manager = later_run(), session_of("manager")
    with refused(house, "Q010", "quality.verify"):
        actions.verify(task(run, MINE), by=manager)
    done = actions.verify(task(run, MINE), by=manager, note=NOTE)
    with scope(manager):
        rules = list(done.by_rule)
        left = Finding.objects.filter(run=later, district=MINE, rule_id__in=rules).count()
    assert left > 0
    assert (done.state, sum(done.remaining.values()), done.sent_back) == ("issued", left, NOTE)
    assert done.verified_run_id == later.pk
    assert entries(house, "quality.verify", "done")[-1].subject_id == done.pk
    page = signed_in(f"contact-{MINE}").get(f"/quality/tasks/{done.pk}").content.decode()
    assert NOTE in page
    assert later.number in page
    assert "改了什么" in page, "it can be answered again"


def test_where_nothing_is_left_it_is_verified_then_closed(house: Instance, run: Run, report: Report) -> None:
    """The other district's rules are put out of the later run's reach: rules it no longer finds there."""
    held, manager = answered(run, OTHER), session_of("manager")
    later = later_run()
    with scope(manager):
        gone = {r: n for r, n in held.by_rule.items() if not found(later, r)}
    if not gone:
        with act("quality.answer_finding", by=session_of(f"contact-{OTHER}"), on=held) as entry:
            held.by_rule, held.findings = {"R998": 1}, 1  # a rule that finds nothing any more
            entry.put(held)
    client = signed_in("manager")
    assert client.post(f"/quality/tasks/{held.pk}/verify", {"note": ""}).status_code == 302
    assert task(run, OTHER).state == "verified"
    assert f"/quality/tasks/{held.pk}" in client.get("/").content.decode()
    assert client.post(f"/quality/tasks/{held.pk}/close").status_code == 302
    done = task(run, OTHER)
    assert (done.state, done.closed_at is not None, done.remaining) == ("closed", True, {})
    assert "销号" in client.get(f"/quality/tasks/{held.pk}").content.decode()
    with refused(house, "Q007", "quality.verify"):
        actions.verify(done, by=manager, note=NOTE)


def found(run: Run, rule: str) -> bool:
    return Finding.objects.filter(run=run, district=OTHER, rule_id=rule).exists()


@pytest.mark.parametrize("who", ["contact-371002", "supervisor", "clerk", "reviewer"])
def test_only_who_inspects_verifies_and_closes(house: Instance, run: Run, report: Report, who: str) -> None:
    one = task(run, MINE)
    with refused(house, "JY403", "quality.verify"):
        actions.verify(one, by=session_of(who), note=NOTE)
    with refused(house, "JY403", "quality.close"):
        actions.close(one, by=session_of(who))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("verified_by_another", lambda t, at: t.__dict__.update(verified_by_id=t.answered_by_id)),
        ("closed_with_nothing_left", lambda t, at: t.__dict__.update(state="verified")),
        ("closed_who_and_when", lambda t, at: t.__dict__.update(closed_at=at)),
        ("verified_who_when_and_by_what", lambda t, at: t.__dict__.update(verified_at=None)),
    ],
)
def test_the_database_holds_it_too(house: Instance, run: Run, report: Report, constraint: str, change: object) -> None:
    one, by = task(run, MINE), session_of("manager")
    assert one.verified_at is not None
    change(one, one.verified_at + timedelta(seconds=1))  # type: ignore[operator]
    with pytest.raises(Refused, match=constraint), act("quality.verify", by=by, on=one) as entry:
        entry.put(one)
