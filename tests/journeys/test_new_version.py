"""A version that adds items, tightens a rule and retires a code: what it would mean is told beforehand, exactly;
at its moment every door follows, in every process; what was stored before stays as it was. Art. 5."""

import json
import re
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest
from psycopg.rows import dict_row

from jiuye.collection import actions as collection
from jiuye.collection import staging
from jiuye.collection.blank import blank, offered
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.quality import actions as quality
from jiuye.quality.impact import Impact, impact, rows
from jiuye.quality.models import Figure, Finding
from jiuye.records.history import values_of
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from jiuye.standards import actions
from jiuye.standards.catalogue import load_files
from jiuye.standards.changes import Change, apply
from jiuye.standards.changing import rule_added, rule_changed
from jiuye.standards.in_force import catalogue, catalogue_of, current_version
from jiuye.standards.models import Draft
from tests.book import SessionOf
from tests.clean import person, write
from tests.journeys.served import served
from tests.quality import small_town
from tests.standards.steps import drafted, item

pytestmark = pytest.mark.article("5")

SOON = timedelta(seconds=25)
EARLIEST = int(load_files(1).parameters["earliest_retirement_age"].value)
TIGHT = "not match(name, '^[一-鿿]{3,50}$')"
ASKED = [r.rule_id for r in load_files(1).rules.values() if r.severity == "warning"]
TODAY = clock.today()
NEW = {
    "skill_direction": "焊工", "skill_kind": "2", "trained_on": f"{TODAY:%Y/%m/%d}", "skill_years": "7",
    "skill_score": "88.50", "skill_checked_at": "2024-03-12 09:30:00",
}  # fmt: skip
TYPED = {
    "skill_direction": "焊工", "skill_kind": "2", "trained_on": TODAY, "skill_years": 7,
    "skill_score": Decimal("88.50"), "skill_checked_at": datetime(2024, 3, 12, 9, 30, tzinfo=clock.ZONE),
}  # fmt: skip


def wanted() -> list[Change]:
    """Six new items of every type, one required; a tightened rule, a new one over a new item, a parameter, a
    shorter text, a newly required item, a retired code with its heir."""
    base = load_files(1)
    return [
        {"do": "add_code", "list": "skill_kind", "code": "1", "label": "传统技能"},
        {"do": "add_code", "list": "skill_kind", "code": "2", "label": "新技能"},
        item(required="yes", substantive=True),
        item(name="skill_kind", label="技能种类", data_type="code", max_length="", code_list="skill_kind"),
        item(name="trained_on", label="培训日期", data_type="date", max_length="", sensitivity="personal"),
        item(name="skill_years", label="从业年数", data_type="integer", max_length="2"),
        item(name="skill_score", label="考核成绩", data_type="decimal", max_length="6,2"),
        item(name="skill_checked_at", label="考核时间", data_type="datetime", max_length=""),
        rule_changed(base, "R011", expression=TIGHT),
        rule_added(base, dataset="person", dimension="逻辑关系", severity="error", description="培训早于出生",
                   expression="trained_on < birth_date", message="培训日期早于出生日期，请核对。", source="市"),
        {"do": "set_parameter", "name": "earliest_retirement_age", "value": "58"},
        {"do": "change_item", "dataset": "person", "name": "residence_address", "set": {"max_length": "16"}},
        {"do": "change_item", "dataset": "person", "name": "political_status", "set": {"required": "yes"}},
        {"do": "retire_code", "list": "marital_status", "code": "20", "replaced_by": "21"},
    ]  # fmt: skip


class World:
    """What the tests of this file go through together, in their order."""

    draft: Draft
    told: Impact
    before: dict[Any, tuple[Any, ...]]
    old_run: Any
    address: str
    moment: datetime


