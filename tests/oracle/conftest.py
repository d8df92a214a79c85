"""Small towns written as import files, and rules judged over them."""

import csv
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import pytest

from tests.oracle import Town, load, violations

CATALOGUE = Path(__file__).parents[2] / "jiuye" / "standards" / "catalogue" / "v1"
AS_OF = datetime(2025, 6, 30, 12)
Rows = list[dict[str, str]]


def write(directory: Path, datasets: dict[str, Rows]) -> None:
    for dataset, rows in datasets.items():
        with (directory / f"{dataset}.csv").open("w", encoding="utf-8", newline="") as f:
            writer = csv.DictWriter(f, list(dict.fromkeys(item for row in rows for item in row)))
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture
def town(tmp_path: Path) -> Callable[..., Town]:
    """town(person=[{item: text}], ...): the town of these rows."""

    def built(**datasets: Rows) -> Town:
        write(tmp_path, datasets)
        return load(tmp_path, CATALOGUE)

    return built


@pytest.fixture
def hits(town: Callable[..., Town]) -> Callable[..., set[int]]:
    """hits("R001", person=[...]): the rows the catalogue's rule finds."""

    def found(rule: str, **datasets: Rows) -> set[int]:
        return violations(town(**datasets), AS_OF, [rule])[rule]

    return found


@pytest.fixture
def holding(town: Callable[..., Town]) -> Callable[..., set[int]]:
    """holding(text, person=[...]): the persons of whom an expression is true."""

    def found(text: str, dimension: str = "逻辑关系", **datasets: Rows) -> set[int]:
        built = town(**datasets)
        built.rules = [{"rule_id": "T", "dataset": "person", "dimension": dimension, "original": text, "not_yet": ""}]
        return violations(built, AS_OF)["T"]

    return found


@pytest.fixture
def holds(holding: Callable[..., set[int]]) -> Callable[..., bool]:
    """holds(text, name="...", ...): whether the expression is true of one person."""

    def true(text: str, others: Iterable[dict[str, str]] = (), **items: str) -> bool:
        return 1 in holding(text, person=[{"person_id": "P1"} | items, *others])

    return true
