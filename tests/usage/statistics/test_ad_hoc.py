"""Ad hoc statistics: asked in writing, allowed by another, run once by a login that sees no person. Acts
usage.ask_ad_hoc, usage.approve_ad_hoc, usage.refuse_ad_hoc, usage.run_ad_hoc. Art. 11."""

import psycopg
import pytest

from jiuye.front.demo import session_of
from jiuye.records.models import MODELS
from jiuye.server.connect import Instance
from jiuye.standards.queries import catalogue
from jiuye.usage.statistics import reader
from jiuye.usage.statistics.actions import approve_ad_hoc, ask_ad_hoc, refuse_ad_hoc, run_ad_hoc
from jiuye.usage.statistics.models import AdHoc
from tests.book import asked, refused
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("11")
COUNTED = "select valid_flag, count(*) as n from records_unemploymentregistration group by 1"


def ask(sql: str = COUNTED, account: str = "statistician") -> AdHoc:
    return ask_ad_hoc(by=session_of(account), question="各状态的失业登记件数", sql=sql)


def allowed(sql: str = COUNTED) -> AdHoc:
    return approve_ad_hoc(ask(sql).pk, by=session_of("usage"))


def test_asked_allowed_and_run_once(house: Instance) -> None:
    one = ask()
    with refused(house, "U342", "usage.run_ad_hoc"):
        run_ad_hoc(one.pk, by=session_of("statistician"))
    for account in ("statistician", "manager"):
        with refused(house, "JY403", "usage.approve_ad_hoc"):
            approve_ad_hoc(one.pk, by=session_of(account))
    approve_ad_hoc(one.pk, by=session_of("usage"))
    with refused(house, "U315", "usage.refuse_ad_hoc"):
        refuse_ad_hoc(one.pk, by=session_of("usage"), note="已经有报表")
    done = run_ad_hoc(one.pk, by=session_of("statistician"))
    assert (done.state, done.columns) == ("done", ["valid_flag", "n"])
    with refused(house, "U342", "usage.run_ad_hoc"):
        run_ad_hoc(one.pk, by=session_of("statistician"))


def test_what_is_asked_for_wrongly(house: Instance) -> None:
    with refused(house, "U338", "usage.ask_ad_hoc"):
        ask(account="statistician2")
    with refused(house, "U339", "usage.ask_ad_hoc"):
        ask_ad_hoc(by=session_of("statistician"), question="看", sql=COUNTED)
    with refused(house, "U340", "usage.ask_ad_hoc"):
        ask("  ")
    with refused(house, "U334", "usage.ask_ad_hoc"):
        ask("select count(*) as n from " + ", ".join(f"generate_series(1, 100000) s{k}" for k in range(5)))


PERSONAL = ["name", "id_number", "id_number_index", "birth_date", "sex", "mobile_phone_index", "id", "person_id"]


@pytest.mark.article("10(3)")
@pytest.mark.parametrize(
    "attack",
    [
        "select {0} from records_person", "select count(*) as n from records_person where {0} is not null",
        "select count(*) as n from records_person order by max({0}::text)",
        "select count(*) as n from records_person p join records_employer e on e.remarks = p.{0}::text",
        "select max({0}::text) as n from records_person", "select length({0}::text) as n from records_person",
        "select p.x as n from (select {0} as x from records_person) p", "select p as n from records_person p",
        "select to_jsonb(p) as n from records_person p", "select 1 / (case when {0} is null then 0 else 1 end) as n"
        " from records_person", "select cast({0}::text as int) as n from records_person",
        "select count(*) as n from records_person group by {0}", "select count(distinct {0}) as n from records_person",
        "select * from records_person", "table records_person", "select row_to_json(p.*) as n from records_person p",
        "select count(*) as n from records_person p natural join records_employer where p.{0} is null",
        "select string_agg({0}::text, ',' order by {0}) as n from records_person",
    ],
)  # fmt: skip
def test_no_expression_takes_what_the_reader_may_not_see(house: Instance, attack: str) -> None:
    """Refused by the database before anything runs, whatever the expression; and so when asked."""
    for item in PERSONAL if "{0}" in attack else [""]:
        with psycopg.connect(house.dsn("reader"), options="-c search_path=jiuye") as db:
            with pytest.raises(psycopg.errors.InsufficientPrivilege) as e:
                db.execute(attack.format(item).encode())
            assert "permission denied" in str(e.value)
    with refused(house, "U331", "usage.ask_ad_hoc"):
        ask(attack.format("name"))


