"""批量修改 in the browser: drawn, approved by the province, carried out, rechecked; small in the suite, 10,000 rows in
soak. Art. 9(3)."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import entries
from tests.clean import write
from tests.journeys.screens import screen
from tests.journeys.served import needs_browser, press, served
from tests.journeys.test_browser import complaints, listen
from tests.journeys.test_browser_jobs import worker
from tests.maintenance.batches import WHY, large_town, town
from tests.papers import picture
from tests.soak import LONG

pytestmark = [pytest.mark.browser, pytest.mark.article("9(3)"), needs_browser]


@pytest.fixture(scope="module")
def address(house: Instance) -> Iterator[str]:
    with served() as url:
        yield url


def at(browser: Browser, address: str, account: str) -> Page:
    page = screen(browser, address, session_of(account).token, own=False, width=1366)
    page.on("console", listen)
    return page


def job_done(page: Page, seconds: float) -> None:
    """Wait for the job's page to say that it is done, and go on to what came of it."""
    link = page.get_by_role("link", name="看 PL-")
    expect(link).to_be_visible(timeout=seconds * 1000)
    link.click()
    page.wait_for_url("**/maintenance/batch/**")


def propose(page: Page, address: str, major: str) -> None:
    page.goto(f"{address}/maintenance/")
    page.get_by_role("link", name="批量修改申请").click()
    page.wait_for_url("**/maintenance/batch")
    page.select_option("#item", "major")
    page.fill("#value", major)
    page.select_option("#change", "remarks")
    page.fill("#to", "专业已统一")
    page.fill("#reason", WHY)
    press(page, "Control+Enter")
    page.wait_for_url("**/jobs/**")


def bind(page: Page, url: str, folder: Path) -> None:
    scan = folder / "批复.png"
    scan.write_bytes(picture(uuid7().int % 2**31))
    page.goto(url)
    today = clock.today()
    page.fill("#number", f"鲁人社函〔2026〕{uuid7().hex[-10:]}号")
    page.fill("#office", "省人力资源和社会保障厅")
    page.fill("#scope", "统一专业名称")
    page.fill("#issued_on", today.isoformat())
    page.fill("#valid_until", (today + timedelta(days=30)).isoformat())
    page.fill("#quoted", page.locator("input[name=seen]").input_value()[:20])
    page.set_input_files("#scan", scan)
    press(page, "Control+Enter")
    expect(page.locator("p.say.ok").first).to_contain_text("已登记省级批复")


@pytest.mark.parametrize("rows", [240, pytest.param(10_000, marks=LONG)])
def test_many_rows_by_four_people(house: Instance, browser: Browser, address: str, tmp_path: Path, rows: int) -> None:
    complaints.clear()
    major, seconds = f"园艺{rows}", 30 + rows / 10
    (town if rows < 1000 else large_town)(tmp_path, session_of, rows, major=major)
    told: dict[str, float] = {}
    with worker():
        page = at(browser, address, "manager")
        propose(page, address, major)
        began = time.monotonic()
        job_done(page, seconds)
        told["drawn"] = time.monotonic() - began
        url = page.url
        expect(page.locator("main")).to_contain_text(f"{rows} 份")
        page.get_by_role("link", name="往后").click()
        expect(page.locator("main")).to_contain_text("从第 51 行起")
        page.context.close()
        page = at(browser, address, "approver")
        bind(page, url, tmp_path)
        page.context.close()
        page = at(browser, address, "operator")
        page.goto(url)
        press(page, "Control+Enter")
        page.wait_for_url("**/jobs/**")
        began = time.monotonic()
        job_done(page, seconds)
        told["carried out"] = time.monotonic() - began
        expect(page.locator("main")).to_contain_text("核验报告")
        page.context.close()
    page = at(browser, address, "rechecker")
    page.goto(url)
    press(page, "Control+Enter")
    expect(page.locator("p.say.ok").first).to_contain_text("已复核办结")
    page.context.close()
    with scope(session_of("manager")):
        assert Person.objects.filter(major=major, remarks="专业已统一").count() == rows
    assert complaints == []
    if os.environ.get("JIUYE_SOAK"):
        print(rows, {n: round(s, 1) for n, s in told.items()})


def test_a_file_with_a_fault_is_told_and_nothing_is_kept(
    house: Instance, browser: Browser, address: str, tmp_path: Path
) -> None:
    page = at(browser, address, "manager")
    page.goto(f"{address}/maintenance/batch")
    page.set_input_files("#file", write(tmp_path / "rows.csv", [{"person_id": "GR1", "没有": "x"}]))
    page.fill("#why", WHY)
    press(page, "Control+Shift+Enter")
    expect(page.get_by_role("alert")).to_contain_text("这些列不是可以改的项目")
    assert entries(house, "maintenance.propose_batch")[-1].code == "M065"
    page.context.close()
