"""Proof of deletion: how much went and its digest, told to the book before it goes. The book keeps no value of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from jiuye.collection.behaviour.models import Derived, Event
from jiuye.lib.sealing import sm3

_TURN = 0x42454841  # any fixed number: one deletion or filing at a time


def of(events: Sequence[Event], conclusions: Sequence[Derived]) -> dict[str, Any]:
    """The detail of the entry: rows by table, SM3 over the rows in order of their keys, first and last day."""
    rows: list[Event | Derived] = sorted([*events, *conclusions], key=lambda r: r.pk)
    days = sorted(e.occurred_at.date().isoformat() for e in events)
    return {
        "behaviour_event": len(events), "behaviour_derived": len(conclusions),
        "digest": sm3(*(_text(r).encode() for r in rows)).hex(), "from": days[0] if days else "",
        "to": days[-1] if days else "",
    }  # fmt: skip


def _text(row: Event | Derived) -> str:
    """A row as a copy of it, in a backup, can be written again and compared."""
    values = (getattr(row, f.attname) for f in row._meta.concrete_fields)
    return "\x1f".join(v.hex() if isinstance(v, bytes | memoryview) else str(v) for v in values) + "\x1e"


@contextmanager
def in_turn() -> Iterator[None]:
    """Nobody files or deletes meanwhile, from the counting to the end of the act."""
    with connection.cursor() as c:
        c.execute("select pg_advisory_lock(%s)", [_TURN])
    try:
        yield
    finally:
        with connection.cursor() as c:
            c.execute("select pg_advisory_unlock(%s)", [_TURN])
