"""Long work in the browser: uploaded, left, come back to, cancelled; uploaded, finished, accepted. Art. 6(1), 7."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE
from jiuye.server.connect import Instance
from tests.clean import persons, write
from tests.journeys.served import needs_browser, press, served

pytestmark = [pytest.mark.browser, pytest.mark.article("6(1)"), pytest.mark.article("7"), needs_browser]
WORKER = (
    "import django; django.setup(); from jiuye.front.commands.worker import know_all_kinds;"
    "from jiuye.jobs.worker import Worker; know_all_kinds(); raise SystemExit(Worker([]).run())"
)


@pytest.fixture(scope="module")
def address(house: Instance) -> Iterator[str]:
    with served() as url:
        yield url


@contextmanager
def worker() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=dict(os.environ))
    try:
        yield
    finally:
        process.terminate()
        assert process.wait(30) == 0


def signed_in(browser: Browser, address: str, account: str, **how: bool) -> Page:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", **how)  # type: ignore[arg-type]
    context.add_cookies([{"name": COOKIE, "value": session_of(account).token, "url": address}])
    return context.new_page()


def uploaded(page: Page, address: str, file: Path) -> str:
    """Hand a file in; gives the address of its job."""
    page.goto(f"{address}/collection/import")
    page.set_input_files("#file", str(file))
    page.select_option("#dataset", "person")
    page.get_by_role("button", name=re.compile("^导入")).click()
    expect(page).to_have_url(re.compile(r"/jobs/[0-9a-f-]{36}$"))
    return page.url


def test_uploaded_left_come_back_to_and_cancelled(
    house: Instance, browser: Browser, address: str, tmp_path: Path
) -> None:
    page = signed_in(browser, address, "clerk2")
    job = uploaded(page, address, write(tmp_path / "新来的人.csv", persons(5)))
    expect(page.locator("main")).to_contain_text("排队中")
    page.goto(f"{address}/collection/")
    page.goto(f"{address}/")
    page.get_by_role("link", name="导入 新来的人.csv").click()
    expect(page).to_have_url(job)
    press(page, "Control+Shift+Enter")
    expect(page.locator("main")).to_contain_text("已取消")
    page.goto(f"{address}/collection/")
    assert "新来的人.csv" not in page.locator("main").inner_text(), "nothing was handed in"


def test_uploaded_finished_and_accepted_by_the_reviewer(
    house: Instance, browser: Browser, address: str, tmp_path: Path
) -> None:
    page = signed_in(browser, address, "clerk2")
    uploaded(page, address, write(tmp_path / "五个人.csv", persons(5)))
    with worker():
        expect(page.locator("main")).to_contain_text("5 行等待审核", timeout=40_000)  # without a hand's turn
        press(page, "Control+Enter")
        expect(page.locator("main")).to_contain_text("等待另一人审核")
        number = re.search(r"PL-\d{8}-\d{6}", page.locator("main").inner_text())
        assert number
        # The reviewer's browser has no script: the page reloads by itself.
        plain = signed_in(browser, address, "reviewer2", java_script_enabled=False)
        plain.goto(f"{address}/collection/queue")
        plain.get_by_role("row", name=re.compile(number[0])).get_by_role("link").first.click()
        plain.get_by_role("button", name=re.compile("审核通过")).click()
        expect(plain.locator("main")).to_contain_text(f"{number[0]} 已审核通过，5 行已入库", timeout=40_000)
        for width in (1366, 360):
            plain.set_viewport_size({"width": width, "height": 768})
            plain.goto(f"{address}/jobs/")
            assert plain.evaluate("document.documentElement.scrollWidth") <= width
