"""办理 in the browser: a claim publicised, granted and paid by three posts, each told why not what is not theirs."""

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from jiuye.front.demo import session_of
from jiuye.server.connect import Instance
from tests.handling.steps import again, claimed, filed, hardship, on, unemployed
from tests.journeys.screens import screen
from tests.journeys.served import needs_browser, served
from tests.soak import LONG

pytestmark = [pytest.mark.browser, pytest.mark.article("7"), needs_browser]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("width", [1366, pytest.param(360, marks=LONG)])
def test_a_claim_s_way_to_the_account(house: Instance, browser: Browser, width: int, tmp_path: Path) -> None:
    _, who = filed()
    basis = unemployed(who, 60)
    held, asking = claimed(who, basis), hardship(who)
    with served() as address:
        pages = {w: screen(browser, address, session_of(w).token, own=False, width=width)
                 for w in ("clerk2", "approver2", "reviewer2")}  # fmt: skip
        clerk, approver, reviewer = pages.values()

        def seen(name: str) -> None:
            for w, page in pages.items():
                if page.url.startswith(address):
                    page.wait_for_load_state("load")
                    assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, w)
                    page.evaluate(AXE)
                    assert [v["id"] for v in page.evaluate("axe.run()")["violations"]] == [], (name, w)
                    page.screenshot(path=tmp_path / f"{name}-{w}-{width}.png", full_page=True)

        clerk.goto(address + "/")
        clerk.get_by_role("link", name="补贴发放：待公示").first.click()
        expect(clerk.locator("main")).to_contain_text("待公示")
        expect(clerk.get_by_role("button", name="不予…")).to_have_attribute("aria-disabled", "true")
        seen("begun")
        clerk.get_by_label("公示：发生日期").fill(on(38).isoformat())
        clerk.get_by_role("button", name="公示").click()
        expect(clerk.locator("main")).to_contain_text("补录")
        approver.goto(f"{address}/records/matter/{held.pk}")
        seen("publicised")
        approver.get_by_role("button", name="准予发放").click()
        expect(approver.locator("main")).to_contain_text("待发放")
        reviewer.goto(f"{address}/records/due")
        expect(reviewer.locator("main")).to_contain_text(asking.number)
        seen("due")
        reviewer.get_by_role("row", name=held.number).get_by_role("link").click()
        reviewer.get_by_label("实发金额").fill("300")
        reviewer.get_by_role("button", name="登记发放…").click()
        expect(reviewer.locator("main")).to_contain_text("已发放")
        seen("paid")
        reviewer.goto(f"{address}/records/subsidy/{held.pk}?case=核对审核：核对发放")
        expect(reviewer.locator("#way")).to_contain_text("登记发放")
        seen("record")
        assert again(held).state == "paid"
        for page in pages.values():
            page.context.close()
