"""A record with characters few systems have: on the screen and on paper they are themselves. Art. 10(3)."""

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from jiuye.collection import actions
from jiuye.front.demo import session_of
from jiuye.lib import fonts
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.identities import LEVEL_3, anybody, renamed
from tests.journeys.screens import screen
from tests.journeys.served import needs_browser, served

pytestmark = [
    pytest.mark.browser, pytest.mark.article("10(3)"), needs_browser,
    pytest.mark.skipif(fonts.rare() is None, reason=f"not run: install Debian's {fonts.PACKAGE}"),
]  # fmt: skip
# One of each block, and a character of the private use area as an older system sent it (U+E863, 䶮).
NAME = "丛" + "".join(LEVEL_3[at] for at in (3, 42_725, 46_880, 47_110, 53_000, 60_316)) + "\ue863"
SHOWN = NAME.replace("\ue863", "\u4dae")


def test_it_prints_in_its_own_characters(house: Instance, browser: Browser, tmp_path: Path) -> None:
    made = actions.submit("person", renamed(anybody(), NAME), by=session_of("clerk2"), confirmed=["R030", "R016"])
    actions.accept(made, by=session_of("reviewer2"))
    clerk = session_of("clerk2")
    with scope(clerk):
        record = Person.objects.get(submission_id=made.pk)
    assert record.name == NAME
    with served() as address:
        page = screen(browser, address, clerk.token, own=False, width=1366)
        page.goto(f"{address}/records/person/{record.pk}?case=核对审核：WT-1", wait_until="networkidle")
        assert page.locator("h1").inner_text() == SHOWN
        page.pdf(path=tmp_path / "record.pdf", format="A4")
    paper = (tmp_path / "record.pdf").read_bytes()
    assert b"HanaMinB" in paper  # the face is embedded
    text = "".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(paper))
    assert SHOWN in text
