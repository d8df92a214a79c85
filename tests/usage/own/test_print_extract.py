"""打印: a person's own file on a numbered paper with a code anyone may check, and the way to look oneself.
Art. 10(1), 10(2)."""

import re
from io import BytesIO

import psycopg
import pypdfium2
import pytest
from django.test import Client
from django.utils.html import escape

from jiuye.collection import actions
from jiuye.front.demo import session_of
from jiuye.front.middleware import OWN_COOKIE
from jiuye.lib.keys import uuid7
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from jiuye.standards.queries import catalogue
from jiuye.usage.own import shown
from jiuye.usage.own.actions import print_extract
from jiuye.usage.own.extract import digest
from jiuye.usage.own.models import Paper
from jiuye.usage.own.papers import code_of
from jiuye.usage.own.shown import parts
from tests.book import asked, entries, refused
from tests.own import steps as employers
from tests.usage.own.steps import Somebody, somebody

pytestmark = [pytest.mark.article("10(1)"), pytest.mark.article("10(2)")]


@pytest.fixture(scope="module")
def who(house: Instance) -> Somebody:
    return somebody()


def test_what_he_is_shown_is_printed_and_checked_by_anyone(house: Instance, who: Somebody) -> None:
    paper, told = print_extract(by=who.by)
    last = entries(house, "usage.print_extract", "done")[-1]
    assert (last.subject_id, last.staff_id) == (who.person.pk, who.by.staff_id)
    with scope(who.by):
        assert paper.digest == digest(parts("person")) == digest(told)
    anybody = Client(headers={"host": "localhost"})
    said = anybody.post("/my/verify", {"number": paper.number, "code": code_of(paper)}).content.decode()
    assert "出具过这样一张" in said
    assert paper.digest in said
    assert paper.bearer in said
    assert who.row["name"] not in said
    assert who.row["id_number"] not in said
    wrong = anybody.post("/my/verify", {"number": paper.number, "code": "AAAA-AAAA-AAAA"})
    assert wrong.status_code == 422


def test_its_check_shows_what_it_said_covered(house: Instance, who: Somebody) -> None:
    """A paper on which 在职 became 失业 has its number, code and digest still."""
    paper, told = print_extract(by=who.by)
    said = verified(paper)
    items = catalogue().items["person"]
    plain = [i for g in told[0].rows[0].groups for i in g.items if items[i.name].protection not in ("sealed", "masked")]
    assert len(plain) > 3
    for one in plain:
        assert f"<dt>{one.label}</dt><dd>{escape(one.text)}</dd>" in said, one.name
    assert who.row["name"] not in said
    assert "有人核验档案打印件" in who.phone.get("/my/seen").content.decode(), "and he finds that somebody looked"
    stored = asked(house, "select told from jiuye.usage_paper where id = %s", paper.pk)
    assert plain[0].label.encode() not in bytes(stored), "kept sealed"


@pytest.mark.parametrize(("told", "says"), [("null", "不证明纸上的字没有改过"), ("set_byte(told, 30, 1)", "被改动过")])
def test_what_was_not_kept_or_was_tampered_with_is_said(house: Instance, who: Somebody, told: str, says: str) -> None:
    paper, _ = print_extract(by=who.by)
    with psycopg.connect(house.superuser_dsn(), autocommit=True) as db:
        db.execute("alter table jiuye.usage_paper disable trigger user")
        db.execute(f"update jiuye.usage_paper set told = {told} where id = %s".encode(), [paper.pk])
        for name in ("guard_step", "guard_insert", "guard_update", "guard_delete", "guard_truncate"):
            db.execute(f"alter table jiuye.usage_paper enable always trigger {name}".encode())
    assert says in verified(paper)


def verified(paper: Paper) -> str:
    """What anybody who has the paper reads."""
    told = {"number": paper.number, "code": code_of(paper)}
    return Client(headers={"host": "localhost"}).post("/my/verify", told).content.decode()


def test_what_a_paper_says_never_changes(house: Instance, who: Somebody) -> None:
    paper, _ = print_extract(by=who.by)
    other = somebody()
    with refused(house, "JY403", "usage.print_extract"), act("usage.print_extract", by=who.by, on=who.person) as entry:
        paper.count += 1
        entry.put(paper)
    forged = Paper(**{f.attname: getattr(paper, f.attname) for f in Paper._meta.concrete_fields} | {
        "id": uuid7(), "number": f"{paper.number}0", "record_id": other.person.pk,
    })  # fmt: skip
    with refused(house, "JY403", "usage.print_extract"), act("usage.print_extract", by=who.by, on=who.person) as entry:
        entry.put(forged)


def test_of_many_all_are_printed_and_the_page_tells_how_many(house: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    its = employers.employer()
    by = employers.handler(its)
    for _ in range(3):
        made = actions.submit("vacancy", employers.whole("vacancy", employers.vacancy(), by), by=by)
        actions.accept(made, by=session_of("reviewer2"))
    monkeypatch.setattr(shown, "PAGE", 2)
    paper, told = print_extract(by=by)
    assert [len(p.rows) for p in told if p.dataset == "vacancy"] == [3]
    assert paper.count == 4
    phone = Client(headers={"host": "localhost"})
    phone.cookies[OWN_COOKIE] = by.token
    first = phone.get("/my/data").content.decode()
    assert "共 3 条，这里是第 1 至 2 条" in first
    assert "?dataset=vacancy&amp;page=2" in first
    last = phone.get("/my/data?dataset=vacancy&page=2").content.decode()
    assert "共 3 条，这里是第 3 至 3 条" in last
    assert "?dataset=vacancy&amp;page=1" in last
    with scope(by):
        keys = [[r.key for r in p.rows] for n in (1, 2, 9) for p in shown.page(by.post, "vacancy", n)]
    assert [len(k) for k in keys] == [2, 1, 1], "beyond the last page stands the last"
    assert len({*keys[0], *keys[1]}) == 3


def test_the_page_bears_number_code_and_both_qr_codes(house: Instance, who: Somebody) -> None:
    page = who.phone.post("/my/data/print").content.decode()
    number = asked(house, "select number from jiuye.usage_paper where kind = 'extract' order by id desc limit 1")
    assert number in page
    assert re.search(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", page)
    assert page.count("<svg") == 2
    assert "style=" not in page
    assert who.row["name"] in page
    assert who.phone.get("/my/data/print").status_code == 302, "reading the address prints nothing"


def test_as_pdf(house: Instance, who: Somebody) -> None:
    answer = who.phone.post("/my/data/print", {"pdf": "1"})
    assert answer["Content-Type"] == "application/pdf"
    held = pypdfium2.PdfDocument(BytesIO(answer.content))
    text = "".join(page.get_textpage().get_text_range() for page in held)
    number = asked(house, "select number from jiuye.usage_paper where kind = 'extract' order by id desc limit 1")
    assert number in text
    assert who.row["name"] in text
    assert "扫码自助查询" in text
    with scope(who.by):
        assert code_of(Paper.objects.get(number=number)) in text


def test_the_code_is_filled_in_from_the_qr_code(house: Instance, who: Somebody) -> None:
    paper, _ = print_extract(by=who.by)
    page = Client(headers={"host": "localhost"}).get(f"/my/verify?number={paper.number}&code=ABCD").content.decode()
    assert f'value="{paper.number}"' in page
    assert "<b>是真的" not in page, "nothing is checked before he presses"


def test_an_employer_prints_its_own(house: Instance) -> None:
    its = employers.employer()
    by = employers.handler(its)
    paper, told = print_extract(by=by)
    assert paper.bearer.startswith(its["employer_name"])
    assert told
