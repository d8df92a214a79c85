"""Every kind of page before axe, wide and narrow, with everything unfolded. WCAG 2.1 AA."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page

from jiuye.front.demo import session_of
from jiuye.server.connect import Instance
from tests.journeys.screens import Furnished, furnish, screen
from tests.journeys.served import needs_browser, served

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
pytestmark = [pytest.mark.browser, pytest.mark.article("6(1)"), needs_browser]


@pytest.fixture(scope="module")
def furnished(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    return furnish(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def address(furnished: Furnished) -> Iterator[str]:
    with served() as url:
        yield url


WIDTHS = (1366, 360)
# What passed is not carried back from the browser: it is the most of it by far.
VIOLATIONS = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


def test_axe_has_nothing_to_say(browser: Browser, address: str, furnished: Furnished) -> None:
    found: list[str] = []
    open_pages: dict[str, Page] = {}
    for account, path in furnished.all():
        if account not in open_pages:
            open_pages[account] = _entered(browser, address, furnished, account)
        page = open_pages[account]
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200, (account, path)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        page.evaluate(AXE)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 768})
            found += [f"{account} {path} at {width}: {fault}" for fault in _faults(page, width)]
    for page in open_pages.values():
        page.context.close()
    assert not found, "\n".join(found)


def _entered(browser: Browser, address: str, furnished: Furnished, account: str) -> Page:
    """A page of whoever goes by that name; "" is anybody, "terminal" the one in the hall."""
    if account == "terminal":
        return furnished.hall.open(browser, address, WIDTHS[0])
    own = account in furnished.tokens
    token = furnished.tokens[account] if own else session_of(account).token if account else ""
    return screen(browser, address, token, own=own, width=WIDTHS[0])


def _faults(page: Page, width: int) -> Iterator[str]:
    if page.evaluate("document.documentElement.scrollWidth") > width:
        yield "wider than the screen"
    for v in page.evaluate(VIOLATIONS):
        nodes = [f"{n['html'][:160]} | {n['failureSummary'][:200]}" for n in v["nodes"][:3]]
        yield f"{v['id']} ×{len(v['nodes'])} {nodes}"
