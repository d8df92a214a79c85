"""A job seeker's form opened for a known person fills itself; another phone becomes a conflict, settled. Art. 6(2)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE
from jiuye.server.connect import Instance
from tests.journeys.served import chromium, needs_browser, served
from tests.sections.steps import OTHER, PHONE, filed, number_of, seeking

pytestmark = [pytest.mark.browser, pytest.mark.article("6(2)"), needs_browser]


@pytest.fixture
def browser(house: Instance) -> Iterator[tuple[Browser, str]]:
    with served() as url, chromium() as one:
        yield one, url


def page_of(browser: Browser, url: str, who: str) -> Page:
    context = browser.new_context(base_url=url, viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.add_cookies([{"name": COOKIE, "value": session_of(who).token, "url": url}])
    return context.new_page()


def test_from_a_known_person_to_a_settled_conflict(house: Instance, browser: tuple[Browser, str]) -> None:
    who = filed()
    clerk = page_of(*browser, "clerk2")
    clerk.goto(f"/records/person/{who.pk}?case=核对审核：WT-1")
    clerk.get_by_role("link", name="求职登记", exact=True).click()
    phone, number = clerk.locator("[name=contact_phone]"), clerk.locator("#id_number")
    clerk.locator("[role=combobox]").first.wait_for()  # the page's script is there
    number.fill("371002199001011234")
    number.blur()
    expect(clerk.locator("#id_number-h")).to_contain_text("不是这个人员编号的")
    expect(phone).to_have_value("")
    number.fill(number_of(who))
    number.blur()
    expect(clerk.locator("#id_number-h")).to_contain_text("照证件填")
    expect(phone).to_have_value(PHONE)
    expect(clerk.locator("#contact_phone-h")).to_contain_text("取自个人")
    expect(clerk.locator("[name=person_id]")).to_have_value(who.person_id or "")
    told = seeking(who.person_id or "", contact_phone=OTHER)
    asked = "seeker_category desired_occupation_code desired_occupation_name valid_until contact_phone"
    for name in asked.split():
        clerk.locator(f"#{name}").fill(told[name])
        clerk.keyboard.press("Enter")
    clerk.locator("[data-main]").click()
    clerk.wait_for_url("**/collection/*-*")
    address = clerk.url
    reviewer = page_of(*browser, "reviewer2")
    reviewer.goto(address)
    expect(reviewer.get_by_role("heading", name="部门协同")).to_be_visible()
    reviewer.get_by_role("button", name="审核通过").click()
    reviewer.goto("/collection/conflicts")
    reviewer.get_by_role("link", name="联系电话").last.click()
    reviewer.get_by_label("以新采集的为准").check()
    reviewer.get_by_label("看了什么、怎么核对的").fill("电话核实，本人换了号码")
    reviewer.locator("[data-main]").click()
    expect(reviewer.get_by_text("已裁定：以新采集的为准")).to_be_visible()
    clerk.goto(f"/records/person/{who.pk}?case=核对审核：WT-1")
    expect(clerk.get_by_text("取自 求职登记")).to_be_visible()
