"""A whole 失业登记 with the mouse unplugged: signed in, found, filled in, handed in, accepted. Keys only."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Page, expect

from jiuye.lib import clock
from jiuye.parties.actions import open_secret
from jiuye.parties.cast import PASSWORD
from jiuye.parties.models import Account
from jiuye.server.connect import Instance
from tests.journeys import own_steps
from tests.journeys.served import chromium, needs_browser, press, served

pytestmark = [pytest.mark.browser, pytest.mark.article("6(1)"), needs_browser]
FIELD = "(document.activeElement.closest('[data-field]') || {dataset: {}}).dataset.field || ''"
MOST = 60  # presses of Tab or Enter one page may need


@pytest.fixture
def page(house: Instance) -> Iterator[Page]:
    with served() as url, chromium() as browser:
        page = browser.new_context(base_url=url, viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
        yield page


def sign_in(page: Page, account: str) -> None:
    page.goto("/sign-in")
    code = pyotp.TOTP(open_secret(Account.objects.get(name=account))).now()
    for typed in (account, PASSWORD, code):  # from the last field Enter signs in
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")


def walk_to(page: Page, key: str, text: str) -> None:
    """Press the key until what has the focus says this, and is seen to have it."""
    for _ in range(MOST):
        page.keyboard.press(key)
        if text in page.evaluate("document.activeElement.innerText"):
            assert page.evaluate("getComputedStyle(document.activeElement).boxShadow") != "none"
            return
    raise AssertionError(f"{text}: not reached with {key}")


def fill_in(page: Page, answers: dict[str, str]) -> None:
    """From field to field with Enter; what is asked for is typed, a flag is pressed with Space and the arrows."""
    left = dict(answers)
    for _ in range(MOST):
        name = page.evaluate(FIELD)
        value = left.pop(name, "")
        if page.evaluate("document.activeElement.type") == "radio":
            page.keyboard.press("Space" if value == "1" else "ArrowRight") if value else None
        elif value:
            page.keyboard.type(value)
            if page.evaluate("document.activeElement.getAttribute('role')") == "combobox":
                expect(page.locator(":focus")).to_have_attribute("aria-expanded", "true")
        if not left:
            return
        page.keyboard.press("Enter")
        assert page.evaluate(FIELD) != name, name
    raise AssertionError(f"not reached: {sorted(left)}")


def test_an_unemployed_person_is_registered_without_a_mouse(page: Page) -> None:
    person = own_steps.citizen()
    sign_in(page, "clerk2")
    press(page, "F9")
    walk_to(page, "ArrowDown", "采集审核")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("采集审核")
    walk_to(page, "Tab", "失业登记")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("失业登记")

    page.keyboard.type(person["id_number"])
    page.keyboard.press("Enter")
    expect(page.locator("#person_id")).not_to_have_value("")  # known by his number, and filled in
    day = clock.today() - timedelta(days=5)
    fill_in(page, {
        "name": person["name"], "unemployment_date": f"{day:%Y%m%d}", "unemployment_kind": "30",
        "unemployment_reason": "90", "registration_place_kind": "1", "work_ability_flag": "1",
        "training_wish_flag": "0",
    })  # fmt: skip
    press(page, "Control+Enter")
    expect(page.locator("main")).to_contain_text(re.compile(r"已提交，编号 CJ-\d{8}-\d{6}"))

    page.context.clear_cookies()
    sign_in(page, "reviewer2")
    press(page, "Control+Enter")  # the first that waits
    expect(page.get_by_role("heading", level=1)).to_contain_text("失业登记")
    press(page, "Control+Enter")
    expect(page.locator("main")).to_contain_text("已审核通过，1 行已入库")
