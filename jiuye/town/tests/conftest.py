"""Two small towns, made once: one clean, one with faults."""

import csv
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jiuye.standards.catalogue import DATASETS
from jiuye.town import Summary, generate, places

AS_OF = date(2026, 11, 23)


@dataclass
class Town:
    """A generated town, read back."""

    directory: Path
    summary: Summary
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    truth: list[dict[str, Any]] = field(default_factory=list)


def make(directory: Path, persons: int, faults: float, seed: int = 7) -> Town:
    town = Town(directory, generate(persons, seed, faults, directory, as_of=AS_OF))
    with (directory / "agency.csv").open("w", encoding="utf-8", newline="") as f:
        agencies = csv.writer(f)
        agencies.writerow(["agency_code", "agency_name", "division_code"])
        agencies.writerows(places.agencies())
    for dataset in DATASETS:
        with town.summary.files[dataset].open(encoding="utf-8", newline="") as f:
            town.rows[dataset] = list(csv.DictReader(f))
    lines = town.summary.files["truth"].read_text(encoding="utf-8").splitlines()
    town.truth = [json.loads(line) for line in lines]
    return town


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """1,500 people, no fault."""
    return make(tmp_path_factory.mktemp("clean"), 1500, 0)


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """2,000 people, about one row in twenty faulty."""
    return make(tmp_path_factory.mktemp("faulty"), 2000, 0.05)
