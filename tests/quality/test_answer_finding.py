"""答复: a district says once what it did about its findings, in words that name nobody. Art. 15."""

import pytest

from jiuye.front.demo import session_of
from jiuye.parties.sessions import scope
from jiuye.quality import actions
from jiuye.quality.models import Run, Task
from jiuye.quality.rules import LONGEST
from jiuye.server.connect import Instance
from tests.book import entries, refused

pytestmark = pytest.mark.article("15")
MINE, OTHER = "371002", "371003"
ANSWER = "R004 已按证件改正 3 条，余下 1 条本月 30 日前改完。"


@pytest.fixture(scope="module")
def reported(run: Run) -> Run:
    actions.issue_report(run, by=session_of("manager"), edition="威人社发〔2021〕15号")
    return run


def task(run: Run, district: str) -> Task:
    with scope(session_of("manager")):
        return Task.objects.get(report__run=run, district=district)


@pytest.mark.parametrize(
    ("code", "by", "answer"),
    [
        ("Q004", f"contact-{MINE}", "  "),
        ("Q004", f"contact-{MINE}", "改了"),
        ("Q005", f"contact-{MINE}", "改" * (LONGEST + 1)),
        ("Q006", f"contact-{MINE}", "已改 370102199001011234 的出生日期"),
        ("Q006", f"contact-{MINE}", "电话 13800138000 已改正"),
        ("JY403", "manager", ANSWER),
        ("JY403", "clerk2", ANSWER),
        ("JY403", "admin", ANSWER),
        ("JY403", "supervisor", ANSWER),
    ],
)
def test_refused_and_on_file(house: Instance, reported: Run, code: str, by: str, answer: str) -> None:
    with refused(house, code, "quality.answer_finding"):
        actions.answer_finding(task(reported, MINE), by=session_of(by), answer=answer)
    held = task(reported, MINE)
    assert (held.state, held.answer) == ("issued", "")


def test_another_districts_task_is_refused(house: Instance, reported: Run) -> None:
    with refused(house, "Q003", "quality.answer_finding"):
        actions.answer_finding(task(reported, OTHER), by=session_of(f"contact-{MINE}"), answer=ANSWER)
    assert task(reported, OTHER).state == "issued"


def test_an_answer_is_kept_with_who_and_when_and_given_once(house: Instance, reported: Run) -> None:
    mine, by = task(reported, MINE), session_of(f"contact-{MINE}")
    actions.answer_finding(mine, by=by, answer=f"  {ANSWER} ")
    held = task(reported, MINE)
    assert (held.state, held.answer, held.answered_by_id) == ("answered", ANSWER, by.staff_id)
    assert held.answered_at is not None
    entry = entries(house, "quality.answer_finding", "done")[-1]
    assert (entry.subject_id, entry.staff_id) == (held.pk, by.staff_id)
    with refused(house, "Q002", "quality.answer_finding"):
        actions.answer_finding(mine, by=by, answer="第二次答复，想改掉第一次")
    assert task(reported, MINE).answer == ANSWER
