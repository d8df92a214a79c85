"""The report is issued once and kept; every district answers its own task, once. Art. 15."""

import hashlib

import pytest

from jiuye.front.demo import session_of
from jiuye.lib.sealing import sm3
from jiuye.lib.verdict import Refused
from jiuye.parties.sessions import scope
from jiuye.quality import actions
from jiuye.quality.models import Finding, Report, Run, Task
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("15")
MINE, OTHER = "371002", "371003"
ANSWER = "R004 已按证件改正 3 条，余下 1 条本月 30 日前改完。"


def task(run: Run, district: str) -> Task:
    with scope(session_of("manager")):
        return Task.objects.get(report__run=run, district=district)


@pytest.fixture(scope="module")
def report(run: Run) -> Report:
    assert "出具报告" in signed_in("manager").get(f"/quality/{run.number}/report").content.decode()
    assert signed_in("manager").post(f"/quality/{run.number}/report/issue").status_code == 302
    return Report.objects.get(run=run)


def test_before_it_is_issued_there_is_nothing_to_download(run: Run) -> None:
    page = signed_in("manager").get(f"/quality/{run.previous.number if run.previous else ''}/report.pdf")
    assert page.status_code == 404


def test_only_the_data_manager_issues(run: Run) -> None:
    for account in ("supervisor", f"contact-{MINE}"):
        assert signed_in(account).post(f"/quality/{run.number}/report/issue").status_code == 403


def test_what_is_handed_out_is_what_was_kept(run: Run, report: Report) -> None:
    client = signed_in(f"contact-{MINE}")
    pdf, docx = (client.get(f"/quality/{run.number}/report.{kind}").content for kind in ("pdf", "docx"))
    assert (pdf, docx) == (bytes(report.pdf), bytes(report.docx))
    assert report.sha256 == hashlib.sha256(pdf).hexdigest()
    shown = client.get(f"/quality/{run.number}/report").content.decode()
    for digest in (report.sha256, report.sm3, sm3(docx).hex()):
        assert digest in shown
    assert "与出具时一致" in shown
    assert client.get(f"/quality/{run.number}/report.exe").status_code == 404


def test_a_second_report_of_a_run_is_refused(run: Run, report: Report) -> None:
    page = signed_in("manager2").post(f"/quality/{run.number}/report/issue")
    assert page.status_code == 422
    assert "已出具" in page.content.decode()
    assert Report.objects.filter(run=run).count() == 1


def test_every_district_with_findings_has_a_task_that_counts_them(run: Run, report: Report) -> None:
    with scope(session_of("manager")):
        places = list(Finding.objects.filter(run=run).values_list("district", flat=True))
        tasks = {t.district: t for t in Task.objects.filter(report=report)}
    assert {d: t.findings for d, t in tasks.items()} == {d: places.count(d) for d in set(places)}
    assert all(sum(t.by_rule.values()) == t.findings for t in tasks.values())


def test_a_district_sees_and_answers_its_own_task_only(run: Run, report: Report) -> None:
    mine, other = task(run, MINE), task(run, OTHER)
    contact = signed_in(f"contact-{MINE}")
    listed = contact.get("/quality/tasks").content.decode()
    assert str(mine.pk) in listed
    assert str(other.pk) not in listed
    assert contact.get(f"/quality/tasks/{other.pk}").status_code == 404
    assert contact.post(f"/quality/tasks/{other.pk}/answer", {"answer": ANSWER}).status_code == 404
    with pytest.raises(Refused):
        actions.answer_finding(other, by=session_of(f"contact-{MINE}"), answer=ANSWER)
    assert task(run, OTHER).state == "issued"


@pytest.mark.parametrize("answer", ["", "改了", "已改 370102199001011234 的出生日期", "电话 13800138000 已改正"])
def test_an_answer_says_something_and_names_nobody(run: Run, report: Report, answer: str) -> None:
    mine = task(run, MINE)
    page = signed_in(f"contact-{MINE}").post(f"/quality/tasks/{mine.pk}/answer", {"answer": answer})
    assert page.status_code == 422
    assert answer in page.content.decode(), "what was typed is still there"
    assert task(run, MINE).state == "issued"


def test_the_city_does_not_answer_for_a_district(run: Run, report: Report) -> None:
    page = signed_in("manager").post(f"/quality/tasks/{task(run, MINE).pk}/answer", {"answer": ANSWER})
    assert page.status_code == 403


def test_the_answer_goes_from_the_districts_worklist_to_the_citys(run: Run, report: Report) -> None:
    mine = task(run, MINE)
    contact, manager = signed_in(f"contact-{MINE}"), signed_in("manager")
    link = f"/quality/tasks/{mine.pk}"
    assert link in contact.get("/").content.decode()
    assert link not in manager.get("/").content.decode()
    assert contact.post(f"{link}/answer", {"answer": ANSWER}).status_code == 302
    assert link not in contact.get("/").content.decode()
    assert link in manager.get("/").content.decode()
    assert ANSWER in manager.get(link).content.decode()
    again = contact.post(f"{link}/answer", {"answer": "第二次答复，想改掉第一次"})
    assert again.status_code == 422
    assert task(run, MINE).answer == ANSWER


def test_a_stale_task_cannot_be_answered_twice(run: Run, report: Report) -> None:
    """Two windows open on the same task: the second answer does not overwrite the first."""
    stale = task(run, OTHER)
    by = session_of(f"contact-{OTHER}")
    actions.answer_finding(task(run, OTHER), by=by, answer=ANSWER)
    assert stale.state == "issued"
    with pytest.raises(Refused):
        actions.answer_finding(stale, by=by, answer="盖掉前一次的答复")
    assert task(run, OTHER).answer == ANSWER
