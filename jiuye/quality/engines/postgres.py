"""The live tables, read by the inspector: for small scopes and to hold the other engine against."""

from typing import Any

from django.db import connections

from jiuye.records.judging import stored
from jiuye.records.models import MODELS


class Postgres:
    """Facts and indexes of what is stored now."""

    name = "postgres"

    def __init__(self) -> None:
        self.relations = {d: stored(d) for d in MODELS}

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with connections["inspector"].cursor() as c:
            c.execute(sql)
            return list(c.fetchall())
