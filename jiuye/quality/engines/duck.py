"""A frozen snapshot on DuckDB: each dataset is a Parquet file, read into a table once per run."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb


class Duck:
    """An in-memory DuckDB over the opened snapshot. Nothing is installed, nothing leaves the machine."""

    name = "duckdb"

    def __init__(self, files: dict[str, Path]) -> None:
        self._db = duckdb.connect()
        self._db.execute("set autoinstall_known_extensions = false")
        for dataset, file in files.items():
            self._db.execute(f"create table {dataset} as select * from read_parquet(?)", [str(file)])
        self._db.execute("set enable_external_access = false")
        self.relations = {dataset: dataset for dataset in files}

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self._db.execute(sql).fetchall())

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> "Duck":
        return self

    def __exit__(self, *exc: Iterable[Any]) -> None:
        self.close()
