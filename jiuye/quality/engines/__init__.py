"""Where an inspection computes: DuckDB over a frozen snapshot, PostgreSQL over the tables. One rule set for both."""

from collections.abc import Mapping
from typing import Any, Protocol


class Engine(Protocol):
    """name: the rule language's dialect. relations: dataset → SQL relation of all rows in use."""

    @property
    def name(self) -> str: ...

    @property
    def relations(self) -> Mapping[str, str]: ...

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        ...
