"""Which staged rows are meant: of one submission, by standing and by number."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Staged:
    """Rows of one submission in staging: those of the standings from row `first` to row `last`, both included.
    rows: how many; flawed: how many of them have faults. Their keys never leave the database."""

    submission: UUID
    standings: tuple[str, ...]
    first: int
    last: int
    rows: int
    flawed: int

    WHERE = "s.submission_id = %s and s.row_no between %s and %s and s.standing = any(%s)"

    @property
    def bounds(self) -> list[Any]:
        """The parameters of WHERE."""
        return [self.submission, self.first, self.last, list(self.standings)]
