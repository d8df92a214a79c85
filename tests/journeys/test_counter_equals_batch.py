"""The same row gets the same verdicts at the counter and in a file: code, item, message. Art. 6(1), 7.

Only the faults a file itself has (F01 to F06: cells lost, digits rounded by a spreadsheet) a form cannot have.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiuye.collection import actions, staging
from jiuye.collection.counter import candidate, judge_candidate, system_items
from jiuye.front.demo import ORDER, order, session_of
from jiuye.lib import clock
from jiuye.parties.sessions import Session
from jiuye.records.judging import say
from jiuye.records.models import MODELS
from jiuye.server.connect import Instance
from jiuye.standards.catalogue import NUMBERS, Rule, load_files
from jiuye.standards.queries import catalogue
from jiuye.town import generate
from tests.clean import write
from tests.journeys.hostile import HOSTILE, Row, worse
from tests.soak import LONG

pytestmark = pytest.mark.article("6(1)")

# Rows in files, and how many of them come to the counter as well.
SIZES = [(2_000, 300), pytest.param((100_000, 100_000), marks=LONG)]
A_FILE = 500
# Rules by which a row is held against others of its dataset.
ABOUT_OTHERS = {r.rule_id for r in load_files(1).rules.values() if r.dimension == "唯一性"}
PERSONS = 600
Verdict = tuple[str, str, str, str]


@dataclass(frozen=True)
class Town:
    """A town that is in the records already, and its rows as a clerk would type them."""

    rows: dict[str, list[Row]]
    by: Session


@pytest.fixture(scope="module")
def town(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    moment = datetime.now(clock.ZONE).replace(microsecond=0)
    clock.inject(lambda: moment)  # so that "handled at" is the same moment on both ways
    files = generate(PERSONS, 21, 0.02, tmp_path_factory.mktemp("town"), as_of=moment.date()).files
    order()
    for dataset in MODELS:
        actions.inherit(dataset, files[dataset], by=session_of("manager"), order_number=ORDER)
    yield Town({d: typed(d, files[d]) for d in MODELS}, session_of("clerk"))
    clock.inject(None)


def typed(dataset: str, path: Path) -> list[Row]:
    """The rows without what the system fills, one for each person and phone: two of one look at each other."""
    with path.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    ones = ("mobile_phone",) if dataset == "person" else ("person_id", "employer_id", NUMBERS[dataset])
    of_one = next(name for name in ones if name in rows[0])
    first = {row[of_one]: row for row in reversed(rows)}
    own = system_items(dataset) - {NUMBERS[dataset]} if dataset == "acceptance" else system_items(dataset)
    return [{n: v for n, v in row.items() if n not in own} for row in first.values()]


def in_file(town: Town, dataset: str, rows: Sequence[Row], path: Path) -> dict[int, set[Verdict]]:
    """Row number → verdicts of a file."""
    s, _ = actions.import_batch(dataset, write(path, rows), by=town.by)
    found: dict[int, set[Verdict]] = {n: set() for n in range(1, len(rows) + 1)}
    for f in staging.faults_of(dataset, s.pk, None):
        if not f["rule_id"].startswith("F0"):
            found[f["row"]].add((f["rule_id"], f["item"], f["message"], f["severity"]))
    staging.clear(dataset, s.pk)
    return found


def at_the_counter(town: Town, dataset: str, row: Row) -> set[Verdict]:
    values = {n: v for n, v in row.items() if v}
    faults = judge_candidate(candidate(dataset, values, by=town.by))
    return {(f["rule_id"], f["item"], f["message"], f["severity"]) for f in faults}


def share(dataset: str, whole: int) -> int:
    """Half of all rows are persons; the rest of the datasets share the other half."""
    return whole // 2 if dataset == "person" else whole // (2 * (len(MODELS) - 1))


@pytest.mark.parametrize("dataset", sorted(MODELS))
@pytest.mark.parametrize("size", SIZES)
def test_hostile_rows_get_the_same_verdicts_on_both_ways(
    town: Town, dataset: str, size: tuple[int, int], tmp_path: Path
) -> None:
    rows, of, sample = town.rows[dataset], share(dataset, size[0]), share(dataset, size[1])
    items = [n for n in rows[0] if n in catalogue().items[dataset]]
    every = max(1, of // sample)
    made = judged = faulty = 0
    different: list[tuple[Row, set[Verdict], set[Verdict]]] = []
    while made < of:
        base = rows[: min(A_FILE, of - made)]
        bad = list(worse(base, items, seed=made))
        told = in_file(town, dataset, bad, tmp_path / "rows.csv")
        faulty += sum(1 for v in told.values() if v)
        for n in range(made % every, len(bad), every):
            judged += 1
            if (ours := at_the_counter(town, dataset, bad[n])) != told[n + 1]:
                # Two rows of one file that were spoiled alike look at each other: by itself it must be the same.
                theirs = in_file(town, dataset, [bad[n]], tmp_path / "row.csv")[1]
                looked = {rule for rule, *_ in told[n + 1] - theirs}
                if ours != theirs or not looked <= ABOUT_OTHERS:
                    different.append((bad[n], ours - theirs, theirs - ours))
        made += len(bad)
    assert not different, f"{len(different)} of {judged}; row, only at the counter, only in the file: {different[0]}"
    assert judged >= sample
    assert faulty >= made // 2


@pytest.mark.parametrize("dataset", sorted(MODELS))
def test_honest_rows_too(town: Town, dataset: str, tmp_path: Path) -> None:
    rows = town.rows[dataset][:: max(1, len(town.rows[dataset]) // 20)]
    told = in_file(town, dataset, rows, tmp_path / "rows.csv")
    assert {n: at_the_counter(town, dataset, row) for n, row in enumerate(rows, 1)} == told


def message(text: str) -> Rule:
    return Rule("T", "person", "准确性", "error", "", "", "true", text, ("name",), "", False, "")


@given(st.text(), st.sampled_from(HOSTILE), st.sampled_from(["名 {name}。", "{name}{name}", "{name", "{}", "{0}"]))
def test_no_value_breaks_a_message_or_is_read_as_one(value: str, worst: str, template: str) -> None:
    for text in (value, worst):
        assert say(message(template), {"name": text}) == template.replace("{name}", text.replace("\0", ""))


@settings(max_examples=300)
@given(st.text(alphabet="{}!:.[]()_name0 %s字", max_size=40))
def test_no_template_reaches_further_than_the_row_s_values(template: str) -> None:
    assert "class" not in say(message(template + "{name.__class__}{name!r}{name:>9}"), {"name": "字"}).replace(
        "{name.__class__}", ""
    )


def test_a_message_shows_plain_values_and_never_ciphertext() -> None:
    row = {
        "a": None, "b": b"\x01\x02", "c": Decimal("1200.50"), "d": memoryview(b"\x03"),
        "e": datetime(2021, 1, 1, 0, 0, tzinfo=clock.ZONE), "f": 7,
    }  # fmt: skip
    said = say(message("{a}|{b}|{c}|{d}|{e}|{f}|{g}"), row)
    assert said == "||1200.50||2021-01-01 00:00:00|7|"
