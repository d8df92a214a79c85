"""A frozen snapshot on DuckDB: each dataset is read from its Parquet file, never wholly in memory."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jiuye.quality.engines.known import Known
from jiuye.records import snapshot


class Duck:
    """A DuckDB over the opened snapshot."""

    name = "duckdb"

    def __init__(self, files: dict[str, Path]) -> None:
        self._db = self.book = snapshot.connect(files)
        self.relations = {dataset: dataset for dataset in files}
        self.values = Known(self._db, files)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self._db.execute(sql).fetchall())

    def keep(self, table: str, sql: str) -> None:
        self._db.execute(f"insert into {table} by name {sql}")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> "Duck":
        return self

    def __exit__(self, *exc: Iterable[Any]) -> None:
        self.close()
