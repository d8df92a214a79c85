"""The corpus typed into the pages themselves: what a page sends, says and leaves behind is what the HTTP end of the
window says and stores of the same row. Art. 6(1)."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from jiuye.collection.services import SERVICES
from jiuye.lib import clock
from jiuye.parties.models import Seat
from jiuye.server.connect import Instance
from tests.clean import Row, person
from tests.corpus import hard
from tests.journeys.browsed import Browsed, Uploaded
from tests.journeys.channels import Form, differs, in_csv, in_xlsx, window
from tests.journeys.own_channels import Own, employers, people
from tests.journeys.own_steps import gateway
from tests.journeys.served import needs_browser, served
from tests.soak import LONG

pytestmark = [pytest.mark.browser, pytest.mark.article("6(1)"), needs_browser]
SIZES = {"phone": (360, 740), "kiosk": (1080, 1920)}
CHANNELS = {
    "window": "person", "web": "unemployment_registration", "phone": "unemployment_registration",
    "kiosk": "unemployment_registration", "employer": "vacancy",
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """browser, url: where the house is served; window: its HTTP end; bases, clients: a row to make hard and who is
    signed in, by channel."""

    browser: Browser
    url: str
    window: Form
    bases: dict[str, Row]
    clients: dict[str, Client]

    def page(self, channel: str) -> Page:
        width, height = SIZES.get(channel, (1366, 768))
        context = self.browser.new_context(
            base_url=self.url, viewport={"width": width, "height": height}, locale="zh-CN", service_workers="block"
        )
        for name, one in self.clients[channel].cookies.items():
            context.add_cookies([{"name": name, "value": one.value, "url": self.url}])
        return context.new_page()


@pytest.fixture(scope="module")
def world(house: Instance, browser: Browser) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch, gateway(patch) as sms:
        [unemployed], by_citizens = people(house, sms, 1)
    declared, by_employers = employers(house, 1)
    staff = window(house)
    own = {c.name: c for c in [*by_citizens, *by_employers] if isinstance(c, Own)}
    [vacancy] = declared["vacancy"]
    bases = {"window": person(), "employer": vacancy} | dict.fromkeys(("web", "phone", "kiosk"), unemployed)
    clients = {name: next(iter(own[name].clients.values())) for name in CHANNELS if name in own}
    with served() as url:
        yield World(browser, url, staff, bases, clients | {"window": staff.client})


@pytest.mark.parametrize("number", [1, pytest.param(20, marks=LONG)])
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_page_says_and_stores_what_the_http_end_does(world: World, channel: str, number: int) -> None:
    dataset, base = CHANNELS[channel], world.bases[channel]
    asked = SERVICES[dataset].items if dataset in SERVICES else None
    address = {"window": "/collection", "kiosk": "/kiosk"}.get(channel, "/my")
    page = world.page(channel)
    Seat.objects.update(seen_at=clock.now())  # whoever sits at the terminal has just touched it
    typed = Browsed(world.window.house, channel, {"": page}, address, typed=asked)
    differing = []
    for row in hard(dataset, [base], sorted(asked or base.keys() - {"valid_flag"}), number, clock.today()):
        sent, shown = typed.hand_in(dataset, row)
        expected = world.window.one(dataset, sent)
        if shown != expected:
            differing.append(differs(sent, ("HTTP", expected), (channel, shown)))
    page.context.close()
    assert not differing, f"{len(differing)} of {number}:\n" + "\n".join(differing[:5])


@pytest.mark.parametrize("number", [2, pytest.param(20, marks=LONG)])
@pytest.mark.parametrize("write", [in_csv, in_xlsx])
def test_a_file_chosen_on_the_page_is_told_the_same(world: World, write: object, number: int) -> None:
    bases = [person() for _ in range(number)]
    rows = hard("person", bases, sorted(bases[0].keys() - {"valid_flag"}), number, clock.today())
    page = world.page("window")
    shown = Uploaded(world.window.house, "file", page, write).hand_in("person", rows)
    page.context.close()
    expected = [world.window.one("person", row) for row in rows]
    pairs = zip(rows, expected, shown, strict=True)
    differing = [differs(row, ("HTTP", one), ("page", other)) for row, one, other in pairs if one != other]
    assert not differing, "\n".join(differing[:5])
