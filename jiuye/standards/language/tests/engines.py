"""Loading the sample tables into DuckDB and PostgreSQL, and running SQL on either."""

import os
from collections.abc import Callable
from typing import Any

import duckdb
import psycopg

from jiuye.server import testing
from jiuye.standards.catalogue import JUDGED, Catalogue

from .samples import Row, columns, record

Run = Callable[[str], list[tuple[Any, ...]]]


def postgres_dsn() -> str:
    """A PostgreSQL the tests may write temporary tables into: JIUYE_TEST_DSN, else the test process's own."""
    return os.environ.get("JIUYE_TEST_DSN") or testing.test_cluster().superuser_dsn()


def on_duckdb(catalogue: Catalogue, tables: dict[str, list[Row]]) -> Run:
    link = duckdb.connect()
    for dataset in JUDGED:
        types = columns(catalogue, dataset, "blob")
        link.execute(f"create table {dataset} ({', '.join(f'{n} {t}' for n, t in types.items())})")
        stored = [record(catalogue, dataset, n, row) for n, row in enumerate(tables.get(dataset, []), 1)]
        if stored:
            marks = ", ".join("?" for _ in types)
            values = [[s[n] for n in types] for s in stored]
            link.executemany(f"insert into {dataset} values ({marks})", values)
    return lambda sql: link.execute(sql).fetchall()


def on_postgres(catalogue: Catalogue, tables: dict[str, list[Row]]) -> Run:
    link = psycopg.connect(postgres_dsn(), autocommit=True)
    for dataset in JUDGED:
        types = columns(catalogue, dataset, "bytea")
        link.execute(f"create temp table {dataset} ({', '.join(f'{n} {t}' for n, t in types.items())})")
        with link.cursor().copy(f"copy {dataset} ({', '.join(types)}) from stdin") as copy:
            for n, row in enumerate(tables.get(dataset, []), 1):
                stored = record(catalogue, dataset, n, row)
                copy.write_row([stored[name] for name in types])
        link.execute(f"analyze {dataset}")
    return lambda sql: link.execute(sql).fetchall()
