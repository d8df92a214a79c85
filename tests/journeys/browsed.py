"""A driver for each form as a person meets it: typed in the browser, what its page says read off the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

from jiuye.collection import staging
from jiuye.collection.models import Submission
from jiuye.front.demo import session_of
from jiuye.jobs.models import Job
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from jiuye.standards.queries import catalogue
from tests.clean import Row
from tests.jobs.steps import drained
from tests.journeys.channels import Outcome, Verdict, kept, last

UNFOLD = "n => document.getElementsByName(n).forEach(e => e.closest('details')?.setAttribute('open', ''))"
DONE = "() => document.title && !document.querySelector('form[data-entry]')"
SETTLED = """() => !document.querySelector('[data-main]').hasAttribute('aria-busy')
  && !document.getElementById('faults').hidden"""
HANDED_IN = f"() => ({DONE})() || ({SETTLED})()"
ROW = "() => Object.fromEntries([...new FormData(document.querySelector('form[data-entry]'))])"
SAID = """() => [...document.querySelectorAll('[data-marks] .verdict')].map(p => [
  p.querySelector('.rule').textContent, ['stop', 'ask', 'note'].find(k => p.classList.contains(k)),
  [...p.querySelectorAll('span > span.vh')][0].nextSibling.textContent.slice(0, -1)])"""

LISTED = """() => { let row = 0; return [...document.querySelectorAll('#rows tbody tr')].map(tr => {
  const [n, text, rule] = tr.cells; row = Number(n.textContent) || row;
  return [row, rule.querySelector('.rule').textContent,
    ['stop', 'ask', 'note'].find(k => rule.querySelector('.mark').classList.contains(k)), text.textContent]; }) }"""


@dataclass
class Browsed:
    """A form in a browser. pages: what `whose` of a row says → his page, signed in ("": one for all); typed: the items
    the form asks, None: all."""

    house: Instance
    name: str
    pages: Mapping[str, Page]
    address: str
    whose: str = ""
    typed: frozenset[str] | None = None

    def hand_in(self, dataset: str, row: Row) -> tuple[Row, Outcome]:
        """The row as the page hands it in (codes are chosen, dates put straight, blanks cut off), and what became of
        it."""
        page = self.pages[row[self.whose] if self.whose else ""]
        page.goto(f"{self.address}/new/{dataset}", wait_until="load")
        for item, text in row.items():
            if self.typed is None or item in self.typed:
                _type(page, item, text)
        page.locator("h1").click()
        sent = self._sent(page, dataset, row)
        page.locator("[data-main]").click()
        page.wait_for_function(HANDED_IN)
        said: frozenset[Verdict] = frozenset()
        if page.locator("form[data-entry]").count():
            said = frozenset((rule, kind, text) for rule, kind, text in page.evaluate(SAID))
            sent = self._sent(page, dataset, row)
            if all(kind != "stop" for _, kind, _ in said):
                for box in page.locator("[data-marks] input[name=confirmed]").all():
                    box.check()
                page.locator("[data-main]").click()
                page.wait_for_function(DONE)
        if page.locator("form[data-entry]").count():
            return sent, Outcome(said, None)
        made: Any = last(page.url)
        stored = kept(self.house, dataset, made)
        staging.clear(dataset, made)
        return sent, Outcome(said, stored[1])

    def _sent(self, page: Page, dataset: str, row: Row) -> Row:
        """What the page holds, and what it need not ask because the house knows it."""
        items = catalogue().items[dataset].keys() if self.typed is None else self.typed
        asked = {n: str(v) for n, v in page.evaluate(ROW).items() if n in items}
        return ({} if self.typed is None else {n: v for n, v in row.items() if n not in self.typed}) | asked


def _type(page: Page, item: str, text: str) -> None:
    """As by hand, its section unfolded: a radio button, or a text and on to the next field."""
    page.evaluate(UNFOLD, item)
    radio: Locator = page.locator(f'input[type="radio"][name="{item}"]')
    if radio.count():
        one = page.locator(f'input[type="radio"][name="{item}"][value="{text}"]') if text.isalnum() else radio.nth(99)
        if one.count():
            one.check()
        return
    field = page.locator(f"[id='{item}']")
    if field.count():
        field.fill(text)
        page.keyboard.press("Tab")


@dataclass
class Uploaded:
    """The import page: a file chosen and sent, its result read off the page of the submission."""

    house: Instance
    name: str
    page: Page
    write: Any

    def hand_in(self, dataset: str, rows: Sequence[Row]) -> list[Outcome]:
        page, file = self.page, self.write(rows)
        page.goto("/collection/import", wait_until="load")
        page.locator("[name=dataset]").select_option(dataset)
        page.locator("input[type=file]").set_input_files(
            {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read()}
        )
        page.locator("[data-main]").click()
        page.wait_for_url("**/jobs/*")
        drained()
        job = Job.objects.get(pk=last(page.url))
        assert job.state == "done", job.verdict
        with scope(session_of("manager")):
            made = Submission.objects.get(number=job.result["answer"]["batch"])
        page.goto(f"/collection/{made.pk}", wait_until="load")
        stored = kept(self.house, dataset, made.pk)
        staging.clear(dataset, made.pk)
        said: dict[int, set[Verdict]] = {n: set() for n in range(1, len(rows) + 1)}
        for row, rule, kind, text in page.evaluate(LISTED):
            if not rule.startswith("F0"):
                said[row].add((rule, kind, text))
        return [Outcome(frozenset(said[n]), stored.get(n)) for n in said]
