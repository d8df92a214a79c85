"""What departments say, as people see it: at the review, on the worklist, and on the overview of the lines."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from jiuye.collection import actions
from jiuye.collection.models import Submission
from jiuye.front.demo import session_of
from jiuye.partners.server import Department
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.journeys.served import needs_browser, served
from tests.sharing.conftest import departments as departments
from tests.sharing.steps import doubts, somebody

pytestmark = [pytest.mark.browser, pytest.mark.article("6(4)"), needs_browser]


@pytest.fixture(scope="module")
def address(departments: dict[str, Department]) -> Iterator[str]:
    addresses = {code: one.address for code, one in departments.items()}
    os.environ["JIUYE_PARTNERS"] = json.dumps(addresses)
    with served() as url:
        yield url
    del os.environ["JIUYE_PARTNERS"]


def page_of(browser: Browser, address: str, account: str, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN")
    context.add_cookies([{"name": "jiuye_session", "value": session_of(account).token, "url": address}])
    return context.new_page()


@pytest.mark.parametrize("width", [1366, 360])
def test_a_doubt_is_seen_settled_and_then_the_entry_accepted(
    house: Instance, departments: dict[str, Department], session: SessionOf, browser: Browser, address: str, width: int,
    tmp_path: Path,
) -> None:  # fmt: skip
    departments["20"].fault.set("down")
    row = somebody("982", marital_status="10")
    s: Submission = actions.submit("person", row, by=session("clerk2"), confirmed=["R007", "R031"])
    page = page_of(browser, address, "reviewer2", width)
    page.goto(address + "/")
    expect(page.locator("main")).to_contain_text(doubts(s)[0].number)
    page.goto(f"{address}/collection/{s.pk}")
    main = page.locator("main")
    expect(main).to_contain_text("公安：不一致")
    expect(main).to_contain_text("公安：一致")
    expect(main).to_contain_text("民政：没问到，已转待核")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=tmp_path / f"doubt-{width}.png", full_page=True)
    page.get_by_text("处理疑点").last.click()
    page.get_by_label("处理结果").select_option("10")
    page.get_by_label("看了什么材料").fill("看了户口簿原件")
    page.get_by_role("button", name="记下处理结果").click()
    expect(main).to_contain_text("已处理")
    page.get_by_role("button", name="审核通过").click()
    expect(main).to_contain_text(f"{s.number} 已审核通过")
    departments["20"].fault.set("")


@pytest.mark.parametrize("width", [1366, 360])
def test_the_lines_are_overseen_without_anybody_s_data(
    house: Instance, departments: dict[str, Department], browser: Browser, address: str, width: int, tmp_path: Path
) -> None:
    page = page_of(browser, address, "technician", width)
    answer = page.goto(address + "/collection/departments")
    assert answer is not None
    assert answer.status == 200
    for name in ("公安", "民政", "教育", "司法", "市场监管"):
        expect(page.locator("main")).to_contain_text(name)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=tmp_path / f"lines-{width}.png", full_page=True)
    refused = page_of(browser, address, "clerk2", width).goto(address + "/collection/departments")
    assert refused is not None
    assert refused.status == 403
