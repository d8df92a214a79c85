"""A citizen's way on the phone: signed in by a text message, unemployment declared through a lost connection and
a server restarted, followed, printed, checked. Nothing typed is lost, nothing handed in twice. Art. 6(3)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from jiuye.collection.models import Submission
from jiuye.front.demo import session_of
from jiuye.parties.sessions import scope
from jiuye.partners.sms import Gateway
from jiuye.server.connect import Instance
from tests.identity.steps import provider
from tests.journeys import own_steps
from tests.journeys.own_web import Web, choose, phone
from tests.journeys.served import needs_browser, served

pytestmark = [pytest.mark.browser, pytest.mark.article("6(3)"), needs_browser]


@pytest.fixture
def web(house: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Web, Gateway]]:
    with own_steps.gateway(monkeypatch) as gateway:
        running = Web()
        running.up()
        yield running, gateway
        running.down()


def sign_in(page: Page, url: str, gateway: Gateway, number: str) -> None:
    page.goto(f"{url}/my/")
    page.fill("#number", number)
    page.get_by_role("button", name="获取验证码").click()
    page.fill("#code", own_steps.texted(gateway))
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("您好")


def of(number: str) -> list[Submission]:
    with scope(session_of("manager")):
        return list(Submission.objects.filter(dataset="unemployment_registration", channel="40"))


def test_nothing_is_lost_and_nothing_handed_in_twice(browser: Browser, web: tuple[Web, Gateway]) -> None:
    server, gateway = web
    row, answers = own_steps.citizen(), own_steps.unemployment()
    page = phone(browser)
    sign_in(page, server.url, gateway, row["id_number"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="办失业登记").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    items = list(answers)
    for item in items[:2]:
        choose(page, item, answers[item])
    expect(page.locator("#saved")).to_contain_text("已存草稿")

    page.context.set_offline(True)  # in the lift
    for item in items[2:4]:
        choose(page, item, answers[item])
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("#saved")).to_contain_text("没有网络")
    page.context.set_offline(False)
    server.down()  # and the server goes away as well
    choose(page, items[4], answers[items[4]])
    server.up()
    page.reload()
    for item in items[:5]:
        expect(page.locator(f'[data-field="{item}"]')).to_be_visible()
    choose(page, items[5], answers[items[5]])
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("main")).to_contain_text(re.compile(r"CJ-\d{8}-\d{6}"))
    made = of(row["id_number"])
    assert len(made) == 1
    page.go_back()
    page.go_forward()
    assert len(of(row["id_number"])) == 1
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('own:')).length") == 0

    code = page.locator("dd.code").last.inner_text()
    page.get_by_role("link", name=re.compile("看回执")).click()
    expect(page.locator(".a4")).to_contain_text(code)
    page.goto(f"{server.url}/my/verify")
    page.fill("#number", made[0].number)
    page.fill("#code", code.lower())
    page.get_by_role("button", name="核验").click()
    expect(page.locator("main")).to_contain_text("是真的")
    page.fill("#code", "AAAA-BBBB-CCCC")
    page.get_by_role("button", name="核验").click()
    expect(page.locator("main")).to_contain_text("对不上")


def test_through_the_identity_provider(browser: Browser, house: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    row = own_steps.citizen()
    with provider(monkeypatch), served() as url:
        page = phone(browser)
        page.goto(f"{url}/my/new/unemployment_registration")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_role("link", name="实名认证登录").click()
        for item in ("id_number", "name"):
            page.fill(f"#{item}", row[item])
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("失业登记")
        page.goto(f"{url}/my/identity")
        page.fill("#id_number", row["id_number"])
        page.fill("#name", "别人")
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.locator(".refusal")).to_contain_text("不一致")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_draft_goes_on_on_another_device(browser: Browser, web: tuple[Web, Gateway]) -> None:
    server, gateway = web
    row, answers = own_steps.citizen(), own_steps.unemployment()
    page = phone(browser)
    sign_in(page, server.url, gateway, row["id_number"])
    page.get_by_role("link", name="办失业登记").click()
    choose(page, "unemployment_date", answers["unemployment_date"])
    expect(page.locator("#saved")).to_contain_text("已存草稿")
    other = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}).new_page()
    own_steps.a_minute_later()
    sign_in(other, server.url, gateway, row["id_number"])
    other.get_by_role("link", name="接着填").click()
    assert other.input_value("#unemployment_date") == answers["unemployment_date"]
