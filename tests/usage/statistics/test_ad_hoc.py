"""Ad hoc statistics: asked in writing, allowed by another, run once by a login that sees no person. Acts
usage.ask_ad_hoc, usage.approve_ad_hoc, usage.refuse_ad_hoc, usage.run_ad_hoc. Art. 11."""

from decimal import Decimal
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiuye.front.demo import session_of
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.records.models import MODELS
from jiuye.server.connect import Instance
from jiuye.standards.queries import catalogue
from jiuye.usage.statistics import reader, rules
from jiuye.usage.statistics.actions import approve_ad_hoc, ask_ad_hoc, refuse_ad_hoc, run_ad_hoc
from jiuye.usage.statistics.models import AdHoc
from jiuye.usage.statistics.shape import Failed, judged
from tests.book import asked, refused
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("11")
TABLE = "records_unemploymentregistration"
COUNTED = f"select valid_flag, count(*) as n from {TABLE} group by 1"


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


def test_what_is_asked_for_wrongly(house: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    with refused(house, "U338", "usage.ask_ad_hoc"):
        ask(account="statistician2")
    with refused(house, "U339", "usage.ask_ad_hoc"):
        ask_ad_hoc(by=session_of("statistician"), question="看", sql=COUNTED)
    with refused(house, "U340", "usage.ask_ad_hoc"):
        ask("  ")
    monkeypatch.setattr(reader, "MOST_COST", 0.0)
    with refused(house, "U334", "usage.ask_ad_hoc"):
        ask()


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
    with pytest.raises(Refused) as no:
        ask(attack.format("name"))
    assert no.value.verdict.code in ("U331", "U333", "U335", "U345")


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
    for way in (reader.cost, reader.ask):  # by its shape; by the login alone
        with pytest.raises(Failed):
            way(attack)
    assert asked(house, "select count(*) from jiuye.records_person") == before
    assert asked(house, "select count(*) from pg_largeobject_metadata") == 0


TELLING = {
    "U335": ["select valid_flag from {0}", "select valid_flag as n from {0}", "select count(*) as m from {0}",
             "select count(*) filter (where true) as n from {0}"],
    "U346": ["select sum(guidance_count) as s, count(*) as n from {0}",
             "select sum(guidance_count) as s, count(*) as n from {0} where guidance_count is not null or true"],
    "U345": [
        *(f"select {of}, count(*) as n from {{0}}" for of in (
            "string_agg(valid_flag, ',')", "array_agg(valid_flag)", "json_agg(valid_flag)", "min(registered_date)",
            "max(guidance_count)", "sum(distinct guidance_count)", "avg(guidance_count)", "sum(1) over ()", "'甲'",
            "repeat(valid_flag, 9)", "sum(guidance_count + 1)", "valid_flag || district", "5",
        )),
        *(f"select district, valid_flag, count(*) as n from {{0}} group by {by}" for by in (
            "rollup(district, valid_flag)", "cube(district, valid_flag)", "grouping sets ((district, valid_flag), ())",
            "district, rollup(valid_flag)", "guidance_count, 1, 2",
        )),
        *(f"select count(*) as n from {{0}} {more}" for more in (
            "having count(*) = 1", "limit 1", "offset 1", "x join {0} y on true", ", {0} x", "tablesample system (9)",
            "where valid_flag = (select min(valid_flag) from {0})", "where 1 / guidance_count > 0", "for update",
            "where valid_flag::int > 0", "where exists (select 1)", "where valid_flag ~ 'x'",
        )),
        "select guidance_count, count(*) as n from {0} group by 1", "select distinct count(*) as n from {0}",
        "select count(distinct district) as n from {0}",
        "with x as (select 1) select count(*) as n from {0}", "select count(*) as n from (select 1 from {0}) x",
        "select count(*) as n from generate_series(1, 9)", "select count(*) as n from (values (1)) t(k)",
    ],
    "U333": ["select count(*) as n from {0} union select 1", "select count(*) as n from {0}; select 1", "(" * 3000],
}  # fmt: skip


@pytest.mark.parametrize(("code", "sql"), [(code, sql) for code, some in TELLING.items() for sql in some])
def test_what_would_tell_of_one_is_no_question(code: str, sql: str) -> None:
    with pytest.raises(Failed) as e:
        judged(sql.format(TABLE), reader.tables(catalogue()))
    assert e.value.verdict.code == code


def test_counts_and_sums_are_asked(house: Instance) -> None:
    sql = (
        f"select district as 区市, date_trunc('month', registered_date) as m, extract(year from cancel_date) as y,"
        f" sum(guidance_count) as s, count(*) as n from {TABLE} where guidance_count is not null and not (channel = '1'"
        " or valid_flag in ('0', '1')) and registered_date between date '2026-01-01' and '2026-12-31'"
        " and guidance_count > -1 group by district, 2, extract(year from cancel_date) order by n desc, m -- 完"
    )
    assert reader.answer(sql, 5) == (["区市", "m", "y", "s", "n"], [], 0)
    assert reader.answer(f"select count(*) as n from {TABLE} where false", 5) == (["n"], [], 1)


def test_few_are_left_out_and_what_would_give_them_away() -> None:
    assert reader.enough([("甲", 4), ("乙", 5), ("丙", 9)], 1, [0], 5) == [("丙", 9)]
    assert reader.enough([("甲", 0), ("乙", 5), ("丁", 4), ("丙", 9)], 1, [0], 5) == [("乙", 5), ("丙", 9)]
    table = [(a, b, 2 if (a, b) == ("甲", "1") else 10 + len(b) + ord(b)) for a in "甲乙丙" for b in "123"]
    kept = reader.enough(table, 2, [0, 1], 5)
    for at in (0, 1):
        assert {sum(row[at] == name for row in kept) for name in ("甲乙丙", "123")[at]} == {1, 3}
    assert reader.enough([(3,)], 0, [], 5) == []


def test_a_result_is_figures_of_some_size(house: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (Decimal("NaN"), Decimal("Infinity"), "很长的文字" * 5):
        with pytest.raises(Failed) as e:
            reader.plain(value)
        assert e.value.verdict.code == "U336"
    assert reader.plain(uuid4().hex[:8].encode())[:2] == "b'"
    monkeypatch.setattr(reader, "MOST_ROWS", 0)
    with pytest.raises(Failed) as e:
        reader.answer(f"select count(*) as n from {TABLE}", 5)
    assert e.value.verdict.code == "U337"


def test_of_an_error_only_its_state_is_kept(house: Instance) -> None:
    with pytest.raises(Failed) as e:
        reader.answer(f"select count(*) as n from {TABLE} where guidance_count > '某人的号码'", 5)
    assert (e.value.verdict.code, "22P02" in e.value.verdict.reason) == ("U348", True)
    assert "某人" not in e.value.verdict.reason


def test_broken_off_it_has_run(house: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    one = allowed()

    def killed(sql: str, threshold: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reader, "answer", killed)
    with pytest.raises(KeyboardInterrupt):
        run_ad_hoc(one.pk, by=session_of("statistician"))
    assert asked(house, "select state from jiuye.usage_adhoc where id = %s", one.pk) == "running"
    assert "另行申请" in signed_in("statistician").get(f"/usage/ad-hoc/{one.pk}").content.decode()
    with refused(house, "U342", "usage.run_ad_hoc"):
        run_ad_hoc(one.pk, by=session_of("statistician"))


def test_decided_one_after_the_other_and_run_without_the_turn(house: Instance) -> None:
    one = ask()
    with CaptureQueriesContext(connection) as said:
        approve_ad_hoc(one.pk, by=session_of("usage"))
    assert any("FOR UPDATE" in q["sql"] for q in said.captured_queries)
    with CaptureQueriesContext(connection) as said:
        run_ad_hoc(one.pk, by=session_of("statistician"))
    assert not any("advisory" in q["sql"] for q in said.captured_queries)


def test_what_was_asked_with_is_what_runs() -> None:
    key = uuid4()
    one = AdHoc(sql=COUNTED, digest="0", state="approved", asked_by_id=key)
    assert rules.may_run_ad_hoc(one, key, "running").code == "U347"
    one.state = "asked"
    assert rules.may_decide_ad_hoc(one, uuid4()).code == "U347"


FORGED: list[tuple[str, str, dict[str, object]]] = [
    ("usage.run_ad_hoc", "statistician", {"state": "running", "sql": "select 1 as n"}),
    ("usage.run_ad_hoc", "statistician", {"state": "running", "question": "别的问题"}),
    ("usage.run_ad_hoc", "statistician", {"state": "done", "result": [["张三", 9]]}),
    ("usage.run_ad_hoc", "statistician", {"state": "running", "asked_by": "manager"}),
    ("usage.approve_ad_hoc", "usage", {"state": "approved", "decided_by": "manager"}),
    ("usage.approve_ad_hoc", "usage", {"state": "refused"}), ("usage.refuse_ad_hoc", "usage", {"note": "已经决定了"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "account", "told"), FORGED)
def test_the_database_keeps_the_steps_and_what_was_asked(
    house: Instance, name: str, account: str, told: dict[str, object]
) -> None:
    """As if the application were taken over: inside an act, past all rules."""
    one = ask() if told.get("state") == "approved" else allowed()
    manager = session_of("manager").staff_id
    before = asked(house, "select to_jsonb(a)::text from jiuye.usage_adhoc a where id = %s", one.pk)
    with refused(house, "JY403", name), act(name, by=session_of(account), on=("usage.adhoc", one.pk)) as entry:
        one.run_at = entry.at if name == "usage.run_ad_hoc" else None
        one.decided_at = one.decided_at or entry.at
        for column, value in told.items():
            setattr(one, f"{column}_id" if column.endswith("_by") else column, manager if value == "manager" else value)
        entry.put(one)
    assert asked(house, "select to_jsonb(a)::text from jiuye.usage_adhoc a where id = %s", one.pk) == before


def test_asked_in_ones_own_name(house: Instance) -> None:
    one = ask()
    one.pk, one.number, one.asked_by_id = uuid4(), "LT0-1", session_of("manager").staff_id
    one._state.adding = True
    asking = act("usage.ask_ad_hoc", by=session_of("statistician"))
    with refused(house, "JY403", "usage.ask_ad_hoc"), asking as entry:
        entry.put(one)


def test_who_asks_too_long_is_stopped(house: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SECONDS", 1)
    with pytest.raises(Failed) as e:
        reader.ask("select count(*) as n from pg_sleep(20)")
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
