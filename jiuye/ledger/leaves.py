"""What a seal commits to: one entry with the rows it covered, the districts it reached and the history it left.

leaf  = SM3(0x00 | JSON of the entry | JSON of its subjects | JSON of its reach | JSON of its history)
chain = SM3(0x01 | chain before | leaf); before the first seal, 32 zero bytes.
Until the reach became part of it, a leaf went without; a book may begin with such leaves (`earlier`).
Canonical bytes: JSON is UTF-8, keys sorted, no white space, numbers as the database writes them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from jiuye.lib.sealing import sm3

GENESIS = bytes(32)


@dataclass(frozen=True)
class Leaf:
    entry_id: UUID
    xact: int
    digest: bytes
    earlier: bytes


def canonical(text: str) -> bytes:
    value = json.loads(text, parse_float=str)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(before: bytes, leaf: bytes) -> bytes:
    return sm3(b"\x01", before, leaf)


_ROWS = """
select e.id, e.xact::text::bigint, to_jsonb(e)::text,
  coalesce((select jsonb_agg(to_jsonb(s) order by s.tbl, s.part)
            from ledger.subject s where s.entry_id = e.id), '[]')::text,
  coalesce((select jsonb_agg(r.district order by r.district) from ledger.reach r where r.entry_id = e.id), '[]')::text,
  coalesce((select jsonb_agg(to_jsonb(v) order by v.id) from history.version v where v.entry_id = e.id), '[]')::text
from ledger.entry e
"""


def leaves(db: "psycopg.Connection[Any]", where: str, parameters: list[Any] | None = None) -> Iterator[Leaf]:
    """Leaves of the entries `where` selects, in sealing order, read with a server-side cursor."""
    with db.cursor(name="leaves") as c:
        c.itersize = 200
        c.execute((_ROWS + where).encode(), parameters or [])
        for entry_id, xact, *told in c:
            yield Leaf(entry_id, xact, *digests(*told))


def digests(*told: str) -> tuple[bytes, bytes]:
    """The leaf of an entry, its subjects, reach and history as JSON, and what an earlier build sealed of it."""
    entry, subjects, reach, history = (canonical(t) for t in told)
    return sm3(b"\x00", entry, subjects, reach, history), sm3(b"\x00", entry, subjects, history)
