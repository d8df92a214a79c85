"""数据导出 in the browser: the data manager asks, another approves, the file is fetched once, opened with its password
and bears its watermark; reported on and destroyed. Art. 10(3), 11."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import pyzipper
from playwright.sync_api import Browser, Page, expect

from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.server.connect import Instance
from jiuye.usage.exports import jobs
from tests.jobs.steps import drained
from tests.journeys.screens import screen
from tests.journeys.served import needs_browser, press, served
from tests.journeys.test_browser import complaints, listen
from tests.usage.exports.steps import machine, town

pytestmark = [pytest.mark.browser, pytest.mark.article("10(3)"), pytest.mark.article("11"), needs_browser]


@pytest.fixture(scope="module")
def address(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    town(tmp_path_factory.mktemp("town"), session_of, persons=200)
    with served() as url:
        yield url


def at(browser: Browser, address: str, account: str, width: int) -> Page:
    page = screen(browser, address, session_of(account).token, own=False, width=width)
    page.on("console", listen)
    return page


def asked(page: Page, address: str) -> str:
    """Ask for people of one district, the phone in clear; gives the page of the request."""
    page.goto(f"{address}/usage/exports/")
    page.get_by_role("link", name="申请导出").click()
    page.wait_for_url("**/exports/new")
    for name in ("姓名", "手机号码", "备注"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.fill("[name=why-mobile_phone]", "要逐人打电话核实")
    page.select_option("#purpose", "04")
    page.fill("#reason", "核对失业人员联系方式")
    page.fill("#recipient", "环翠区就业股 丛某")
    page.fill("#destroy_on", (clock.today() + timedelta(days=30)).isoformat())
    page.select_option("[name=item0]", "valid_flag")
    page.fill("[name=value0]", "1")
    page.get_by_role("checkbox", name="环翠区").check()
    press(page, "Control+Enter")
    page.wait_for_url("**/exports/0*")
    expect(page.locator("main")).to_contain_text("已报送，等另一人审批")
    return page.url


@pytest.mark.parametrize("width", [1366, 360])
def test_from_the_request_to_the_opened_file(
    house: Instance, browser: Browser, address: str, tmp_path: Path, width: int
) -> None:
    complaints.clear()
    mine = at(browser, address, "manager", width)
    url = asked(mine, address)
    other = at(browser, address, "usage", width)
    other.goto(f"{address}/")
    other.get_by_role("link", name="导出个人").last.click()
    other.wait_for_url(url)
    expect(other.locator("main")).to_contain_text("有效标志等于'1'")
    press(other, "Control+Enter")
    expect(other.locator("p.say.ok").first).to_contain_text("已批准")
    jobs.queue_approved(by=machine())
    assert drained() == 1
    mine.goto(url)
    press(mine, "Control+Enter")
    mine.wait_for_url("**/fetch")
    word = mine.locator("#password").inner_text()
    with mine.expect_download() as download:
        mine.get_by_role("link", name="下载 DC-").click()
    file = tmp_path / "file.zip"
    download.value.save_as(file)
    with pyzipper.AESZipFile(file) as made:
        made.setpassword(word.encode())
        name = next(n for n in made.namelist() if n.endswith(".csv"))
        rows = list(csv.reader(io.StringIO(made.read(name).decode("utf-8-sig"))))
    assert rows[0] == ["姓名", "手机号码", "备注"]
    assert "演示·曲数管" in rows[-1][0]
    assert "环翠区就业股 丛某" in rows[-1][0]
    assert all("*" in r[0] for r in rows[1:-1])
    assert any(r[1].isdecimal() for r in rows[1:-1])
    finished(mine, url)
    assert complaints == []
    for page in (mine, other):
        page.context.close()


def finished(page: Page, url: str) -> None:
    page.goto(url)
    page.fill("#text", "已逐人电话核对，结果登记在台账附表")
    press(page, "Control+Enter")
    expect(page.locator("p.say.ok").first).to_contain_text("使用报告已收到")
    page.fill("#statement", "下载的文件已从本机彻底删除，没有打印")
    press(page, "Control+Enter")
    expect(page.locator("p.say.ok").first).to_contain_text("系统里的文件已清除")
    expect(page.locator("main")).to_contain_text("从存储中清除，清除后查过，已不在")
