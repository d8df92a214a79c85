"""The town: repeatable, calibrated, in constant memory, and made of numbers nobody holds."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from jiuye.lib.identity import identity_facts, phone_form, uscc_check_digit
from jiuye.standards.catalogue import DATASETS, NUMBERS, rows
from jiuye.town import generate, numbers, places
from jiuye.town.days import age

from .conftest import AS_OF, Town, make


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    one, two, other = (make(tmp_path / name, 400, 0.04, seed) for name, seed in (("a", 3), ("b", 3), ("c", 4)))
    for name, path in one.summary.files.items():
        assert path.read_bytes() == two.summary.files[name].read_bytes()
    assert one.rows["person"] != other.rows["person"]


def test_headers_are_all_items_in_catalogue_order(clean: Town) -> None:
    for dataset in DATASETS:
        wanted = [r["name_en"] for r in rows(1, "items") if r["dataset"] == dataset]
        assert clean.summary.files[dataset].read_text(encoding="utf-8").split("\n", 1)[0] == ",".join(wanted)


@pytest.mark.parametrize(("persons", "faults"), [(1, 0.5), (10, 0.3), (90, 0.05), (700, 0.5), (500, 0.001)])
def test_any_size_and_rate(tmp_path: Path, persons: int, faults: float) -> None:
    town = make(tmp_path, persons, faults)
    assert len(town.rows["person"]) == persons
    assert {d: len(r) for d, r in town.rows.items()} == town.summary.rows
    assert len(town.truth) == town.summary.planted


def test_refuses_numbers_out_of_range(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="persons"):
        generate(0, 1, 0, tmp_path, as_of=AS_OF)
    with pytest.raises(ValueError, match="faults"):
        generate(10, 1, 0.6, tmp_path, as_of=AS_OF)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return make(tmp_path_factory.mktemp("large"), 12_000, 0.02)


def test_districts_as_published(large: Town) -> None:
    people = large.rows["person"]
    for division in places.DIVISIONS:
        share = sum(p["residence_division"] == division.code for p in people) / len(people)
        assert share == pytest.approx(division.residents / 291.36, abs=0.015)


def test_sexes_and_ages_of_the_census(large: Town) -> None:
    people = large.rows["person"]
    ages = [age(date.fromisoformat(p["birth_date"]), AS_OF) for p in people if p["birth_date"]]
    assert sum(p["sex"] == "1" for p in people) / len(people) == pytest.approx(0.5047, abs=0.015)
    assert sum(a < 15 for a in ages) / len(ages) == pytest.approx(0.1182, abs=0.01)
    assert sum(15 <= a < 60 for a in ages) / len(ages) == pytest.approx(0.6088, abs=0.01)
    assert sum(a >= 60 for a in ages) / len(ages) == pytest.approx(0.2730, abs=0.01)


def test_documents_and_names_of_every_sort(large: Town) -> None:
    people = large.rows["person"]
    assert {"01", "02", "04", "06", "08", "95"} <= {p["id_type"] for p in people}
    assert any("·" in p["name"] for p in people)
    assert any(ord(c) > 0x3000 and not 0x4E00 <= ord(c) <= 0x9FFF for p in people for c in p["name"])
    assert any(len(p["id_number"]) == 15 for p in people)


def test_identity_numbers_are_nobodys(large: Town) -> None:
    prefixes = {p["id_number"][:6] for p in large.rows["person"] if p["id_type"] == "01" and p["id_number"].isascii()}
    other = {p for p in prefixes if not p.startswith(("371098", "371099"))}
    # What is left are the cases about form and prefix: a letter or a blank in front, an unknown division,
    # another city (serials 9xx).
    assert all(p.startswith(("O", " ")) or p in ("379899", "370602") for p in other)
    phones = {p["mobile_phone"] for p in large.rows["person"] if phone_form(p["mobile_phone"]) == "mobile"}
    assert {p[:3] for p in phones} == set(numbers.PHONE_PREFIXES)


def test_clean_numbers_check_and_are_unique(clean: Town) -> None:
    people = [p for p in clean.rows["person"] if p["id_type"] in ("01", "95")]
    assert all(identity_facts(p["id_number"]).check_ok for p in people)
    for row in clean.rows["employer"]:
        assert uscc_check_digit(row["uscc"]) == row["uscc"][17]
    assert len({p["id_number"] for p in clean.rows["person"]}) == len(clean.rows["person"])
    for dataset, number in NUMBERS.items():
        assert len({r[number] for r in clean.rows[dataset]}) == len(clean.rows[dataset])


def test_memory_does_not_grow_with_the_town(tmp_path: Path) -> None:
    small, large = (_peak(tmp_path / str(n), n) for n in (8_000, 24_000))
    assert large < small * 1.08 + 2_000


def _peak(out: Path, persons: int) -> int:
    """Peak resident set, KiB, of a process that writes a town."""
    code = (
        "import resource, sys, datetime, pathlib; from jiuye.town import generate; "
        f"generate({persons}, 1, 0.02, pathlib.Path(sys.argv[1]), as_of=datetime.date(2026, 11, 23)); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(out)], capture_output=True, text=True, check=True)
    return int(done.stdout)
