"""The import files of one directory and the catalogue's files, read as typed values in memory."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = list[Any]

# The datasets collected today and the business number of each.
NUMBERS = {
    "person": "person_id",
    "employer": "employer_id",
    "employment_registration": "registration_id",
    "unemployment_registration": "registration_id",
    "employment_certificate": "certificate_no",
    "hardship_assistance": "hardship_id",
    "training": "training_record_id",
    "job_seeking": "seeking_id",
    "vacancy": "vacancy_id",
    "subsidy": "subsidy_id",
    "personnel_agency_file": "file_id",
    "e_archive": "archive_id",
    "shared_fact": "fact_id",
    "acceptance": "acceptance_no",
}
# And of those the house keeps of itself: judged by rules, counted in no figure.
KEYS = NUMBERS | {
    "agency": "agency_code", "staff": "staff_id", "parameter": "parameter_id", "behavior_event": "event_id",
    "maintenance_log": "log_id",
    "query_log": "query_id",
}  # fmt: skip
NUMERIC = {"integer": re.compile(r"[+-]?[0-9]{1,300}"), "decimal": re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")}
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")


@dataclass
class Table:
    """One dataset: items by column, values by row (None = null). Row n of the file is rows[n - 1]."""

    name: str
    items: dict[str, dict[str, str]]
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.column = {name: at for at, name in enumerate(self.items)}

    def values(self, item: str) -> list[Any]:
        at = self.column[item]
        return [row[at] for row in self.rows]


@dataclass
class Town:
    """Everything the oracle judges. uncast: (dataset, row number, item) of values not of their type."""

    tables: dict[str, Table]
    rules: list[dict[str, str]]
    parameters: dict[str, str]
    codes: dict[str, set[str]]
    open_lists: dict[str, str]
    placeholders: set[str]
    division_names: set[str]
    divisions: dict[str, str]
    uncast: set[tuple[str, int, str]] = field(default_factory=set)


def cast(text: str, data_type: str) -> Any:
    """The typed value of a cell that is not blank; None when it is not of the type."""
    if data_type == "date":
        if not DATE.fullmatch(text):
            return None
        return _moment(text, "%Y-%m-%d", whole_day=True)
    if data_type == "datetime":
        return _moment(text, "%Y-%m-%d %H:%M:%S") if MOMENT.fullmatch(text) else None
    if data_type in NUMERIC:
        if not NUMERIC[data_type].fullmatch(text):
            return None
        return int(text) if data_type == "integer" else Decimal(text)
    return text


def _moment(text: str, shape: str, *, whole_day: bool = False) -> date | datetime | None:
    try:
        moment = datetime.strptime(text, shape)
    except ValueError:
        return None
    return moment.date() if whole_day else moment


def catalogue_rows(directory: Path, name: str) -> list[dict[str, str]]:
    with (directory / f"{name}.csv").open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def load(directory: Path, catalogue_dir: Path) -> Town:
    """Read `<dataset>.csv` of the directory (absent = empty) by the catalogue's files.

    Raises FileNotFoundError for a missing catalogue file.
    """
    tables: dict[str, Table] = {}
    items: dict[str, dict[str, dict[str, str]]] = {}
    for row in catalogue_rows(catalogue_dir, "items"):
        items.setdefault(row["dataset"], {})[row["name_en"]] = row
    codes, divisions, placeholders = _code_lists(catalogue_dir)
    town = Town(
        tables,
        [{"dataset": r.get("entity", ""), "original": r.get("expression", ""), **r}
         for r in catalogue_rows(catalogue_dir, "rules")],
        {r["name"]: r["value"] for r in catalogue_rows(catalogue_dir, "parameters")},
        codes,
        {r["code_list"]: r["pattern"] for r in catalogue_rows(catalogue_dir, "open_lists")},
        placeholders,
        set(divisions.values()),
        divisions,
    )  # fmt: skip
    for dataset, columns in items.items():
        table = tables[dataset] = Table(dataset, columns)
        path = directory / f"{dataset}.csv"
        if path.exists():
            _read(path, table, town.uncast)
    return town


def _code_lists(directory: Path) -> tuple[dict[str, set[str]], dict[str, str], set[str]]:
    """Code lists, the divisions of all years by code, the placeholder values."""
    codes: dict[str, set[str]] = {}
    divisions: dict[str, str] = {}
    placeholders: set[str] = set()
    for row in catalogue_rows(directory, "codelists"):
        codes.setdefault(row["code_list"], set()).add(row["code"])
        if row["code_list"] == "placeholder_value":
            placeholders.add(row["label_zh"])
    for row in catalogue_rows(directory, "divisions"):
        codes.setdefault("division_all_years", set()).add(row["code"])
        divisions[row["code"]] = row["label_zh"]
        if row["current"] == "yes":
            codes.setdefault("division_all", set()).add(row["code"])
    return codes, divisions, placeholders


def _read(path: Path, table: Table, uncast: set[tuple[str, int, str]]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as f:
        lines = csv.reader(f)
        header = next(lines, [])
        known = [(at, name) for at, name in enumerate(header) if name in table.column]
        targets = [(at, table.column[name], name, table.items[name]["data_type"]) for at, name in known]
        # One object per distinct text and type: dates are parsed once, codes are kept once.
        seen: dict[tuple[str, str], Any] = {}
        for number, cells in enumerate(_filled(lines), 1):
            row: Row = [None] * len(table.column)
            for at, column, name, data_type in targets:
                text = cells[at] if at < len(cells) else ""
                if not text or text.isspace():
                    continue
                key = (text, data_type)
                value = seen[key] if key in seen else seen.setdefault(key, cast(text, data_type))
                if value is None:
                    uncast.add((table.name, number, name))
                row[column] = value
            table.rows.append(row)


def _filled(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    """Without wholly empty lines, which are no rows."""
    return (cells for cells in lines if cells)
