"""Two whole ways through 数据维护 in the system's Chromium: a wrong identity number from the finding to the recheck,
and two files of one person merged and set apart again. Art. 9(3), 14(2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from jiuye.collection import actions as collection
from jiuye.front import demo
from jiuye.parties.sessions import scope
from jiuye.quality import actions as quality
from jiuye.records.keys import sealer
from jiuye.records.models import Person
from jiuye.records.seal import open_item
from jiuye.server.connect import Instance
from tests.clean import legacy, write
from tests.journeys.screens import screen
from tests.journeys.served import needs_browser, press, served
from tests.journeys.test_browser import complaints, listen, sign_in
from tests.papers import picture

pytestmark = [pytest.mark.browser, pytest.mark.article("9(3)"), needs_browser]


@pytest.fixture(scope="module")
def address(house: Instance) -> Iterator[str]:
    with served() as url:
        yield url


def inherited(folder: Path, rows: list[dict[str, str]]) -> list[Person]:
    demo.order()
    file = write(folder / "person.csv", rows)
    done, _ = collection.inherit("person", file, by=demo.session_of("manager"), order_number=demo.ORDER)
    with scope(demo.session_of("manager")):
        return list(Person.objects.filter(submission_id=done.pk).order_by("row_no"))


def now(record: Person) -> Person:
    with scope(demo.session_of("manager")):
        found: Person = Person.objects.get(pk=record.pk)
    return found


def upload(page: Page, folder: Path) -> None:
    scan = folder / "身份证.png"
    scan.write_bytes(picture(5))
    page.select_option("#kind", "11")
    page.set_input_files("#evidence", scan)


def three_more_hands(browser: Browser, address: str) -> None:
    """Approver, operator and rechecker, each from his own worklist, with the keyboard."""
    for account, said in (("approver", "已同意"), ("operator", "复核"), ("rechecker", "已复核办结")):
        page = screen(browser, address, demo.session_of(account).token, own=False, width=1366)
        page.on("console", listen)
        page.goto(address + "/")
        press(page, "Control+Enter")  # the first that waits
        expect(page.locator(".steps [aria-current=step]")).to_be_visible()
        press(page, "Control+Enter")
        expect(page.locator("p.say.ok").first).to_contain_text(said)
        page.context.close()


def test_a_wrong_number_from_finding_to_recheck(browser: Browser, address: str, tmp_path: Path) -> None:
    complaints.clear()
    row = next(r for r in legacy(30) if r["id_type"] == "01" and len(r["id_number"]) == 18)
    right = row["id_number"]
    row["id_number"] = right[:11] + ("1" if right[11] == "0" else "0") + right[12:]
    record = inherited(tmp_path, [row])[0]
    manager = demo.session_of("manager")
    run = quality.inspect(quality.freeze(by=manager), by=manager)
    page = sign_in(browser, address, "clerk")
    page.goto(f"{address}/quality/{run.number}/findings?rule=R004")
    page.get_by_role("link", name="申报更正").first.click()
    page.fill("#id_number", right)
    page.fill("#reason", "质量检查指出号码与出生日期不一致，按身份证改正")
    upload(page, tmp_path)
    press(page, "Control+Enter")
    expect(page.locator("p.say.ok").first).to_contain_text("已申报")
    expect(page.locator(".facts")).to_contain_text("质量检查问题")
    order = page.url
    three_more_hands(browser, address)
    page.goto(order)
    expect(page.locator("main")).to_contain_text("已办结")
    fresh = now(record)
    assert open_item("person", fresh.pk, "id_number", fresh.id_number, sealer()) == right
    page.goto(f"{address}/records/person/{record.pk}?case=核对审核：WT-1")
    expect(page.locator("#line")).to_contain_text("变更单")
    assert complaints == []
    page.context.close()


@pytest.mark.article("14(2)")
def test_two_files_of_one_person_merged_and_set_apart(browser: Browser, address: str, tmp_path: Path) -> None:
    complaints.clear()
    row = next(r for r in legacy(30) if r["id_type"] == "01" and len(r["id_number"]) == 18)
    twice = row | {"person_id": "GR999000001", "major": "园艺"}
    kept, other = inherited(tmp_path, [row, twice])
    page = screen(browser, address, demo.session_of("clerk").token, own=False, width=1366)
    page.on("console", listen)
    page.goto(f"{address}/records/person/{kept.pk}?case=核对审核：WT-2")
    page.get_by_role("link", name="查重、合并").click()
    page.wait_for_url("**/alike/**")
    press(page, "Control+Enter")
    page.get_by_role("link", name="并排看，申报合并").first.click()
    expect(page.locator("main")).to_contain_text("证件号码")
    page.fill("#reason", "同一人两次建档，证件号码一致")
    press(page, "Control+Enter")
    expect(page.locator("p.say.ok").first).to_contain_text("已申报合并")
    order = page.url
    three_more_hands(browser, address)
    assert now(other).merged_into_person_id == kept.person_id
    page.goto(order)
    page.get_by_role("link", name="申报撤销合并").click()
    page.fill("#reason", "查明是同名的两个人")
    press(page, "Control+Enter")
    expect(page.locator("p.say.ok").first).to_contain_text("已申报撤销合并")
    three_more_hands(browser, address)
    assert not now(other).merged_into_person_id
    assert complaints == []
    page.context.close()
