"""Giving a figure outside: filed, for somebody, for something, allowed by another, small cells hidden. Acts
usage.release_figure, usage.approve_release, usage.refuse_release. Art. 11."""

import io
import re
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiuye.front.demo import session_of
from jiuye.lib.sealing import sm3
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from jiuye.usage.statistics import release
from jiuye.usage.statistics.actions import approve_release, refuse_release, release_figure
from jiuye.usage.statistics.models import PeriodSnapshot, Release, Statistic
from jiuye.usage.statistics.periods import before, period
from tests.book import asked, entries, refused
from tests.quality.small_town import day, signed_in
from tests.usage.statistics.conftest import filed, run

pytestmark = pytest.mark.article("11")
PERSONS = 200
TOLD: dict[str, Any] = {"measures": ["new_total", "reemployed"], "recipient": "市统计局", "purpose": "编写年度统计公报"}


@pytest.fixture(scope="module")
def kept(frozen: PeriodSnapshot) -> Statistic:
    return filed("employment", before(period("year", day())).code, frozen)


def ask(kept: Statistic, account: str = "statistician", **told: Any) -> Release:
    return release_figure(kept.pk, by=session_of(account), **(TOLD | told))


def test_what_is_asked_is_frozen_with_small_cells_hidden_and_printed_once_approved(
    house: Instance, kept: Statistic
) -> None:
    one = ask(kept)
    texts = [text for table in one.content for row in table["rows"] for text in row[1:]]
    assert "…" in texts
    assert not {"1", "2", "3", "4"} & set(texts)
    assert (one.pdf, one.digest) == (None, release.digest(one.content))
    done = approve_release(one.pk, by=session_of("usage"))
    assert done.pdf is not None
    assert done.pdf_sm3 == sm3(bytes(done.pdf)).hex()
    document = pypdfium2.PdfDocument(io.BytesIO(bytes(done.pdf)))
    text = "".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    assert "市统计局" in text
    assert done.digest in re.sub("[^0-9a-f]", "", text)
    told = entries(house, "usage.approve_release")[-1]
    assert told.subject_id == one.pk


def test_who_may_not(house: Instance, kept: Statistic, frozen: PeriodSnapshot) -> None:
    month = run("employment", before(period("month", day())).code, frozen)
    with refused(house, "U310", "usage.release_figure"):
        ask(month)
    for code, told in (("U311", {"measures": ["x"]}), ("U312", {"recipient": " "}), ("U313", {"purpose": "看看"})):
        with refused(house, code, "usage.release_figure"):
            ask(kept, **told)
    one = ask(kept)
    for account in ("statistician", "manager", "clerk"):
        with refused(house, "JY403", "usage.approve_release"):
            approve_release(one.pk, by=session_of(account))
    with refused(house, "U314", "usage.approve_release"):
        approve_release(one.pk, by=session_of("usage2"))
    with refused(house, "U317", "usage.refuse_release"):
        refuse_release(one.pk, by=session_of("usage"), note="不")
    assert refuse_release(one.pk, by=session_of("usage"), note="公报用不着分区市的数").state == "refused"
    with refused(house, "U315", "usage.approve_release"):
        approve_release(one.pk, by=session_of("usage"))


@pytest.mark.parametrize("what", ["content", "digest", "recipient", "decided_by_id"])
def test_the_database_keeps_what_was_asked(house: Instance, kept: Statistic, what: str) -> None:
    """As if the application were taken over: inside an act, past all rules."""
    one, by = ask(kept), session_of("usage")
    forged = {"content": [], "digest": "0", "recipient": "别处", "decided_by_id": session_of("manager").staff_id}
    approving = act("usage.approve_release", by=by, on=("usage.release", one.pk))
    with refused(house, "JY403", "usage.approve_release"), approving as entry:
        one.state, one.decided_at, one.decided_by_id = "approved", entry.at, by.staff_id
        one.docx = one.pdf = b"%PDF"
        setattr(one, what, forged[what])
        entry.put(one)
    assert asked(house, "select state from jiuye.usage_release where id = %s", one.pk) == "asked"


def test_decided_one_after_the_other(kept: Statistic) -> None:
    one = ask(kept)
    with CaptureQueriesContext(connection) as said:
        refuse_release(one.pk, by=session_of("usage"), note="公报用不着这些数")
    assert any("FOR UPDATE" in q["sql"] for q in said.captured_queries)


def test_a_district_gives_its_own(house: Instance, kept: Statistic) -> None:
    one = ask(kept, "statistician2")
    assert {tuple(table["places"]) for table in one.content} == {("环翠区",)}
    assert approve_release(one.pk, by=session_of("usage2")).state == "approved"


def test_the_database_wants_two_and_a_document(house: Instance) -> None:
    constraints = asked(
        house, "select string_agg(conname, ' ') from pg_constraint where conrelid = 'jiuye.usage_release'::regclass"
    )
    assert "release_approved_by_another" in constraints
    assert "release_who_when_and_what" in constraints


def test_on_the_pages(kept: Statistic) -> None:
    counter, desk, clerk = (signed_in(a) for a in ("statistician", "usage", "clerk"))
    address = f"/usage/statistics/{kept.number}/release"
    again = counter.post(address, {"measure": ["new_total"], "recipient": "市统计局", "purpose": "看"})
    assert again.status_code == 422
    assert "市统计局" in again.content.decode()
    sent = counter.post(address, {"measure": ["new_total"], "recipient": "市统计局", "purpose": "编写统计公报"})
    page = sent.headers["Location"]
    assert page in desk.get("/").content.decode()
    assert counter.get(f"{page}/document/pdf").status_code == 404
    assert clerk.get(page).status_code == 403
    assert desk.post(f"{page}/approve").status_code == 302
    for kind in ("pdf", "docx"):
        assert counter.get(f"{page}/document/{kind}").status_code == 200
    with scope(session_of("usage")):
        assert Release.objects.get(pk=page.rsplit("/", 1)[1]).state == "approved"
    assert page in desk.get("/usage/releases").content.decode()
