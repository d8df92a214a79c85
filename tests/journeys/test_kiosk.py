"""A person at a terminal: card, code, form, receipt, away; cut off and restarted in between; nothing stays."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import Browser, BrowserContext, Page, expect

from jiuye.collection.models import Submission
from jiuye.front.demo import session_of
from jiuye.front.middleware import KIOSK_COOKIE, OWN_COOKIE, TERMINAL_COOKIE
from jiuye.parties import terminals
from jiuye.parties.models import Seat
from jiuye.parties.sessions import scope
from jiuye.partners.sms import Gateway
from jiuye.server.connect import Instance
from tests.book import asked
from tests.clean import Row
from tests.journeys import own_steps
from tests.journeys.served import needs_browser, served
from tests.kiosk.steps import machine, terminal

pytestmark = [pytest.mark.browser, pytest.mark.article("6(3)"), pytest.mark.article("17"), needs_browser]
SIZES = ((1080, 1920), (1366, 768))


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with pytest.MonkeyPatch.context() as patch, own_steps.gateway(patch) as running:
        yield running


def hall_machine(browser: Browser, url: str, secret: str, size: tuple[int, int]) -> BrowserContext:
    width, height = size
    context = browser.new_context(
        base_url=url, viewport={"width": width, "height": height}, locale="zh-CN", has_touch=True
    )
    cookie = {"name": TERMINAL_COOKIE, "value": secret, "url": f"{url}/kiosk/"}
    context.add_cookies([cookie])  # type: ignore[list-item]
    return context


def sign_in(page: Page, gateway: Gateway, who: Row) -> None:
    page.goto("/kiosk/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("请刷身份证")
    page.keyboard.type(f"某某|男|汉|19900101|某处|{who['id_number']}|某局")  # the reader types, and ends in Enter
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("短信验证码")
    assert who["id_number"] not in page.content()
    for digit in own_steps.texted(gateway):
        page.get_by_role("group", name="数字键盘").get_by_role("button", name=digit, exact=True).tap()
    page.get_by_role("button", name="登录").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("您好")


def small_targets(page: Page) -> list[str]:
    """What is pressed and is lower or narrower than 48 px."""
    return list(page.evaluate(
        """() => [...document.querySelectorAll("button, a, input:not([type=hidden]), select, summary, .choices li")]
          .filter(e => e.offsetParent && !e.hidden && !e.matches(".skip, [type=radio], [type=checkbox]"))
          .map(e => [e, e.getBoundingClientRect()]).filter(([, r]) => r.height && (r.height < 48 || r.width < 48))
          .map(([e, r]) => `${e.tagName} ${e.textContent || e.name} ${r.width}×${r.height}`)"""
    ))  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_a_whole_declaration(house: Instance, gateway: Gateway, browser: Browser, size: tuple[int, int]) -> None:
    made, secret = terminal(f"大厅 {size[0]}")
    who, told = own_steps.citizen(), own_steps.unemployment()
    with served() as url:
        context = hall_machine(browser, url, secret, size)
        page = context.new_page()
        sign_in(page, gateway, who)
        assert small_targets(page) == []
        page.get_by_role("link", name="办失业登记").tap()
        page.locator("#unemployment_date").tap()
        pad = page.get_by_role("group", name="数字键盘")
        for digit in told["unemployment_date"].replace("-", ""):
            pad.get_by_role("button", name=digit, exact=True).tap()
        for name in ("unemployment_kind", "unemployment_reason", "registration_place_kind"):
            page.locator(f"#{name}").fill(told[name])
            page.keyboard.press("Enter")
        assert small_targets(page) == []
        context.set_offline(True)
        page.get_by_label("有劳动能力").or_(page.locator("[name=work_ability_flag][value='1']")).first.check()
        page.locator("[name=training_wish_flag][value='0']").check()
        page.get_by_role("button", name="提交").tap()
        expect(page.locator("#saved")).to_contain_text("没有网络")
        context.set_offline(False)
        page.get_by_role("button", name="提交").tap()
        page.wait_for_url(re.compile("/kiosk/case/"))
        assert small_targets(page) == []
        address = page.url.replace(url, "")
    with served() as url:  # the server was restarted; the seat is still his
        context.close()
        held = Seat.objects.get(terminal_id=made.pk)
        assert held
        with scope(session_of("manager")):
            [one] = Submission.objects.filter(pk=address.split("/")[-1])
        assert (one.channel, one.state) == ("50", "submitted")
    kept = "select channel || device || strength from work.stage_unemployment_registration where submission_id = %s"
    assert asked(house, kept, one.pk) == "50320"


def test_restarted_while_somebody_types_and_the_receipt(house: Instance, gateway: Gateway, browser: Browser) -> None:
    _, secret = terminal("大厅四号")
    who, told = own_steps.citizen(), own_steps.unemployment()
    with served() as url:
        context = hall_machine(browser, url, secret, SIZES[1])
        page = context.new_page()
        sign_in(page, gateway, who)
        page.get_by_role("link", name="办失业登记").tap()
        page.locator("#unemployment_date").fill(told["unemployment_date"])
        page.keyboard.press("Enter")
        expect(page.locator("#saved")).to_contain_text("已存草稿")
        cookies = context.cookies()
    with served() as url:
        context = browser.new_context(base_url=url, viewport={"width": 1366, "height": 768}, has_touch=True)
        context.add_cookies([{"name": c["name"], "value": c["value"], "url": f"{url}/kiosk/"} for c in cookies])
        page = context.new_page()
        page.goto("/kiosk/")
        page.get_by_role("link", name="接着填").tap()
        expect(page.locator("#unemployment_date")).to_have_value(told["unemployment_date"])
        token = next(c["value"] for c in cookies if c["name"] == KIOSK_COOKIE)
        client = machine(secret)
        client.cookies[KIOSK_COOKIE] = token
        case = client.post("/kiosk/new/unemployment_registration", told).headers["Location"]
        page.goto(f"{case}/receipt")
        assert page.locator(".slip .check b").inner_text().count("-") == 2
        page.emulate_media(media="print")
        box = page.locator(".slip").bounding_box()
        assert box
        assert box["width"] < 300  # 72 mm
        page.emulate_media(media="screen")
        page.get_by_role("button", name="办完了，退出").tap()
        expect(page.get_by_role("heading", level=1)).to_contain_text("请刷身份证")
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_contain_text("请刷身份证")
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        assert {c["name"] for c in context.cookies()} <= {TERMINAL_COOKIE, "csrftoken"}
        context.close()


def test_nobody_there_and_it_is_wiped_on_both_sides(house: Instance, gateway: Gateway, browser: Browser) -> None:
    made, secret = terminal("大厅五号")
    who = own_steps.citizen()
    with served() as url:
        context = hall_machine(browser, url, secret, SIZES[0])
        page = context.new_page()
        page.clock.install()
        sign_in(page, gateway, who)
        page.clock.run_for(50_000)
        expect(page.get_by_role("dialog")).to_be_visible()
        page.get_by_role("button", name="还在，接着办").tap()
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.clock.run_for(61_000)
        expect(page.get_by_role("heading", level=1)).to_contain_text("请刷身份证")
        assert not Seat.objects.filter(terminal_id=made.pk).exists()
        own_steps.a_minute_later()
        sign_in(page, gateway, who)
        Seat.objects.filter(terminal_id=made.pk).update(seen_at=F("seen_at") - timedelta(seconds=70))
        page.goto("/kiosk/new/unemployment_registration")  # whatever the page's own clock says
        expect(page.get_by_role("heading", level=1)).to_contain_text("请刷身份证")
        context.close()


def test_a_seat_is_at_one_terminal_and_opens_nothing_else(house: Instance, gateway: Gateway) -> None:
    made, secret = terminal("大厅六号")
    _, elsewhere = terminal("大厅七号")
    session = own_steps.let_in(gateway, own_steps.citizen()["id_number"], channel="kiosk")
    here, there, phone = machine(secret), machine(elsewhere), machine()
    for browser, cookie in ((here, KIOSK_COOKIE), (there, KIOSK_COOKIE), (phone, OWN_COOKIE)):
        browser.cookies[cookie] = session.token
    assert phone.get("/my/").status_code == 302
    terminals.sit_down(session, made)
    assert here.get("/kiosk/").status_code == 200
    terminals.revoke_terminal(made, by=session_of("admin"), why="搬走了")
    assert here.get("/kiosk/").status_code == 403
    assert there.get("/kiosk/").status_code == 302
