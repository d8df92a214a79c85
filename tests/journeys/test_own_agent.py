"""An employer's agent on the phone: let act by the legal representative, signed in by a texted code, a vacancy handed
in for the employer, then taken back. Art. 6(3), 10(2)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from jiuye.lib import clock
from jiuye.partners.sms import Gateway
from jiuye.server.connect import Instance
from tests.identity.steps import provider
from tests.journeys import own_steps
from tests.journeys.own_web import Web, choose, phone
from tests.journeys.served import needs_browser
from tests.journeys.test_own_employer import confirm_all, narrow, sign_in
from tests.own import steps

pytestmark = [pytest.mark.browser, pytest.mark.article("10(2)"), pytest.mark.article("6(3)"), needs_browser]


@pytest.fixture
def web(house: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Web, Gateway]]:
    with provider(monkeypatch), own_steps.gateway(monkeypatch) as gateway:
        running = Web()
        running.up()
        yield running, gateway
        running.down()


def test_an_agent_hands_in_a_vacancy(browser: Browser, web: tuple[Web, Gateway]) -> None:
    server, gateway = web
    its, agent, answers = steps.represented(), own_steps.citizen(), steps.vacancy()
    rep, his = phone(browser), phone(browser)
    sign_in(rep, server.url, its, {"id_number": its["legal_rep_id_number"], "name": its["legal_representative"]})
    rep.get_by_role("link", name="委托经办人").click()
    narrow(rep)
    rep.fill("#number", agent["id_number"])
    rep.fill("#name", agent["name"])
    rep.get_by_label("招聘登记").check()
    rep.fill("#until", clock.today().isoformat())
    rep.get_by_role("button", name="委托", exact=True).click()
    expect(rep.locator("main")).to_contain_text("有效")
    narrow(rep)

    his.goto(f"{server.url}/my/sign-in")
    his.fill("#number", agent["id_number"])
    his.get_by_role("button", name="获取验证码").click()
    expect(his.locator("#code")).to_be_visible()
    his.fill("#code", own_steps.texted(gateway))
    his.get_by_role("button", name="登录", exact=True).click()
    his.get_by_role("link", name=re.compile("替单位办")).click()
    expect(his.locator("main")).to_contain_text(its["employer_name"])
    his.get_by_role("button", name="替单位办").click()
    expect(his.locator("main")).to_contain_text("委托办理")
    expect(his.locator("main")).to_contain_text(its["employer_name"])
    expect(his.get_by_role("link", name="办就业登记")).to_have_count(0)
    narrow(his)
    his.get_by_role("link", name="办招聘登记").click()
    for item, value in answers.items():
        choose(his, item, value)
    expect(his.locator("#saved")).to_contain_text("已存草稿")
    confirm_all(his)
    his.get_by_role("button", name="提交", exact=True).click()
    expect(his.locator("main")).to_contain_text(re.compile(r"CJ-\d{8}-\d{6}"))
    narrow(his)
    assert "替您交了" in list(gateway.messages.values())[-1][2]

    rep.goto(f"{server.url}/my/")
    expect(rep.locator("main")).to_contain_text("受托人代办")
    rep.goto(f"{server.url}/my/mandates")
    rep.get_by_role("button", name="撤销委托").click()
    expect(rep.locator("main")).to_contain_text("已撤销")
    his.goto(f"{server.url}/my/")
    expect(his).to_have_url(re.compile("/my/sign-in"))
    for page in (rep, his):
        page.context.close()
