"""打印: a person's own file on a numbered paper with a code anyone may check, and the way to look oneself.
Art. 10(1), 10(2)."""

import re
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client

from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from jiuye.usage.own.actions import print_extract
from jiuye.usage.own.extract import digest
from jiuye.usage.own.models import Paper
from jiuye.usage.own.papers import code_of
from jiuye.usage.own.shown import parts
from tests.book import asked, entries
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
    assert "是真的" in said
    assert paper.digest in said
    assert paper.bearer in said
    assert who.row["name"] not in said
    assert who.row["id_number"] not in said
    wrong = anybody.post("/my/verify", {"number": paper.number, "code": "AAAA-AAAA-AAAA"})
    assert wrong.status_code == 422


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
