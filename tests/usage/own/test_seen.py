"""谁看过我的数据: every reading act about somebody, from the book, for him alone. Art. 10(1), 10(3), 12."""

import re
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from jiuye.front.demo import session_of
from jiuye.ledger.own_book import own_book
from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.models import Agency
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import scope
from jiuye.records import matching
from jiuye.records.actions import unmask
from jiuye.records.matching import match
from jiuye.server.connect import Instance
from jiuye.usage.enquiries.actions import look_up
from jiuye.usage.own import seen
from jiuye.usage.own.actions import show_own
from jiuye.usage.own.seen import Look
from tests.book import asked
from tests.collection.steps import handed_in
from tests.usage.own.steps import CASE, Somebody, entry_behind_the_guards, looked_at, sealed, somebody

pytestmark = pytest.mark.article("10(1)")


def looks(who: Somebody, whose: str = "") -> list[Look]:
    with scope(who.by):
        return seen.page(whose, "").looks


def test_who_when_what_for_and_which_items(house: Instance) -> None:
    who = somebody()
    clerk = session_of("clerk2")
    looked_at(who)
    unmask(who.person, "id_number", by=clerk, why=CASE)
    last, before = looks(who, "staff")[:2]
    agency = Agency.objects.get(pk=clerk.agency_id).name
    assert (last.who, last.why, last.items) == (f"{agency}，经办岗", CASE, "证件号码")
    assert before.why == CASE
    page = who.phone.get("/my/seen").content.decode()
    assert CASE in page
    assert agency in page
    assert clerk.staff.name not in page, "the agency and the post, not whose hand it was"
    assert clerk.staff.staff_no not in page


def test_of_a_search_he_reads_the_kind_of_purpose_and_his_own_case(house: Instance) -> None:
    who = somebody()
    case = handed_in(session_of)
    for why in (f"{case.number} 李某的材料", "答复咨询：李某问失业金", "核对审核"):
        look_up(who.row["id_number"], by=session_of("clerk2"), why=why)
    assert [n.why for n in looks(who, "staff")[:3]] == ["核对审核", "答复咨询", "办理业务"]
    own = asked(house, "select number from jiuye.collection_submission where id = %s", who.person.submission_id)
    look_up(who.row["id_number"], by=session_of("clerk2"), why=f"{own} 核对材料")
    assert looks(who, "staff")[0].why == f"办理业务 {own}"


def test_his_own_reading_and_the_systems_are_there_as_well(house: Instance) -> None:
    who = somebody()
    show_own(by=who.by)
    assert [n.who for n in looks(who, "mine")] == ["您本人"]
    assert "给您的手机发登录验证码" in {n.why for n in looks(who, "machine")}


def test_whoever_was_shown_beside_the_subject_finds_it(house: Instance) -> None:
    who, other = somebody(), somebody()
    clerk = session_of("clerk2")
    match(matching.Person(id_number=who.row["id_number"]), by=clerk, on=None, why="录入")
    assert "打码的姓名、区市" in {n.items for n in looks(who, "staff")}
    with act("records.open", by=clerk, why="批量查询 PL-1") as entry:
        entry.saw([other.person.pk, who.person.pk, other.person.pk])
    for one in (who, other):
        assert looks(one)[0].why == "批量查询 PL-1"


def test_nobody_sees_anothers_and_staff_see_none_here(house: Instance) -> None:
    who, other = somebody(), somebody()
    looked_at(who)
    assert CASE not in {n.why for n in looks(other)}
    for name in ("clerk2", "manager", "supervisor"):
        with scope(session_of(name)):
            assert own_book() == []
    assert own_book() == []


@pytest.mark.article("12")
def test_what_the_law_keeps_from_him_is_a_line_until_its_day(house: Instance, tmp_path: Path) -> None:
    who = somebody()
    today = clock.today()
    until = (today + timedelta(days=30)).isoformat()
    entry_behind_the_guards(house, "records.open", who.person.pk, f'{{"sealed_until": "{until}"}}')
    assert "侦查" in {n.why for n in looks(who)}, "only a visit of authorities is ever kept from him"
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("insert into ledger.act_reading values ('usage.consult')")
    before = len(looks(who))
    entry_behind_the_guards(house, "usage.consult", who.person.pk, f'{{"sealed_until": "{until}"}}')
    sealed(house, tmp_path)
    shut = [n for n in looks(who) if n.sealed_until]
    assert (len(looks(who)), len(shut)) == (before + 1, 1)
    assert (shut[0].at, shut[0].who, shut[0].why, shut[0].items) == (None, "", "", "")
    assert shut[0].link, "but it has its place in his chain"
    page = who.phone.get("/my/seen").content.decode()
    assert f"依法暂不公开，至 {until}" in page
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("delete from ledger.act_reading where act = 'usage.consult'")


def test_the_page_goes_back_by_key(house: Instance, tmp_path: Path) -> None:
    who = somebody()
    for n in range(seen.PAGE + 5):
        looked_at(who, f"{CASE}-{n}")
    sealed(house, tmp_path)
    first = who.phone.get("/my/seen?whose=staff").content.decode()
    onward = re.search(r"after=(\d+)", first)
    assert onward
    second = who.phone.get(f"/my/seen?whose=staff&after={onward[1]}").content.decode()
    told = [re.findall(rf"{CASE}-(\d+)", page) for page in (first, second)]
    assert [int(n) for some in told for n in some] == list(range(seen.PAGE + 4, -1, -1))
    assert len(told[0]) == seen.PAGE
    assert who.phone.get("/my/seen?after=x&whose=y").status_code == 200


def test_it_is_served_by_index(house: Instance) -> None:
    """However large the book: neither the subject nor who was named beside it is looked for by reading it through."""
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("set enable_seqscan = off")
        query = (
            "explain select e.id from ledger.entry e where e.subject_id is not null and e.subject_id ="
            " any(array[%s]::uuid[]) and e.act = any(array['records.open']) and e.outcome = 'done'"
            " union select s.entry_id from ledger.subject s where s.tbl = '@seen' and s.ids && array[%s]::uuid[]"
        )
        nobody = "00000000-0000-0000-0000-000000000000"
        plan = "\n".join(row[0] for row in db.execute(query.encode(), [nobody, nobody]).fetchall())
    assert "entry_subject" in plan
    assert "subject_seen" in plan
    assert "Seq Scan" not in plan


def test_every_act_that_shows_and_writes_nothing_of_a_record_says_so() -> None:
    """What another room adds to show records is on a person's page, or is named here with why not."""
    quiet = {
        "collection.take_up", "collection.use_mandate", "collection.check_receipt", "collection.save_draft",
        "records.sweep_store", "usage.trace_export",
    }  # fmt: skip
    rooms = ("records.", "collection.", "usage.", "maintenance.")
    silent = {a.name for a in ACTS.values() if a.name.startswith(rooms) and not a.writes and not a.reads}
    assert silent <= quiet | {"collection.sweep"}, "an act that shows somebody's data is marked `reads`"
