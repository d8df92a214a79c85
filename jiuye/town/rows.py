"""Rows, the bundle of rows one person brings along, and the writer of the files."""

import csv
import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jiuye.standards.catalogue import DATASETS, NUMBERS
from jiuye.standards.catalogue import rows as catalogue_rows


class Row(dict[str, Any]):
    """One row by item names; `number` is its 1-based place in the file once written."""

    __slots__ = ("dataset", "number")

    def __init__(self, dataset: str, values: dict[str, Any] | None = None) -> None:
        super().__init__(values or {})
        self.dataset = dataset
        self.number = 0

    @property
    def key(self) -> str:
        return str(self.get(NUMBERS.get(self.dataset, "")) or "")


class Bundle:
    """A person with everything registered about them, and the truth about what was planted."""

    __slots__ = ("acceptances", "archives", "certificates", "employments", "events", "facts", "files", "hardships",
                 "index", "marks", "person", "seekings", "subsidies", "trainings", "unemployments")  # fmt: skip

    def __init__(self, person: Row, index: int) -> None:
        self.person = person
        self.index = index
        self.employments: list[Row] = []
        self.unemployments: list[Row] = []
        self.certificates: list[Row] = []
        self.hardships: list[Row] = []
        self.subsidies: list[Row] = []
        self.trainings: list[Row] = []
        self.seekings: list[Row] = []
        self.files: list[Row] = []
        self.archives: list[Row] = []
        self.facts: list[Row] = []
        self.events: list[Row] = []
        self.acceptances: list[Row] = []
        self.marks: list[tuple[Row, dict[str, Any]]] = []

    @property
    def lists(self) -> tuple[list[Row], ...]:
        """The rows by dataset, the person's own left out."""
        return (
            self.employments, self.unemployments, self.certificates, self.hardships, self.subsidies, self.trainings,
            self.seekings, self.files, self.archives, self.facts, self.events, self.acceptances,
        )  # fmt: skip

    def rows(self) -> Iterable[Row]:
        yield self.person
        for rows in self.lists:
            yield from rows

    def acceptance_of(self, row: Row) -> Row | None:
        return next((a for a in self.acceptances if a.get("stored_record_id") == row.key), None)

    def mark(self, row: Row, **truth: Any) -> bool:
        """Note what was planted in the row. Always True, so that a fault can end with it."""
        self.marks.append((row, truth))
        return True


class Writer:
    """Streams rows of the datasets that are collected into `<dataset>.csv` and marks into `truth.jsonl`; holds none."""

    def __init__(self, out: Path) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self.columns: dict[str, list[str]] = {dataset: [] for dataset in DATASETS}
        for item in catalogue_rows(1, "items"):
            if item["dataset"] in self.columns:
                self.columns[item["dataset"]].append(item["name_en"])
        self.files = {dataset: out / f"{dataset}.csv" for dataset in DATASETS} | {"truth": out / "truth.jsonl"}
        self.rows = dict.fromkeys(DATASETS, 0)
        self.total = 0
        self.planted = 0  # lines of truth
        self.faulty = 0  # rows with at least one of them
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._handles = {
            name: self._open.enter_context(path.open("w", encoding="utf-8", newline=""))
            for name, path in self.files.items()
        }
        self._csv = {d: csv.writer(self._handles[d], lineterminator="\n").writerow for d in DATASETS}
        for dataset, columns in self.columns.items():
            self._csv[dataset](columns)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        self._open.close()

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if row.dataset not in self.columns:
                continue
            self.rows[row.dataset] += 1
            self.total += 1
            row.number = self.rows[row.dataset]
            self._csv[row.dataset]([row.get(column) for column in self.columns[row.dataset]])

    def note(self, marks: list[tuple[Row, dict[str, Any]]]) -> None:
        """Truth about rows already written."""
        written = [(row, truth) for row, truth in marks if row.number]
        self.faulty += len({id(row) for row, _ in written})
        for row, truth in written:
            self.planted += 1
            line = {"dataset": row.dataset, "key": row.key, "row": row.number, **truth}
            if isinstance(first := truth.get("of_row"), Row):
                line["of_row"] = first.number
            self._handles["truth"].write(json.dumps(line, ensure_ascii=False) + "\n")
