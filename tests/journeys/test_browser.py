"""Whole ways through the house in the system's Chromium: registered by a clerk, accepted by a second person."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from jiuye.collection.views.base import WINDOW
from jiuye.parties.actions import open_secret
from jiuye.parties.cast import PASSWORD
from jiuye.parties.models import Account
from jiuye.server.connect import Instance
from tests.clean import person
from tests.journeys.served import needs_browser, press, served

pytestmark = [pytest.mark.browser, pytest.mark.article("6(1)"), pytest.mark.article("7"), needs_browser]


@pytest.fixture(scope="module")
def address(house: Instance) -> Iterator[str]:
    with served() as url:
        yield url


complaints: list[str] = []


def listen(message: ConsoleMessage) -> None:
    """Whatever the browser complains of (a refused script, a broken address) is a failure."""
    if message.type == "error":
        complaints.append(message.text)


def sign_in(browser: Browser, address: str, account: str, *, width: int = 1366) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN").new_page()
    page.on("console", listen)
    page.goto(address + "/sign-in")
    page.fill("#name", account)
    page.fill("#password", PASSWORD)
    page.fill("#code", pyotp.TOTP(open_secret(Account.objects.get(name=account))).now())
    press(page, "Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")
    return page


def fill_in(page: Page, row: dict[str, str]) -> None:
    """As a clerk would: type a code or a text and leave the field; press a flag's choice."""
    for item, value in row.items():
        choice = page.locator(f'input[type="radio"][name="{item}"][value="{value}"]')
        field = page.locator(f"input#{item}")
        if choice.count() and choice.is_visible():  # the optional rest is folded away
            choice.check()
        elif field.count() and field.is_visible():
            field.fill(value)
            field.press("Tab")


def test_every_form_of_the_counter_opens(browser: Browser, address: str) -> None:
    """Wide and narrow: nothing sticks out of the page, and the browser has nothing to complain of."""
    complaints.clear()
    page = sign_in(browser, address, "clerk")
    for dataset, label in WINDOW.items():
        for width in (1366, 360):
            page.set_viewport_size({"width": width, "height": 768})
            page.goto(f"{address}/collection/new/{dataset}")
            expect(page.get_by_role("heading", level=1)).to_have_text(label)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.context.close()
    assert complaints == []


def test_a_person_is_registered_and_accepted(browser: Browser, address: str) -> None:
    clerk = sign_in(browser, address, "clerk2")
    clerk.goto(address + "/collection/new/person")
    fill_in(clerk, person())
    for tick in clerk.locator('input[type="checkbox"][name="confirmed"]').all():
        tick.check()
    press(clerk, "Control+Enter")
    expect(clerk.locator("main")).to_contain_text(re.compile(r"CJ-\d{8}-\d{6}"))
    number = re.search(r"CJ-\d{8}-\d{6}", clerk.locator("main").inner_text())
    assert number

    reviewer = sign_in(browser, address, "reviewer2")
    reviewer.get_by_role("row", name=re.compile(number[0])).get_by_role("link").first.click()
    expect(reviewer.locator("main")).to_contain_text("审核通过")
    assert "371098" not in reviewer.locator("main").inner_text()
    press(reviewer, "Control+Enter")
    expect(reviewer.locator("main")).to_contain_text(f"{number[0]} 已审核通过，1 行已入库")
    assert complaints == []


@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("outsider", "/"), ("outsider", "/collection/"), ("outsider", "/collection/new/unemployment_registration"),
        ("outsider", "/standards/"), ("outsider", "/standards/rules/R004"), ("outsider", "/ledger/"),
        ("outsider", "/usage/look-up"), ("manager2", "/quality/"), ("manager2", "/parties/"),
    ],
)  # fmt: skip
def test_no_page_is_wider_than_the_screen(
    browser: Browser, address: str, pages: dict[tuple[str, int], Page], account: str, path: str, width: int
) -> None:
    if (account, width) not in pages:
        pages[account, width] = _with_session(browser, address, account, width)
    page = pages[account, width]
    answer = page.goto(address + path)
    assert answer is not None
    assert answer.status == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "依据：威人社发〔2021〕15号" in page.locator("footer").inner_text()


@pytest.fixture(scope="module")
def pages() -> dict[tuple[str, int], Page]:
    """One signed-in page for each account and width."""
    return {}


def _with_session(browser: Browser, address: str, account: str, width: int) -> Page:
    """A code serves once, so further pages of an account take a session opened by the house."""
    from jiuye.front.demo import session_of
    from jiuye.front.middleware import COOKIE

    context = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN")
    context.add_cookies([{"name": COOKIE, "value": session_of(account).token, "url": address}])
    return context.new_page()
