"""电子档案 in the browser: a file looked at, held, listed, approved by another, destroyed, its certificate fetched."""

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from jiuye.front.demo import session_of
from jiuye.server.connect import Instance
from tests import papers
from tests.book import SessionOf
from tests.journeys.screens import screen
from tests.journeys.served import needs_browser, served
from tests.records.custody.steps import filed, over
from tests.soak import LONG

pytestmark = [pytest.mark.browser, pytest.mark.article("2(4)"), pytest.mark.article("20(3)"), needs_browser]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("width", [1366, pytest.param(360, marks=LONG)])
def test_a_file_s_way_to_its_end(
    house: Instance, session: SessionOf, browser: Browser, width: int, tmp_path: Path
) -> None:
    one, other = filed(session, papers.pdf(2, seed=width), papers.picture(width + 1))
    over(house, one, other)
    with served() as address:
        pages = {w: screen(browser, address, session_of(w).token, own=False, width=width)
                 for w in ("archivist", "archivist2")}  # fmt: skip
        first, second = pages["archivist"], pages["archivist2"]

        def seen(name: str) -> None:
            for w, page in pages.items():
                if page.url.startswith(address):
                    assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, w)
                    page.evaluate(AXE)
                    assert [v["id"] for v in page.evaluate("axe.run()")["violations"]] == [], (name, w)
                    page.screenshot(path=tmp_path / f"{name}-{w}-{width}.png", full_page=True)

        first.goto(f"{address}/archive/{one.pk}")
        expect(first.locator("main")).to_contain_text("内容未被改动")
        first.get_by_label("为什么还要留").fill("诉讼没有了结")
        first.get_by_role("button", name="暂停处置").click()
        expect(first.locator("main")).to_contain_text("解除以前，到期也不能销毁")
        second.goto(f"{address}/archive/{one.pk}")
        second.get_by_label("为什么解除").fill("案件已经了结")
        seen("file")
        second.get_by_role("button", name="解除暂停").click()
        first.goto(f"{address}/archive/?view=due")
        for k in (one, other):
            first.get_by_label(f"列入清册 {k.record.archive_id}").check()
        first.get_by_label("鉴定意见").fill("期满，没有保存价值")
        seen("due")
        first.get_by_role("button", name="把选中的列入销毁清册").click()
        expect(first.get_by_role("button", name="批准销毁")).to_have_attribute("aria-disabled", "true")
        second.goto(address + "/")
        second.get_by_role("link", name="期满档案 2 件").first.click()
        second.get_by_label("意见").fill("同意")
        seen("list")
        second.get_by_role("button", name="批准销毁").click()
        second.get_by_role("button", name="销毁 2 件").click()
        with second.expect_download() as download:
            second.get_by_role("link", name="下载销毁证明").click()
        assert download.value.path().read_bytes().startswith(b"%PDF-")
        download.value.save_as(tmp_path / f"certificate-{width}.pdf")
        seen("done")
        for path in ("/archive/", "/archive/disposals", f"/archive/{one.pk}", "/archive/?view=destroyed"):
            first.goto(address + path)
            seen(path.strip("/").replace("/", "-").replace("?", "-"))
        for page in pages.values():
            page.context.close()
