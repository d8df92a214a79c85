"""Findings nobody planted, and whether a planted fault explains them."""

from collections.abc import Iterable, Mapping
from typing import Any

from jiuye.town.faults.consequences import BY_NEIGHBOURS, CONSEQUENCES

Rows = Mapping[str, list[dict[str, str]]]


def unexplained(
    rows: Rows, truth: Iterable[dict[str, Any]], found: Mapping[str, set[int]], rules: Mapping[str, tuple[str, str]]
) -> list[tuple[str, int, set[str]]]:
    """(rule, row, what was planted with its owner) of findings that are neither planted nor a listed consequence.

    rows: of each dataset as in its file; found: rule to row numbers; rules: rule to its dataset and its words.
    """
    planted: dict[tuple[str, str], set[str]] = {}
    here: set[tuple[str, int]] = set()
    for line in truth:
        what = line.get("rule_id") or line.get("kind") or line["missing"]
        for owner in owners(line["dataset"], line["row"], rows):
            planted.setdefault(owner, set()).add(what)
        if "rule_id" in line:
            here.add((what, line["row"]))
    left = []
    for rule, numbers in found.items():
        dataset, words = rules[rule]
        for number in sorted(n for n in numbers if (rule, n) not in here):
            with_it: set[str] = set().union(*(planted.get(o, set()) for o in owners(dataset, number, rows)))
            missed = any(what in words for what in with_it if not what.startswith("R"))
            if not (missed or with_it & CONSEQUENCES.get(rule, frozenset()) or rule in BY_NEIGHBOURS):
                left.append((rule, number, with_it))
    return left


def owners(dataset: str, number: int, rows: Rows) -> list[tuple[str, str]]:
    """Whose row it is: the row itself, its person, its employer in the files of employers."""
    row = rows[dataset][number - 1]
    found = [(dataset, str(number))]
    if row.get("person_id"):
        found.append(("person", row["person_id"]))
    if row.get("id_number"):
        found.append(("number", row["id_number"]))
    if dataset in ("employer", "vacancy") and row.get("employer_id"):
        found.append(("employer", row["employer_id"]))
    return found