@pytest.fixture(scope="module")
def world(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    from jiuye.front.demo import session_of

    made = World()
    small_town.settle(tmp_path_factory.mktemp("town"))
    made.old_run = small_town.inspected()
    made.draft = drafted(session_of, *wanted())
    with served() as address:
        made.address = address
        yield made


def stored(house: Instance) -> list[dict[str, Any]]:
    """Every person in use, read by the superuser."""
    with psycopg.connect(house.superuser_dsn(), row_factory=dict_row) as db:
        return db.execute("select * from jiuye.records_person where not retired").fetchall()


def effects(told: Impact) -> dict[tuple[str, str], dict[tuple[str, str], int]]:
    return {(e.name, e.check): e.by_agency for e in told.effects if e.dataset == "person"}


def years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def brute(house: Instance) -> dict[tuple[str, str], Counter[tuple[str, str]]]:
    """The same counts, row by row in Python, from the meaning of the changes."""
    old_name = re.compile(r"[〇㐀-䶿一-鿿豈-﫿\U00020000-\U000323af·A-Za-z .’-]{2,50}")
    new_name = re.compile(r"[一-鿿]{3,50}")
    found: dict[tuple[str, str], Counter[tuple[str, str]]] = {}

    def count(name: str, check: str, row: dict[str, Any], yes: bool) -> None:
        counts = found.setdefault((name, check), Counter())
        if yes:
            counts[row["district"], row["agency_code"] or ""] += 1

    for r in stored(house):
        name, gone, born = r["name"], r["retired_date"], r["birth_date"]
        count("R011", "", r, name is not None and not new_name.fullmatch(name) and bool(old_name.fullmatch(name)))
        early = bool(gone and born and years(born, gone) < 58)
        count("R026", "", r, early and years(born, gone) >= EARLIEST)
        count("W001", "", r, False)
        count("residence_address", "I03", r, 16 < len(r["residence_address"] or "") <= 200)
        count("political_status", "I05", r, r["political_status"] is None)
        count("skill_direction", "I05", r, True)
        count("marital_status", "I04", r, r["marital_status"] == "20")
    return found


def test_the_impact_equals_a_count_by_hand(house: Instance, session: SessionOf, world: World) -> None:
    base = catalogue()
    then = apply(base, world.draft.changes)
    world.told = impact(base, then, clock.now())
    by_hand = brute(house)
    found = effects(world.told)
    for key, counts in by_hand.items():
        assert found[key] == counts, key
    assert sum(by_hand["R011", ""].values()) > 10
    assert sum(by_hand["marital_status", "I04"].values()) > 10
    assert sum(by_hand["residence_address", "I03"].values()) > 10
    others = {k: v for k, v in found.items() if k not in by_hand}
    assert {k: sum(v.values()) for k, v in others.items()} == dict.fromkeys(others, 0), "nothing else newly fails"
    assert list(world.told.forms) == ["person"]
    short = next(e for e in world.told.effects if e.name == "R011")
    keys = set(rows(base, then, short, clock.now(), most=10_000))
    assert len(keys) == short.total
    named = [r["name"] for r in stored(house) if str(r["id"]) in keys]
    assert all(len(name) == 2 or not re.fullmatch("[一-鿿]+", name) for name in named)


def test_a_moment_is_set_and_until_then_nothing_changes(house: Instance, session: SessionOf, world: World) -> None:
    world.before = {r["id"]: tuple(sorted((k, str(v)) for k, v in r.items())) for r in stored(house)}
    world.moment = clock.now() + SOON
    version = actions.publish(world.draft, by=session("manager2"), effective_from=world.moment)
    assert version.number == 2
    told = seen(session, world.address)
    if clock.now() < world.moment:  # publishing took its time, but not that long
        assert told == (1, False, False)
        assert current_version() == 1
    assert told[0] == 1


def seen(session: SessionOf, address: str) -> tuple[int, bool, bool]:
    """What another process says: the API's version; is the new item on the form, is it in the template."""
    by = session("clerk2")

    def get(path: str, **headers: str) -> bytes:
        with urllib.request.urlopen(urllib.request.Request(address + path, headers=headers), timeout=60) as answer:
            return bytes(answer.read())

    told = json.loads(get("/api/standards/person", Authorization=f"Bearer {by.token}"))
    cookie = f"jiuye_session={by.token}"
    form = get("/collection/new/person", Cookie=cookie).decode()
    folder = Path(f"/tmp/{by.id}.xlsx")
    folder.write_bytes(get("/collection/import/template/person", Cookie=cookie))
    heads = [c.value for c in next(openpyxl.load_workbook(folder)["数据"].iter_rows(max_row=1))]
    folder.unlink()
    return told["version"], 'name="skill_direction"' in form, "技能方向*" in heads


def test_at_the_moment_every_door_follows(house: Instance, session: SessionOf, world: World) -> None:
    time.sleep(max(0.0, (world.moment - clock.now()).total_seconds()))
    assert (current_version(), "skill_direction" in catalogue().items["person"]) == (2, True)
    assert seen(session, world.address) == (2, True, True)


def test_the_window_asks_for_it_and_the_record_shows_it(house: Instance, session: SessionOf, world: World) -> None:
    clean = person(marital_status="20", name="丛军军", political_status="13", residence_address="环翠区文化路八号")
    with pytest.raises(Exception, match="技能方向"):
        collection.submit("person", clean, by=session("clerk2"))
    made = collection.submit("person", clean | NEW, by=session("clerk2"), confirmed=ASKED)
    collection.accept(made, by=session("reviewer2"))
    with scope(session("clerk2")):
        found = Person.objects.get(submission_id=made.pk)
        values = values_of(found)
    assert {n: values[n] for n in NEW} == TYPED
    assert (found.standard_version, values["marital_status"]) == (2, "21"), "a retired code is read as its heir"
    page = small_town.signed_in("clerk2").get(f"/records/person/{found.pk}", {"case": made.number}).content.decode()
    listed = small_town.signed_in("clerk2").get("/standards/codes/marital_status").content.decode()
    assert "已停用，现为 21" in listed
    for shown in ("技能方向", "焊工", "新技能", "88.50", "初婚"):
        assert shown in page, shown


def test_rules_hold_on_both_engines_and_in_a_file(
    house: Instance, session: SessionOf, world: World, tmp_path: Path
) -> None:
    bad = NEW | {"trained_on": "1901-01-01"}
    good = {"name": "丛军军", "political_status": "13", "residence_address": "环翠区文化路八号"}
    file = write(tmp_path / "rows.csv", [person(**good, **bad), person(**good, **NEW, marital_status="20")])
    made, reading = collection.import_batch("person", file, by=session("clerk2"))
    assert any("已停用的代码 20" in n.message and "21" in n.message for n in reading.notes)
    faults = staging.faults_of("person", made.pk, None)
    assert [(f["row"], f["rule_id"]) for f in faults if f["severity"] == "error"] == [(1, "W001")]
    by = session("manager")
    frozen = quality.freeze(by=by)
    runs = [quality.inspect(frozen, by=by, engine=e) for e in ("duckdb", "postgres")]
    with scope(by):
        found = [set(Finding.objects.filter(run=r).values_list("rule_id", "record_id")) for r in runs]
        kept = ("indicator", "level", "district", "agency_code", "dataset", "item", "met", "of")
        figures = [sorted(Figure.objects.filter(run=r).values_list(*kept)) for r in runs]
    assert frozen.standard_version == 2
    assert found[0] == found[1]
    assert figures[0] == figures[1]
    told = next(e.total for e in world.told.effects if e.name == "R011")
    assert sum(1 for rule, _ in found[0] if rule == "R011") >= told
    again = quality.inspect(world.old_run.snapshot, by=by)
    assert again.snapshot.standard_version == 1, "an old snapshot is judged by its own version"


def test_what_was_stored_before_is_as_it_was(house: Instance, world: World) -> None:
    now = {r["id"]: tuple(sorted((k, str(v)) for k, v in r.items())) for r in stored(house)}
    assert {k: now[k] for k in world.before} == world.before
    assert {r["standard_version"] for r in stored(house) if r["id"] in world.before} == {1}


def test_a_filled_template_comes_back_in(house: Instance, session: SessionOf, world: World, tmp_path: Path) -> None:
    good = {"name": "丛军军", "political_status": "13", "residence_address": "环翠区文化路八号"}
    file, row = tmp_path / "模板.xlsx", person(**good, **NEW)
    file.write_bytes(blank("person", catalogue()))
    book = openpyxl.load_workbook(file)
    for n, one in enumerate(offered("person", catalogue()), 1):
        book["数据"].cell(2, n).value = row.get(one.name)
    book.save(file)
    made, _ = collection.import_batch("person", file, by=session("clerk2"))
    assert (made.rows, staging.faults_of("person", made.pk)) == (1, [])
    collection.accept(made, by=session("reviewer2"))
    with scope(session("clerk2")):
        values = values_of(Person.objects.get(submission_id=made.pk))
    assert {n: values[n] for n in NEW} == TYPED


def test_a_file_of_the_old_version_says_what_it_lacks(
    house: Instance, session: SessionOf, world: World, tmp_path: Path
) -> None:
    file = tmp_path / "old.xlsx"
    file.write_bytes(blank("person", catalogue_of(1)))
    heads = [c.value for c in next(openpyxl.load_workbook(file)["数据"].iter_rows(max_row=1))]
    assert "技能方向*" not in heads
    rows_ = [person(name="丛军军", political_status="13")]
    trial = collection.dry_run("person", write(tmp_path / "old.csv", rows_), by=session("clerk2"))
    assert ("I05", "skill_direction") in {(f["rule_id"], f["item"]) for f in trial.faults}


def test_submitted_before_and_accepted_after_keeps_its_version(house: Instance, session: SessionOf) -> None:
    """A later version comes into force between the two: what was handed in is judged as it was then."""
    good = {"name": "丛军军", "political_status": "13", "residence_address": "环翠区文化路八号"}
    made = collection.submit("person", person(**good, **NEW), by=session("clerk2"), confirmed=ASKED)
    later = drafted(session, item(name="skill_again", label="再加一项", required="yes"))
    actions.publish(later, by=session("manager2"))
    assert current_version() == 3
    collection.accept(made, by=session("reviewer2"))
    with scope(session("clerk2")):
        assert Person.objects.get(submission_id=made.pk).standard_version == 2
