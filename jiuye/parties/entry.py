"""What an open act hands to the code inside it: its clock reading, and the only way to write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from jiuye.parties.models import Governed, Passing

SEEN, MOST_SEEN = "@seen", 5_000  # of no table: in `ledger.subject` it stands for having been shown
_Row = TypeVar("_Row", Governed, Passing)


@dataclass(frozen=True)
class Entry:
    """The open ledger entry. `at` is the one clock reading of the act, in the city's zone."""

    id: UUID
    act: str
    at: datetime
    by: "object"

    def cover(self, table: str, ids: Iterable[UUID]) -> None:
        """Name rows this act is about to touch; the guard refuses any other."""
        with connection.cursor() as c:
            c.execute("select ledger.cover(%s, %s)", [table, list(ids)])

    def cover_selected(self, table: str, query: str, parameters: Sequence[Any]) -> None:
        """Name the rows whose keys `query` gives: they stay in the database, however many they are."""
        with connection.cursor() as c:
            c.execute(f"select ledger.cover(%s, array({query}))", [table, *parameters])

    def saw(self, ids: Iterable[UUID]) -> None:
        """Name the records this act showed somebody beside its subject, 5,000 a row of the book: whom they are about
        finds the entry by them."""
        told = list(dict.fromkeys(ids))
        for first in range(0, len(told), MOST_SEEN):
            self.cover(SEEN, told[first : first + MOST_SEEN])

    def put(self, *rows: Governed) -> None:
        """Insert or update governed rows under this entry."""
        for row in rows:
            row.entry_id = self.id
            self.cover(row._meta.db_table, [row.id])
            row.save()

    def put_many(self, rows: Sequence[_Row], size: int = 1000) -> None:
        """Insert many new rows of one table."""
        if not rows:
            return
        for row in rows:
            row.entry_id = self.id
        self.cover(rows[0]._meta.db_table, [row.id for row in rows])
        type(rows[0])._default_manager.bulk_create(rows, batch_size=size)

    def remove(self, rows: Sequence[Passing]) -> None:
        """Delete rows that pass; the entry's detail has told how many, and their digest."""
        if rows:
            self.cover(rows[0]._meta.db_table, [row.id for row in rows])
            type(rows[0])._default_manager.filter(pk__in=[row.id for row in rows]).delete()
