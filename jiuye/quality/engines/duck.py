"""A frozen snapshot on DuckDB: each dataset is read from its Parquet file, never wholly in memory."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from jiuye.quality.engines.known import Known

# Beyond this DuckDB spills into the private directory of the snapshot.
MEMORY = "5GiB"


class Duck:
    """A DuckDB over the opened snapshot. Nothing is installed, nothing leaves the machine or the directories
    the files lie in."""

    name = "duckdb"

    def __init__(self, files: dict[str, Path]) -> None:
        self._db = self.book = duckdb.connect()
        rooms = sorted({str(file.parent) for file in files.values()})
        self._db.execute("set autoinstall_known_extensions = false")
        self._db.execute(f"set memory_limit = '{MEMORY}'")
        self._db.execute("set preserve_insertion_order = false")
        if rooms:
            self._db.execute(f"set temp_directory = '{rooms[0]}/spill'")
            self._db.execute(f"set allowed_directories = {[f'{room}/' for room in rooms]}")
        for dataset, file in files.items():
            self._db.execute(f"create view {dataset} as select * from read_parquet('{file}')")
        self._db.execute("set enable_external_access = false")
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
