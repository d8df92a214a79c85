"""The five indicators on towns counted by hand, the examples of indicators.md among them."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.oracle import Parts, Town, indicators, violations
from tests.oracle.conditions import condition
from tests.oracle.conftest import AS_OF, CATALOGUE, write
from tests.oracle.town import NUMBERS, catalogue_rows

Build = Callable[..., Town]


def counted(town: Town, found: dict[str, set[int]] | None = None) -> dict[str, Parts]:
    return indicators(town, found or {}, AS_OF)


def of(parts: Parts) -> tuple[int, int]:
    return parts["met"], parts["of"]


def test_entry_example(town: Build) -> None:
    """1,240 办结 of which 1,215 are found."""
    done = {"acceptance_status": "2", "expected_entity": "unemployment_registration", "agency_code": "A"}
    stored = [f"U{n}" for n in range(1215)] + ["X"] * 5 + [""] * 20
    rows = [done | {"stored_record_id": number} for number in stored]
    rows += [done | {"acceptance_status": status, "stored_record_id": "U1"} for status in "1345"]
    entry = counted(
        town(acceptance=rows, unemployment_registration=[{"registration_id": f"U{n}"} for n in range(1215)])
    )["entry"]
    assert of(entry) == (1215, 1240)
    assert entry["by_dataset"] == {"unemployment_registration": {"met": 1215, "of": 1240}}
    assert entry["by_agency"] == {"A": {"met": 1215, "of": 1240}}


def test_items_are_complete_at_the_threshold(town: Build) -> None:
    """Of 20 records two items are filled 19 and 18 times; agencies judge their own records."""
    items = [r for r in catalogue_rows(CATALOGUE, "items") if r["dataset"] == "acceptance"]
    required = [r["name_en"] for r in items if r["required"] == "yes"]
    full = dict.fromkeys(required, "x") | {"accepted_at": "2025-02-30 00:00:00", "agency_code": "A"}
    rows = [dict(full) for _ in range(20)]
    rows[0]["channel"] = ""
    rows[0]["handler_id"] = rows[1]["handler_id"] = " "
    rows[1]["agency_code"] = "B"
    result = counted(town(acceptance=rows))
    assert of(result["completeness"]) == (len(required) - 1, len(required))
    # A: 18/19 of both is below 0.95; B: one record without a handler.
    assert result["completeness"]["by_agency"] == {
        "A": {"met": len(required) - 2, "of": len(required)},
        "B": {"met": len(required) - 1, "of": len(required)},
    }
    assert of(result["completeness_cells"]) == (20 * len(required) - 3, 20 * len(required))


def test_conditional_items_are_asked_where_wanted(town: Build) -> None:
    rows = [{"person_id": "P1", "education": "20", "major": ""}, {"person_id": "P2", "education": "61"}]
    cells = counted(town(person=rows))["completeness_cells"]
    required = [r for r in catalogue_rows(CATALOGUE, "items") if r["dataset"] == "person" and r["required"] == "yes"]
    # The first is asked for three items more; person_id and education are there.
    assert of(cells) == (4, 2 * len(required) + 3)


@pytest.mark.parametrize("dataset", NUMBERS)
def test_every_conditional_item_is_read(dataset: str) -> None:
    for item in catalogue_rows(CATALOGUE, "items"):
        if item["dataset"] == dataset and item["required"] == "conditional":
            assert condition(dataset, item["name_en"])(lambda name: None) is False


def test_recording_example(town: Build) -> None:
    """5,000 addresses, 60 empty and 140 placeholders: 4,800 real ones."""
    values = [""] * 60 + ["无"] * 100 + ["山东省威海市"] * 40 + [f"甲路{n}号" for n in range(4800)]
    empty = counted(town(person=[{"person_id": f"P-{n}", "residence_address": ""} for n in range(5000)]))
    real = counted(town(person=[{"person_id": f"P-{n}", "residence_address": v} for n, v in enumerate(values)]))
    assert real["recording"]["of"] == empty["recording"]["of"]
    assert real["recording"]["met"] - empty["recording"]["met"] == 4800


@pytest.mark.parametrize(
    ("item", "real", "unreal"),
    [
        ("sex", ["1", "0"], ["3", ""]),
        ("birth_date", ["1990-01-01"], ["1900-01-01", "9999-12-31", "1990-02-30"]),
        ("hukou_division", ["371002", "371022"], ["999999"]), ("residence_division", ["371002"], ["371022"]),
        ("created_at", ["2025-01-01 00:00:00"], ["1900-01-01 00:00:00"]),
        ("name", ["王小明"], ["无", "同上"]),
    ],
)  # fmt: skip
def test_what_is_recorded(item: str, real: list[str], unreal: list[str], town: Build) -> None:
    rows = [{"person_id": "P-1", item: value} for value in real + unreal]
    met = counted(town(person=rows))["recording"]["met"]
    assert met == len(rows) + len(real)  # person_id, and the real ones


def test_open_lists_go_by_their_pattern(town: Build) -> None:
    rows = [{"registration_id": "G-1", "occupation_code": code} for code in ("3000000", "0000000")]
    assert counted(town(employment_registration=rows))["recording"]["met"] == 3


def test_anomaly_counts_records_once(town: Build) -> None:
    rows = [{"person_id": f"P{n}", "agency_code": "AB"[n % 2]} for n in range(4)]
    rows += [{"person_id": "P4", "merged_into_person_id": "P1"}]
    found = {
        "R001": {1, 5}, "R004": {1, 2},
        "R012": set[int](), "R015": {3}, "R019": {3}, "R006": {4},  # uniqueness, completeness, a warning
    }  # fmt: skip
    anomaly = counted(town(person=rows), found)["anomaly"]
    assert of(anomaly) == (2, 4)
    assert anomaly["by_agency"] == {"A": {"met": 1, "of": 2}, "B": {"met": 1, "of": 2}}
    assert anomaly["by_dataset"] == {"person": {"met": 2, "of": 4}}


def test_duplication_example(town: Build) -> None:
    """30,000 persons, 40 pairs and 5 triples: 50 surplus, 95 involved."""
    keys = [n // 2 for n in range(80)] + [1000 + n // 3 for n in range(15)] + list(range(2000, 31902))
    rows = [{"person_id": f"P{n}", "id_type": "01", "id_number": f"{key}x"} for n, key in enumerate(keys)]
    rows[1]["id_number"] = rows[1]["id_number"].upper()
    rows += [{"person_id": f"N{n}", "id_type": "01", "id_number": ""} for n in range(3)]
    rows.append(rows[29990] | {"merged_into_person_id": "P1"})
    result = counted(town(person=rows))
    assert of(result["duplication"]) == (50, 30000)
    assert of(result["duplication_involved"]) == (95, 30000)


def test_duplication_keys(town: Build) -> None:
    job = {"person_id": "P1", "employer_id": "E1", "start_date": "2025-01-01", "employment_form": "010"}
    own = {"person_id": "P1", "flexible_kind": "30", "start_date": "2025-01-01", "employment_form": "022"}
    other = job | {"employment_form": "030"}
    name = {"employer_name": "示例有限公司", "division_code": "371002"}
    result = counted(
        town(
            employment_registration=[job, job, job | {"employer_id": "E2"}, own, own, other, other],
            employer=[name, name | {"employer_name": "示例公司"}, name | {"uscc": "A"}, {"uscc": "A"}],
            unemployment_registration=[{"person_id": "P1", "registered_date": "2025-01-01"}] * 3,
            employment_certificate=[{"certificate_no": "1"}, {"certificate_no": "1"}, {"certificate_no": ""}],
            acceptance=[{"acceptance_no": "1"}] * 2,
        )
    )["duplication"]
    assert {name: of["met"] for name, of in result["by_dataset"].items()} == {
        "employment_registration": 2, "employer": 2, "unemployment_registration": 2,
        "employment_certificate": 1,
    }  # fmt: skip
    assert result["of"] == 7 + 4 + 3 + 3


def test_the_earliest_of_a_group_is_kept(town: Build) -> None:
    key = {"id_type": "01", "id_number": "1"}
    rows = [
        key | {"agency_code": "A", "created_at": "2025-01-02 00:00:00"},
        key | {"agency_code": "B", "created_at": "2025-01-01 00:00:00"},
        key | {"agency_code": "B", "created_at": ""},
    ]
    duplication = counted(town(person=rows))["duplication"]
    assert duplication["by_agency"] == {"A": {"met": 1, "of": 1}, "B": {"met": 1, "of": 2}}


def test_nothing_is_of_nothing(town: Build) -> None:
    assert all(of(parts) == (0, 0) for parts in counted(town()).values())


def test_command(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"person": [{"person_id": "P1", "mobile_phone": "1"}, {"person_id": "P2", "mobile_phone": ""}]},
    )
    command = [
        sys.executable,
        "-m",
        "tests.oracle",
        str(tmp_path),
        str(CATALOGUE),
        "--as-of",
        "2025-06-30 12:00:00",
    ]
    run = subprocess.run(
        [*command, "--rule", "R012"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    answer = json.loads(run.stdout)
    assert answer["rows"] == {"person": 2}
    assert answer["findings"] == {"R012": [1]}


def test_found_violations_reach_the_indicator(town: Build) -> None:
    built = town(person=[{"person_id": "P1", "mobile_phone": "1"}, {"person_id": "P2"}])
    found = violations(built, AS_OF, ["R012"])
    assert of(indicators(built, found, AS_OF)["anomaly"]) == (1, 2)