@pytest.mark.article("10(3)")
@pytest.mark.parametrize(
    "attack",
    [
        "select 1 as n) a; drop table records_person; --", "insert into records_person default values",
        "with gone as (delete from records_person returning 1) select count(*) as n from gone",
        "select 1 as n; select 2", "select pg_read_file('/etc/passwd') as n", "select lo_create(0) as n",
        "select lo_import('/etc/passwd') as n", "select set_config('transaction_read_only', 'off', true)::int as n",
        "select count(*) as n from jiuye.parties_account", "select count(*) as n from ledger.entry",
        "select count(*) as n from work.stage_person", "select count(*) as n from pg_authid",
        "select count(*) as n from pg_statistic", "select nextval('work.number') as n", "copy records_person to stdout",
    ],
)  # fmt: skip
def test_no_side_effect_and_no_other_table(house: Instance, attack: str) -> None:
    before = asked(house, "select count(*) from jiuye.records_person")
    with pytest.raises(reader.Failed):
        reader.answer(attack, 5)
    assert asked(house, "select count(*) from jiuye.records_person") == before
    assert asked(house, "select count(*) from pg_largeobject_metadata") == 0


def test_the_result_says_how_many_and_leaves_few_out(house: Instance) -> None:
    for code, sql in (
        ("U335", "select valid_flag from records_person"), ("U336", "select '甲' as n"),
        ("U337", "select k as n from generate_series(1, 2000) k"),
    ):  # fmt: skip
        done = run_ad_hoc(allowed(sql).pk, by=session_of("statistician"))
        assert (done.state, code in done.note, done.result) == ("failed", True, [])
    few = "select * from (values ('甲', 4), ('乙', 5), ('丙', 0)) t(name, n)"
    assert reader.answer(few, 5) == (["name", "n"], [["乙", 5], ["丙", 0]], 1)


def test_who_asks_too_long_is_stopped(house: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SECONDS", 1)
    with pytest.raises(reader.Failed) as e:
        reader.answer("select count(*) as n from pg_sleep(20)", 5)
    assert e.value.verdict.code == "U332"


def test_what_the_reader_may_see(house: Instance) -> None:
    """As told on the page and granted: codes, dates and numbers; no key by which persons could be joined."""
    with psycopg.connect(house.superuser_dsn()) as db:
        granted = db.execute(
            "select table_name, column_name from information_schema.column_privileges where grantee = 'jiuye_reader'"
        ).fetchall()
    told = {(MODELS[d]._meta.db_table, c) for d, names in reader.columns(catalogue()).items() for c in names}
    assert set(granted) == told
    assert not {c for _, c in told if c in ("id", "entry_id", "name", "uscc") or c.endswith(("_id", "_index", "_no"))}


def test_on_the_pages(house: Instance) -> None:
    counter, desk = signed_in("statistician"), signed_in("usage")
    asked_for = {"question": "各区市件数是多少", "sql": "select name from records_person"}
    again = counter.post("/usage/ad-hoc/ask", asked_for)
    assert again.status_code == 422
    assert "select name from" in again.content.decode()
    page = counter.post("/usage/ad-hoc/ask", {"question": "各区市件数是多少", "sql": COUNTED}).headers["Location"]
    assert page in desk.get("/").content.decode()
    assert desk.post(f"{page}/approve").status_code == 302
    assert page in counter.get("/").content.decode()
    assert counter.post(f"{page}/run").status_code == 302
    assert "已执行" in counter.get(page).content.decode()
    assert page in desk.get("/usage/ad-hoc").content.decode()
    other = counter.post("/usage/ad-hoc/ask", {"question": "各区市件数是多少", "sql": COUNTED}).headers["Location"]
    assert desk.post(f"{other}/refuse", {"note": "固定报表里已有这个数"}).status_code == 302
    assert signed_in("clerk").get("/usage/ad-hoc").status_code == 403
