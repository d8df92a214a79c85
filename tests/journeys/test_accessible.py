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


@pytest.mark.parametrize("width", [1366, 360])
def test_axe_has_nothing_to_say(browser: Browser, address: str, furnished: Furnished, width: int) -> None:
    found: list[str] = []
    open_pages: dict[str, Page] = {}
    for account, path in furnished.all():
        if account not in open_pages:
            own = account in furnished.tokens
            staff = account not in ("", "terminal") and not own
            token = session_of(account).token if staff else furnished.tokens.get(account, "")
            if account == "terminal":
                open_pages[account] = furnished.hall.open(browser, address, width)
            else:
                open_pages[account] = screen(browser, address, token, own=own, width=width)
        page = open_pages[account]
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200, (account, path)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{account} {path}: wider than the screen")
        page.evaluate(AXE)
        for v in page.evaluate("axe.run()")["violations"]:
            nodes = [f"{n['html'][:160]} | {n['failureSummary'][:200]}" for n in v["nodes"][:3]]
            found.append(f"{account} {path}: {v['id']} ×{len(v['nodes'])} {nodes}")
    for page in open_pages.values():
        page.context.close()
    assert not found, "\n".join(found)
