"""An employer's way on the phone: signed in by the identity provider, a vacancy declared through a lost connection and
a server restarted, staff declared by a file, what came back corrected. Art. 6(3), 7."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from jiuye.collection import actions
from jiuye.collection.models import Submission
from jiuye.front.demo import session_of
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests.clean import Row, person, write
from tests.identity.steps import provider
from tests.journeys.own_web import Web, choose, phone
from tests.journeys.served import needs_browser
from tests.own import steps

pytestmark = [pytest.mark.browser, pytest.mark.article("6(3)"), needs_browser]


@pytest.fixture
def web(house: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with provider(monkeypatch):
        running = Web()
        running.up()
        yield running
        running.down()


def sign_in(page: Page, url: str, its: Row, who: Row) -> None:
    page.goto(f"{url}/my/")
    page.get_by_role("link", name="实名认证登录").click()
    for item, value in (
        ("id_number", who["id_number"]), ("name", who["name"]), ("uscc", its["uscc"]),
        ("employer_name", its["employer_name"]),
    ):  # fmt: skip
        page.fill(f"#{item}", value)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("main")).to_contain_text(f"您代表{its['employer_name']}办理")


def narrow(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def of(dataset: str, its: Row) -> list[Submission]:
    with scope(session_of("manager")):
        return list(Submission.objects.filter(dataset=dataset, employer_id=its["employer_id"]).order_by("number"))


def confirm_all(page: Page) -> None:
    """Answer what is only asked."""
    for box in page.locator('input[name="confirmed"]:visible').all():
        box.check()


def test_a_vacancy_through_a_lost_connection_and_a_restart(browser: Browser, web: Web) -> None:
    its, who, answers = steps.employer(), person(), steps.vacancy()
    page = phone(browser)
    sign_in(page, web.url, its, who)
    narrow(page)
    page.get_by_role("link", name="办招聘登记").click()
    narrow(page)
    items = list(answers)
    for item in items[:4]:
        choose(page, item, answers[item])
    expect(page.locator("#saved")).to_contain_text("已存草稿")
    page.context.set_offline(True)
    for item in items[4:8]:
        choose(page, item, answers[item])
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("#saved")).to_contain_text("没有网络")
    page.context.set_offline(False)
    web.down()
    choose(page, items[8], answers[items[8]])
    web.up()
    page.reload()
    for item in items[9:]:
        choose(page, item, answers[item])
    confirm_all(page)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("main")).to_contain_text(re.compile(r"CJ-\d{8}-\d{6}"))
    page.go_back()
    page.go_forward()
    made = of("vacancy", its)
    assert len(made) == 1
    assert made[0].channel == "40"

    actions.return_(made[0], by=session_of("reviewer2"), code="50", note="工作地点写详细一点")
    page.goto(f"{web.url}/my/case/{made[0].pk}")
    expect(page.locator("main")).to_contain_text("工作地点写详细一点")
    page.get_by_role("button", name="改好再交").click()
    assert page.input_value("[name=work_place]") == answers["work_place"]
    page.fill("[name=work_place]", answers["work_place"] + "12号")
    confirm_all(page)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("main")).to_contain_text("待审核")
    narrow(page)
    fresh = of("vacancy", its)
    assert [s.replaces_id for s in fresh] == [None, made[0].pk]


def test_staff_by_a_file(browser: Browser, web: Web, tmp_path: Path) -> None:
    its, who = steps.employer(), person()
    page = phone(browser)
    sign_in(page, web.url, its, who)
    page.get_by_role("link", name="人多的，用表格一次报").first.click()
    narrow(page)
    rows = [steps.employment(), steps.employment() | {"name": "查无此人"}]
    page.set_input_files("#file", write(tmp_path / "职工.csv", rows))
    page.get_by_role("button", name="提交").click()
    expect(page.locator("main")).to_contain_text("第 2 行")
    expect(page.locator("main")).to_contain_text("库中没有这个人的档案")
    narrow(page)
    page.get_by_role("link", name=re.compile("看回执")).click()
    expect(page.locator(".a4")).to_contain_text(its["employer_name"])
    assert len(of("employment_registration", its)) == 1
