"""Both engines find what a plain reading of the rules finds, row by row, and count what it counts. Art. 14.

The oracle imports nothing of the product: it reads the import files and the catalogue's own notation.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections

from jiuye.collection import actions as collection
from jiuye.front.commands.inspect import report
from jiuye.front.demo import ORDER, order, session_of
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.quality import actions as quality
from jiuye.quality.models import Figure, Finding, Run, Snapshot
from jiuye.records.models import MODELS
from jiuye.records.presented import QUERIES
from jiuye.server import testing
from jiuye.server.connect import Instance
from jiuye.standards import catalogue as standard
from jiuye.standards.queries import catalogue
from jiuye.town import generate
from jiuye.town.tests.further import unexplained
from tests.conftest import enter
from tests.oracle import Parts, Violations, indicators, load, violations
from tests.oracle.counts import Count
from tests.soak import LONG

pytestmark = pytest.mark.article("14")

SIZES = [2_000, pytest.param(50_000, marks=LONG)]
V1 = Path(standard.__file__).parent / "v1"
ENGINES = ["duckdb", "postgres"]
FIVE = ["entry", "completeness", "recording", "anomaly", "duplication"]
Found = dict[str, set[int]]


@dataclass(frozen=True)
class Judged:
    """What the oracle says of a town, and what the two engines said of the same town in the records."""

    rows: dict[str, list[dict[str, str]]]
    truth: list[dict[str, object]]
    violations: Violations
    indicators: dict[str, Parts]
    runs: dict[str, Run]
    found: dict[str, Found]
    duplicates: dict[str, Counter[str]]


@pytest.fixture(scope="module", params=SIZES)
def judged(
    template: Instance, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Judged]:
    """A town with planted faults, taken over under an order, frozen, inspected twice, and told by the oracle."""
    connections.close_all()
    house = testing.fresh_database(template)  # one for each town
    enter(house)
    folder = tmp_path_factory.mktemp("town")
    files = generate(request.param, 15, 0.05, folder, as_of=clock.today()).files
    order()
    manager = session_of("manager")
    for dataset in MODELS:
        done, _ = collection.inherit(dataset, files[dataset], by=manager, order_number=ORDER)
        assert done.admitted == done.rows, dataset
    frozen = quality.freeze(by=manager)
    runs = {engine: quality.inspect(frozen, by=manager, engine=engine) for engine in ENGINES}
    presented = present(folder)
    town, moment = load(folder, V1), told_by_a_clock_on_the_wall(frozen)
    by_rule = violations(town, moment)
    truth = [json.loads(line) for line in files["truth"].read_text(encoding="utf-8").splitlines()]
    read = {engine: findings(run, presented) for engine, run in runs.items()}
    rows = {d: written(folder / f"{d}.csv") for d in (*MODELS, *presented)}
    yield Judged(
        rows, truth, by_rule, indicators(town, by_rule, moment), runs,
        {engine: by_row for engine, (by_row, _) in read.items()},
        {engine: surplus for engine, (_, surplus) in read.items()},
    )  # fmt: skip
    connections.close_all()
    house.drop()


def written(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def told_by_a_clock_on_the_wall(frozen: Snapshot) -> datetime:
    return frozen.moment.astimezone(clock.ZONE).replace(tzinfo=None)


def present(folder: Path) -> dict[str, dict[UUID, int]]:
    """What the house keeps of itself, written as import files for the oracle: dataset → key → row number."""
    numbers: dict[str, dict[UUID, int]] = {}
    for dataset, sql in QUERIES.items():
        with connections["inspector"].cursor() as c, (folder / f"{dataset}.csv").open("w", encoding="utf-8") as f:
            c.execute(f"{sql} order by 1")
            names = [d[0] for d in c.description or ()]
            rows = c.fetchall()
            lines = csv.writer(f)
            lines.writerow(names)
            lines.writerows([_text(v) for v in r] for r in rows)
            numbers[dataset] = {r[0]: n for n, r in enumerate(rows, 1)}
    return numbers


def _text(value: object) -> str:
    return "" if value is None else str(value)[:19] if isinstance(value, datetime) else str(value)


def findings(run: Run, presented: dict[str, dict[UUID, int]]) -> tuple[Found, Counter[str]]:
    """(rule → row numbers in the file of its dataset, dataset → surplus duplicates)."""
    by_row: Found = {}
    surplus: Counter[str] = Counter()
    with scope(session_of("manager")):
        rows = {d: dict(m.objects.values_list("pk", "row_no")) for d, m in MODELS.items()} | presented
        for rule, dataset, record in Finding.objects.filter(run=run).values_list("rule_id", "dataset", "record_id"):
            if rule == "DUP":
                surplus[dataset] += 1
                continue
            assert dataset == catalogue().rules[rule].dataset
            by_row.setdefault(rule, set()).add(rows[dataset][record])
    return by_row, surplus


@pytest.mark.parametrize("engine", ENGINES)
def test_every_rule_finds_the_rows_the_oracle_finds(judged: Judged, engine: str) -> None:
    executable = {r.rule_id for r in catalogue().rules.values() if r.expression}
    assert set(judged.violations) == executable
    assert judged.runs[engine].rules_run == len(executable)
    assert set(judged.found[engine]) <= executable
    wrong = {
        rule: (sorted(rows - ours)[:5], sorted(ours - rows)[:5])
        for rule, rows in judged.violations.items()
        if (ours := judged.found[engine].get(rule, set())) != rows
    }
    assert not wrong, f"rule: (only the oracle, only {engine})"


@pytest.mark.parametrize("engine", ENGINES)
def test_every_planted_fault_is_found(judged: Judged, engine: str) -> None:
    planted = [t for t in judged.truth if t.get("rule_id") in judged.violations]
    assert len(planted) > 200
    missed = [t for t in planted if t["row"] not in judged.found[engine].get(str(t["rule_id"]), set())]
    assert missed == []


def test_every_further_finding_is_a_listed_consequence(judged: Judged) -> None:
    """What nobody planted follows from what somebody did, for a reason that is written down."""
    words = {r.rule_id: (r.dataset, r.original) for r in catalogue().rules.values()}
    assert unexplained(judged.rows, judged.truth, judged.violations, words) == []


def test_most_rules_have_something_to_find(judged: Judged) -> None:
    """Or parity would mean little: two empty sets are always equal."""
    hit = {rule for rule, rows in judged.violations.items() if rows}
    assert len(hit) >= 0.8 * len(judged.violations), sorted(set(judged.violations) - hit)


def test_both_engines_agree_on_every_figure(judged: Judged) -> None:
    names = ["indicator", "level", "district", "agency_code", "dataset", "item", "met", "of"]
    with scope(session_of("manager")):
        duck, postgres = (set(Figure.objects.filter(run=judged.runs[engine]).values_list(*names)) for engine in ENGINES)
    assert duck ^ postgres == set()
    assert len(duck) > 500


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("indicator", FIVE)
def test_the_five_indicators_are_the_oracle_s(judged: Judged, engine: str, indicator: str) -> None:
    told = judged.indicators[indicator]
    ours = Ours(judged.runs[engine], indicator)
    assert ours.level("city") == {"": (told["met"], told["of"])}
    assert ours.level("dataset", "dataset") == shown(told["by_dataset"])
    assert ours.level("whole_agency", "agency_code") == shown(told["by_agency"])


@dataclass(frozen=True)
class Ours:
    """The figures of one indicator on file of a run."""

    run: Run
    indicator: str

    def level(self, level: str, by: str = "") -> dict[str, tuple[int, int]]:
        with scope(session_of("manager")):
            rows = list(Figure.objects.filter(run=self.run, indicator=self.indicator, level=level))
        found: dict[str, tuple[int, int]] = {}
        for row in rows:
            met, of = found.get(getattr(row, by) if by else "", (0, 0))
            found[getattr(row, by) if by else ""] = (met + row.met, of + row.of)
        return found


def shown(parts: Mapping[str, Count]) -> dict[str, tuple[int, int]]:
    return {name: (part["met"], part["of"]) for name, part in parts.items()}


def test_what_the_command_reports_is_the_oracle_s_too(judged: Judged) -> None:
    """`jiuye inspect`: every dataset and every agency once, whatever districts its rows lie in."""
    told = report(judged.runs["duckdb"], session_of("manager"))
    for name in FIVE:
        oracle = judged.indicators[name]
        for group, key, theirs in (
            ("by_dataset", "dataset", oracle["by_dataset"]), ("by_agency", "agency_code", oracle["by_agency"]),
        ):  # fmt: skip
            ours = {line[key]: (line[name]["met"], line[name]["of"]) for line in told[group] if name in line}
            assert ours == shown(theirs), (name, group)
    assert told["findings"] == {
        **{rule: len(rows) for rule, rows in judged.violations.items() if rows},
        "DUP": sum(judged.duplicates["duckdb"].values()),
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_the_parts_add_up_to_the_whole(judged: Judged, engine: str) -> None:
    """Never averaged: met and of of the districts, and of the datasets, sum to the city's."""
    for indicator in ("entry", "completeness_cells", "recording", "anomaly", "duplication"):
        ours = Ours(judged.runs[engine], indicator)
        whole = ours.level("city")[""]
        for level, by in (
            ("district", "district"),
            ("dataset", "dataset"),
            ("agency", "agency_code"),
            ("whole_agency", "agency_code"),
        ):
            parts = ours.level(level, by).values()
            assert (sum(m for m, _ in parts), sum(o for _, o in parts)) == whole, (indicator, level)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_surplus_duplicates_are_findings_too(judged: Judged, engine: str) -> None:
    told = judged.indicators["duplication"]["by_dataset"]
    assert judged.duplicates[engine] == Counter({d: p["met"] for d, p in told.items() if p["met"]})


def test_what_cannot_run_is_said_and_not_passed(judged: Judged) -> None:
    run = judged.runs["duckdb"]
    assert set(run.not_yet) == {r.rule_id for r in catalogue().rules.values() if not r.expression}
    assert all(run.not_yet.values())


def test_a_snapshot_counts_the_same_again(judged: Judged) -> None:
    """Art. 14: a figure can be computed anew from what was frozen."""
    again = quality.inspect(judged.runs["duckdb"].snapshot, by=session_of("manager"))
    names = ["indicator", "level", "district", "agency_code", "dataset", "item", "met", "of"]
    with scope(session_of("manager")):
        first, second = (set(Figure.objects.filter(run=r).values_list(*names)) for r in (judged.runs["duckdb"], again))
    assert first == second
