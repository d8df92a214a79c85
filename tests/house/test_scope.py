"""Who sees what: a district its own, nobody without a session, the inspector no ciphertext. Art. 9(1), 10(3), 17."""

from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jiuye.collection import actions as collection
from jiuye.collection import drafts, queries
from jiuye.collection.models import Submission
from jiuye.front.demo import order, session_of
from jiuye.ledger.models import EntryShown, VersionShown
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.quality import actions as quality
from jiuye.quality.models import Finding, Task
from jiuye.records.fields import SealedField
from jiuye.records.models import MODELS, EArchive, Person, SharedFact
from jiuye.server.connect import Instance
from jiuye.town import generate
from tests.book import SessionOf, asked
from tests.clean import person
from tests.collection.steps import handed_in

pytestmark = pytest.mark.article("10(3)")
HERE, THERE = "371003", "371002"  # 文登, 环翠
FENCED = ["records_person", "records_employer", "records_employmentregistration", "records_acceptance",
          "collection_submission", "quality_finding", "quality_task"]  # fmt: skip


@pytest.fixture(scope="module")
def town(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> None:
    """People, findings and tasks in every district, and something handed in and undone in 环翠."""
    order()
    manager = session_of("manager")
    files = generate(700, 3, 0.05, tmp_path_factory.mktemp("town"), as_of=clock.today()).files
    for dataset in MODELS:
        collection.inherit(dataset, files[dataset], by=manager, order_number="DEMO-1")
    run = quality.inspect(quality.freeze(by=manager), by=manager)
    quality.issue_report(run, by=manager, edition="威人社发〔2021〕15号")
    done = collection.accept(handed_in(session_of, mobile_phone="19100000001"), by=session_of("reviewer2"))
    assert done.district == THERE
    handed_in(session_of, mobile_phone="19100000002")


def test_a_district_sees_no_row_of_another(town: None, house: Instance, session: SessionOf) -> None:
    with scope(session("contact-371003")):
        for model in (*MODELS.values(), Finding, Task):
            seen = set(model.objects.values_list("district", flat=True))  # type: ignore[attr-defined]
            # Scans and shared facts that were taken over name no agency: they are the city's.
            assert seen == (set() if model in (EArchive, SharedFact) else {HERE}), model
        assert not Submission.objects.exists()
        assert not Submission.objects.filter(district=THERE).exists()
    with scope(session("clerk2")):
        assert set(Submission.objects.values_list("district", flat=True)) == {THERE}
        assert set(Person.objects.values_list("district", flat=True)) == {THERE}


def test_nor_by_its_key(town: None, house: Instance, session: SessionOf) -> None:
    key = asked(house, "select id from jiuye.records_person where district = %s limit 1", THERE)
    with scope(session("contact-371003")):
        assert Person.objects.filter(pk=key).first() is None
    with scope(session("clerk2")):
        assert Person.objects.filter(pk=key).exists()


def test_the_city_sees_all(town: None, house: Instance, session: SessionOf) -> None:
    with scope(session("manager")):
        assert Person.objects.count() == asked(house, "select count(*) from jiuye.records_person")
        assert len(set(Person.objects.values_list("district", flat=True))) >= 8


def test_of_the_book_a_district_sees_what_it_did_and_what_was_done_to_its_rows(
    town: None, house: Instance, session: SessionOf
) -> None:
    own = asked(
        house,
        "select array_agg(id) from ledger.entry e where e.district = %s"
        " or exists (select from ledger.reach r where r.entry_id = e.id and r.district = %s)", HERE, HERE,
    )  # fmt: skip
    with scope(session("contact-371003")):
        seen = list(EntryShown.objects.values_list("id", "act", "district"))
        changed = {v.record_id for v in VersionShown.objects.filter(tbl__startswith="records_")}
    assert {i for i, _, _ in seen} <= set(own)
    assert "collection.inherit" in {a for _, a, _ in seen}
    assert THERE not in {d for _, _, d in seen}
    assert not changed - set(asked(house, "select array_agg(id) from jiuye.records_person where district = %s", HERE))


@pytest.mark.parametrize("login", ["app", "owner"])
@pytest.mark.parametrize("table", FENCED)
def test_no_session_no_rows(town: None, house: Instance, login: str, table: str) -> None:
    assert asked(house, f"select count(*) from jiuye.{table}") > 0
    for token in (None, "", "nobody", "' or '1'='1"):
        with psycopg.connect(house.dsn(login)) as db:
            if token is not None:
                db.execute("select set_config('jiuye.token', %s, true)", [token])
            assert one(db, f"select count(*) from jiuye.{table}") == 0


@pytest.mark.parametrize("view", ["entry_shown", "version_shown", "covered_shown"])
def test_no_session_no_book(town: None, house: Instance, view: str) -> None:
    with psycopg.connect(house.dsn("app")) as db:
        assert one(db, f"select count(*) from ledger.{view}") == 0
    for login in ("app", "owner", "reader", "inspector"):
        with psycopg.connect(house.dsn(login)) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("select 1 from ledger.entry")


def test_a_session_ends_with_its_transaction(town: None, house: Instance, session: SessionOf) -> None:
    """A pooled connection does not carry the last caller's sight to the next."""
    with psycopg.connect(house.dsn("app"), autocommit=True) as db:
        with db.transaction():
            db.execute("select set_config('jiuye.token', %s, true)", [session("manager").token])
            assert one(db, "select count(*) from jiuye.records_person") > 0
        assert one(db, "select count(*) from jiuye.records_person") == 0


@pytest.mark.article("17")
@pytest.mark.parametrize("dataset", sorted(MODELS))
def test_the_inspector_sees_no_ciphertext(town: None, house: Instance, dataset: str) -> None:
    model = MODELS[dataset]
    sealed = [f.column for f in model._meta.concrete_fields if isinstance(f, SealedField)]
    with psycopg.connect(house.dsn("inspector"), autocommit=True) as db:
        assert one(db, f"select count(id) from jiuye.{model._meta.db_table}") > 0
        for column in sealed:
            for table in (f"jiuye.{model._meta.db_table}", f"work.stage_{dataset}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    db.execute(f"select {column} from {table} limit 1".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("select wrapped from jiuye.records_datakey")


@pytest.mark.article("17")
@pytest.mark.parametrize("login", ["inspector", "reader", "sealer"])
def test_no_other_login_writes_or_sees_how_people_sign_in(town: None, house: Instance, login: str) -> None:
    with psycopg.connect(house.dsn(login), autocommit=True) as db:
        for sql in ("select password from jiuye.parties_account", "select token_digest from ledger.session",
                    "delete from work.stage_person", "update jiuye.records_person set name = 'x'"):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(sql.encode())


def test_the_app_cannot_read_sessions(town: None, house: Instance) -> None:
    with psycopg.connect(house.dsn("app")) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute("select * from ledger.session")


def test_a_clerk_sees_drafts_of_his_own_only(town: None, house: Instance, session: SessionOf, tmp_path: Path) -> None:
    key, typed = uuid7(), person()
    drafts.save(key, by=session("clerk2"), dataset="person", held={"values": typed})
    assert drafts.load(key, by=session("outsider"), dataset="person") is None
    assert [d.pk for d in queries.drafts_of(session("outsider"))] == []
    kept = drafts.load(key, by=session("clerk2"), dataset="person")
    assert kept is not None
    assert kept.values == typed
    stored = asked(house, "select d::text from work.collection_draft d where id = %s", key)
    assert typed["name"] not in stored
    assert date.today().isoformat()[:4] in stored


def one(db: "psycopg.Connection[Any]", sql: str) -> Any:
    row = db.execute(sql.encode()).fetchone()
    return row[0] if row else None
