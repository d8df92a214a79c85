"""待审变更: what has been handed in about a record and nobody has reviewed yet. Rooms above know; they tell here.

A record does not know who may want to change it: `tell` registers who can be asked, `pending` asks them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiuye.records.models import Record


@dataclass(frozen=True)
class Pending:
    """One thing on its way, as far as the reader's scope goes."""

    title: str
    number: str
    by: str
    at: datetime
    due_on: date
    url: str


Teller = Callable[[Record, dict[str, Any]], Sequence[Pending]]
_TELLERS: list[Teller] = []


def tell(teller: Teller) -> Teller:
    """Register who knows of changes on their way: (record, its values) → what waits."""
    _TELLERS.append(teller)
    return teller


def pending(record: Record, values: dict[str, Any]) -> list[Pending]:
    """All that waits about a record, the oldest first."""
    return sorted((p for teller in _TELLERS for p in teller(record, values)), key=lambda p: p.at)
