"""What a snapshot's files tell of their values: a dictionary-coded column is tested once per value."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jiuye.standards.language.terms import text_literal
from jiuye.standards.language.values import Test

# A statement names at most so many values; more are kept in a table, or tested row by row.
MOST = 100


class Known:
    """`Values` of the rule language over Parquet files that are views of the same names."""

    def __init__(self, db: Any, files: Mapping[str, Path]) -> None:
        self._db, self._files = db, files
        self._failing: dict[tuple[str, str, str], Sequence[str] | None] = {}
        self._listed: dict[tuple[str, str], str] = {}
        self._placeholders = ""

    def failing(self, dataset: str, item: str, test: str) -> Sequence[str] | None:
        key = (dataset, item, test)
        if key not in self._failing:
            self._failing[key] = self._tested(*key) if self._coded.get((dataset, item)) else None
        return self._failing[key]

    def _tested(self, dataset: str, item: str, test: str) -> Sequence[str] | None:
        sql = f"select v from {self._values(dataset, item)} where not ({test}) limit {MOST + 1}"
        found = [v for (v,) in self._db.execute(sql).fetchall()]
        return sorted(found) if len(found) <= MOST else None

    def placeholders(self, texts: Sequence[tuple[str, str]], gate: Test, test: Test) -> str:
        if not self._placeholders:
            self._placeholders = self._found([t for t in texts if t in self._coded], gate, test)
        return self._placeholders

    def _found(self, texts: Sequence[tuple[str, str]], gate: Test, test: Test) -> str:
        """The texts there are, all datasets' together, so that the costly test is made ready once."""
        some = [
            f"select v from {self._values(d, i)}" if self._coded[d, i] else f"select {i} as v from {d} where {gate(i)}"
            for d, i in texts
        ]
        # One look for equal ones, at the end: a union makes ready one for each of so many parts.
        every = " union all ".join(some) or "select null::text as v"
        self._db.execute(f"create temp table texts as select distinct v from ({every})")
        self._db.execute(f"create temp table placeholder_values as select v from texts where {test('v')}")
        sql = f"select v from placeholder_values limit {MOST + 1}"
        found = sorted(v for (v,) in self._db.execute(sql).fetchall())
        if not found or len(found) > MOST:
            return "(select v from placeholder_values)"
        return f"({', '.join(text_literal(v) for v in found)})"

    def _values(self, dataset: str, item: str) -> str:
        """A table of the item's values."""
        if (dataset, item) not in self._listed:
            name = f"values_{len(self._listed) + 1}"
            self._db.execute(f"create temp table {name} as select distinct {item} as v from {dataset}")
            self._listed[dataset, item] = name
        return self._listed[dataset, item]

    @cached_property
    def _coded(self) -> dict[tuple[str, str], bool]:
        """(dataset, text column) → dictionary-coded throughout?"""
        found: dict[tuple[str, str], bool] = {}
        for dataset, file in self._files.items():
            sql = (
                "select path_in_schema, bool_and(dictionary_page_offset is not null)"
                f" from parquet_metadata('{file}') where type = 'BYTE_ARRAY' group by 1"
            )
            found |= {(dataset, item): coded for item, coded in self._db.execute(sql).fetchall()}
        return found
