"""The live tables, read by the inspector: for small scopes and to hold the other engine against."""

from typing import Any
from uuid import UUID

import duckdb
import pyarrow as pa
from django.db import connections

from jiuye.records.models import MODELS
from jiuye.records.presented import presented
from jiuye.records.relations import stored

SLICE = 100_000


class Postgres:
    """Facts and indexes of what is stored now."""

    name = "postgres"
    values = None

    def __init__(self) -> None:
        self.relations = {d: stored(d) for d in MODELS} | presented()
        self.book = duckdb.connect()

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with connections["inspector"].cursor() as c:
            c.execute(sql)
            return list(c.fetchall())

    def keep(self, table: str, sql: str) -> None:
        with connections["inspector"].cursor() as c:
            c.execute(sql)
            names = [d[0] for d in c.description or ()]
            while rows := c.fetchmany(SLICE):
                columns = [[str(v) if isinstance(v, UUID) else v for v in column] for column in zip(*rows, strict=True)]
                self.book.register("slice", pa.table(dict(zip(names, columns, strict=True))))
                self.book.execute(f"insert into {table} by name select * from slice")
                self.book.unregister("slice")

    def close(self) -> None:
        self.book.close()
