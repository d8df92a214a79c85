"""A son declares for his mother on his own phone: given by her, told to her, drafted, cut off, resumed on another
device, handed in, seen by her, taken back. Art. 6(3), 10(2)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from jiuye.lib import clock
from jiuye.partners.sms import Gateway
from jiuye.server.connect import Instance
from tests.clean import Row
from tests.identity.steps import provider
from tests.journeys import own_steps
from tests.journeys.own_web import Web, choose, phone
from tests.journeys.served import needs_browser

pytestmark = [pytest.mark.browser, pytest.mark.article("10(2)"), pytest.mark.article("6(3)"), needs_browser]


@pytest.fixture
def web(house: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Web, Gateway]]:
    with provider(monkeypatch), own_steps.gateway(monkeypatch) as gateway:
        running = Web()
        running.up()
        yield running, gateway
        running.down()


def sign_in(page: Page, url: str, who: Row) -> None:
    page.goto(f"{url}/my/")
    page.get_by_role("link", name="实名认证登录").click()
    for item in ("id_number", "name"):
        page.fill(f"#{item}", who[item])
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("您好")


def act_for_her(page: Page) -> None:
    page.get_by_role("link", name="委托家人代办").click()
    page.get_by_role("button", name="替他办").click()
    expect(page.locator("main")).to_contain_text("委托办理")


def narrow(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_son_declares_for_his_mother(browser: Browser, web: tuple[Web, Gateway]) -> None:
    server, gateway = web
    mother, son, answers = own_steps.citizen(), own_steps.citizen(), own_steps.unemployment()
    hers, his = phone(browser), phone(browser)
    sign_in(hers, server.url, mother)
    hers.get_by_role("link", name="委托家人代办").click()
    narrow(hers)
    hers.fill("#number", son["id_number"])
    hers.fill("#name", "别人")
    hers.get_by_label("失业登记").check()
    hers.fill("#until", clock.today().isoformat())
    hers.get_by_role("button", name="委托", exact=True).click()
    expect(hers.locator(".refusal")).to_contain_text("没有受托人的个人档案")
    assert hers.input_value("#number") == son["id_number"]
    hers.fill("#name", son["name"])
    hers.get_by_role("button", name="委托", exact=True).click()
    expect(hers.locator("main")).to_contain_text("有效")
    narrow(hers)

    sign_in(his, server.url, son)
    act_for_her(his)
    assert "按您的委托" in list(gateway.messages.values())[-1][2]
    narrow(his)
    his.get_by_role("link", name="办失业登记").click()
    items = list(answers)
    for item in items[:2]:
        choose(his, item, answers[item])
    expect(his.locator("#saved")).to_contain_text("已存草稿")
    his.context.set_offline(True)
    choose(his, items[2], answers[items[2]])
    his.get_by_role("button", name="提交", exact=True).click()
    expect(his.locator("#saved")).to_contain_text("没有网络")
    his.context.set_offline(False)
    server.down()
    server.up()
    his.reload()
    choose(his, items[3], answers[items[3]])
    expect(his.locator("#saved")).to_contain_text("已存草稿")

    other = phone(browser)
    sign_in(other, server.url, son)
    act_for_her(other)
    other.get_by_role("link", name="接着填").click()
    for item in items[4:]:
        choose(other, item, answers[item])
    other.get_by_role("button", name="提交", exact=True).click()
    expect(other.locator("main")).to_contain_text(re.compile(r"CJ-\d{8}-\d{6}"))
    narrow(other)
    assert "替您交了失业登记" in list(gateway.messages.values())[-1][2]
    other.get_by_role("button", name="回到本人").click()
    expect(other.locator("main")).not_to_contain_text("CJ-")

    hers.goto(f"{server.url}/my/")
    expect(hers.locator("main")).to_contain_text("受托人代办")
    hers.get_by_role("link", name="失业登记", exact=True).last.click()
    expect(hers.locator("main")).to_contain_text("待审核")
    hers.goto(f"{server.url}/my/mandates")
    hers.get_by_role("button", name="撤销委托").click()
    expect(hers.locator("main")).to_contain_text("已撤销")
    his.goto(f"{server.url}/my/")
    expect(his).to_have_url(re.compile("/my/sign-in"))
