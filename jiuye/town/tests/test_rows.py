"""Clean rows break nothing; planted faults are there, and are what the rules see. Judged by the oracle."""

import csv
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

import jiuye.standards.catalogue as catalogue
from jiuye.standards.catalogue import DATASETS
from jiuye.town import generate, places
from jiuye.town.faults import duplicates, employer, plan, vacancy

from .conftest import AS_OF, Town
from .further import unexplained

oracle = pytest.importorskip("tests.oracle")
DIRECTORY = Path(catalogue.__file__).parent / "v1"
NOW = datetime(2026, 11, 23, 12, 0)
# Rules that need more than the files and the list of agencies.
BEYOND = re.compile(r"\b(maintenance_log|query_log|staff)\b")
# Planted elsewhere than in the tables: groups, duplicates, head counts.
GROUPED = {"R013", "R015", "R016", "R017", "R042", "R043", "R050", "R078", "R126", "R132", "R175"}
IN_TABLES = {rule_id for table in (*plan.TABLES, plan.SCARCE) for rule_id, _ in table}
PLANTABLE = IN_TABLES | set(employer.CHANGES) | set(employer.FACTS) | set(vacancy.CHANGES) | GROUPED


def rules() -> list[dict[str, str]]:
    """Rules that the files decide."""
    return [r for r in catalogue.rows(1, "rules") if r["dataset"] in DATASETS and not BEYOND.search(r["original"])]


def judged(directory: Path, now: datetime = NOW) -> dict[str, set[int]]:
    town = oracle.load(directory, DIRECTORY)
    assert not town.uncast
    for rule in town.rules:
        rule.pop("not_yet")  # the original words are the meaning, whatever can run already
    found: dict[str, set[int]] = oracle.violations(town, now, [r["rule_id"] for r in rules()])
    return found


def test_clean_town_breaks_no_rule(clean: Town) -> None:
    assert not {rule_id: len(found) for rule_id, found in judged(clean.directory).items() if found}


@pytest.mark.parametrize("day", ["2026-10-08", "2027-02-28", "2024-02-29"])
def test_clean_on_other_days(tmp_path: Path, day: str) -> None:
    now = datetime.fromisoformat(day + " 09:00:00")
    generate(600, 11, 0, tmp_path, as_of=now.date())
    assert {rule_id for rule_id, found in judged(tmp_path, now).items() if found} == set()


def test_clean_rows_miss_nothing_and_use_valid_codes(clean: Town) -> None:
    known = catalogue.load_files(1)
    for dataset in DATASETS:
        for item in known.items[dataset].values():
            codes = known.code_lists.get(item.code_list)
            pattern = known.open_lists.get(item.code_list)
            for row in clean.rows[dataset]:
                value = row[item.name]
                assert value or item.required != "yes", (dataset, item.name)
                if value and item.code_list:
                    assert value in codes if codes else re.search(pattern or "", value), (
                        dataset,
                        item.name,
                        value,
                    )
                if value and isinstance(item.max_length, int):
                    assert len(value) <= item.max_length, (dataset, item.name, value)


def test_conditional_items_are_there(clean: Town) -> None:
    for row in clean.rows["employment_registration"]:
        if row["employment_form"] in ("010", "030"):
            assert row["employer_id"]
            assert row["uscc"]
        if row["contract_type"] == "10":
            assert row["contract_end_date"]
        if row["employment_form"] in ("021", "022", "023"):
            assert row["flexible_kind"]
        assert bool(row["end_date"]) == bool(row["end_reason"]) == bool(row["end_registered_date"])
    for row in clean.rows["unemployment_registration"]:
        if row["unemployment_reason"] in ("20", "30"):
            assert row["previous_employer_name"]
            assert row["previous_end_date"]


def test_every_registration_has_its_case(clean: Town) -> None:
    stored = Counter(a["stored_record_id"] for a in clean.rows["acceptance"] if a["stored_record_id"])
    for dataset in ("employment_registration", "unemployment_registration", "employment_certificate"):
        assert all(stored[r[catalogue.NUMBERS[dataset]]] == 1 for r in clean.rows[dataset])


def test_every_plantable_rule_is_planted(faulty: Town) -> None:
    wanted = {r["rule_id"] for r in rules()}
    assert wanted <= PLANTABLE
    assert {t["rule_id"] for t in faulty.truth if "rule_id" in t} == wanted


def test_every_planted_fault_is_what_the_rules_see(faulty: Town) -> None:
    found = judged(faulty.directory)
    unseen = [t for t in faulty.truth if "rule_id" in t and t["row"] not in found[t["rule_id"]]]
    assert not unseen


def test_every_further_finding_is_a_listed_consequence(faulty: Town) -> None:
    words = {r["rule_id"]: (r["dataset"], r["original"]) for r in rules()}
    assert not unexplained(faulty.rows, faulty.truth, judged(faulty.directory), words)


def test_truth_names_rows_by_place_and_number(faulty: Town) -> None:
    for t in faulty.truth:
        row = faulty.rows[t["dataset"]][t["row"] - 1]
        assert row[catalogue.NUMBERS[t["dataset"]]] == t["key"]
        if "missing" in t:
            assert row[t["missing"]] == ""
        if "of_row" in t:
            first = faulty.rows[t["dataset"]][t["of_row"] - 1]
            assert first[catalogue.NUMBERS[t["dataset"]]] == t["duplicate_of"]


def test_duplicates_of_every_kind(faulty: Town) -> None:
    kinds = {t["kind"] for t in faulty.truth if "kind" in t}
    assert kinds == {*duplicates.KINDS, *employer.DUPLICATES, "registered_twice"}


def test_rate_is_about_what_was_asked(faulty: Town) -> None:
    rows = {(t["dataset"], t["row"]) for t in faulty.truth}
    assert 0.04 <= len(rows) / sum(faulty.summary.rows.values()) <= 0.07


def test_agencies_are_those_of_the_town(clean: Town) -> None:
    known = {code for code, _, _ in places.agencies()}
    for dataset, rows in clean.rows.items():
        assert {r["agency_code"] for r in rows if "agency_code" in r} <= known, dataset


def test_nothing_is_later_than_the_day(clean: Town) -> None:
    with clean.summary.files["acceptance"].open(encoding="utf-8", newline="") as f:
        assert all(r["stored_at"] < AS_OF.isoformat() for r in csv.DictReader(f))
