"""沿革 in the browser: a licence revoked, stated at the window, confirmed by another, seen on the employer's page."""

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from jiuye.front.demo import session_of
from jiuye.server.connect import Instance
from tests.journeys.screens import screen
from tests.journeys.served import needs_browser, served
from tests.records.lineage.steps import confirmed, firm, on, paper
from tests.soak import LONG

pytestmark = [pytest.mark.browser, pytest.mark.article("2(1)", "7"), needs_browser]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("width", [1366, pytest.param(360, marks=LONG)])
def test_a_licence_is_revoked(house: Instance, browser: Browser, width: int, tmp_path: Path) -> None:
    its, heir = firm(), firm()
    confirmed(its, "renamed", 40, former="威海旧名有限公司", later=its.employer_name)
    notice = tmp_path / "决定书.png"
    notice.write_bytes(paper().data)

    def seen(name: str, page: Page) -> None:
        page.wait_for_load_state("load")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.evaluate(AXE)
        assert [v["id"] for v in page.evaluate("axe.run()")["violations"]] == [], name
        page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)

    with served() as address:
        clerk, reviewer = (
            screen(browser, address, session_of(w).token, own=False, width=width) for w in ("clerk2", "reviewer2")
        )
        clerk.goto(f"{address}/records/employer/{its.pk}?case=核对审核：核对执照")
        clerk.get_by_role("link", name="登记沿革").click()
        seen("kinds", clerk)
        clerk.get_by_label("营业执照吊销").check()
        clerk.get_by_role("button", name="下一步").click()
        clerk.get_by_label("生效日期").fill(on(3).isoformat())
        clerk.get_by_role("button", name="登记").click()
        expect(clerk.get_by_role("alert")).to_contain_text("请附依据")
        seen("refused", clerk)
        clerk.get_by_label("依据是哪种材料").select_option("07")
        clerk.get_by_label("扫描件").set_input_files(notice)
        clerk.get_by_role("button", name="登记").click()
        expect(clerk.locator("main")).to_contain_text("待核实")
        expect(clerk.get_by_role("button", name="核实")).to_have_attribute("aria-disabled", "true")
        reviewer.goto(address + "/")
        reviewer.get_by_role("link", name="营业执照吊销").first.click()
        reviewer.get_by_text("看影像").click()
        seen("fact", reviewer)
        reviewer.get_by_label("意见").fill("与决定书一致")
        reviewer.get_by_role("button", name="核实").click()
        expect(reviewer.locator("main")).to_contain_text("已核实")
        reviewer.goto(f"{address}/records/employer/{its.pk}?case=核对审核：核对执照")
        expect(reviewer.locator("main")).to_contain_text("不能再选它")
        expect(reviewer.locator("#line")).to_contain_text("核实沿革")
        seen("employer", reviewer)
        confirmed(heir, "merged", 2, other_name=its.employer_name, other_uscc=its.uscc)
        reviewer.goto(f"{address}/records/employer/{heir.pk}?case=核对审核：核对执照")
        expect(reviewer.locator("#lineage")).to_contain_text("由其承继")
        seen("merged", reviewer)
        for page in (clerk, reviewer):
            page.context.close()
