"""Where an inspection computes: DuckDB over a frozen snapshot, PostgreSQL over the tables. One rule set for both.

Row lists never pass through Python one by one: an engine keeps them in its book, a DuckDB of the run.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from jiuye.standards.language import Values


class Engine(Protocol):
    """name: the rule language's dialect. relations: dataset → SQL relation of all rows in use. values: what is
    known of the values there are. book: the DuckDB connection that holds what was kept."""

    @property
    def name(self) -> str: ...

    @property
    def relations(self) -> Mapping[str, str]: ...

    @property
    def values(self) -> Values | None: ...

    @property
    def book(self) -> Any: ...

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a statement: for counts."""
        ...

    def keep(self, table: str, sql: str) -> None:
        """Append the rows of a statement to a table of the book, column by name."""
        ...
