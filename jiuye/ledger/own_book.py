"""A person's own chain: the reading acts about him, in the order they were sealed, each linked to the one before.

link = SM3(0x02 | link before | leaf of the entry); before the first, 32 zero bytes. The leaf is the one the book's own
chain is made of (`ledger.leaves`): no second book. Whoever keeps a link keeps everything before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from jiuye.ledger.leaves import GENESIS, digests
from jiuye.lib.sealing import sm3


@dataclass(frozen=True)
class Seen:
    """One reading act about whoever asks: when, as which post of which agency (`department`: for which department),
    what for, which items (none named: the file). `mine`: by himself. `sealed_until`: the day until which nothing but
    this is told of it; "" otherwise. `position`, `leaf`: its place in the sealed book, None while it waits."""

    at: datetime | None
    act: str
    mine: bool
    post: str
    agency_id: UUID | None
    department: str
    channel: str
    why: str
    items: list[str]
    dataset: str
    sealed_until: str
    position: int | None
    leaf: bytes | None


@dataclass(frozen=True)
class Linked:
    """An entry with its number and link in his chain; "" while it waits to be sealed."""

    seen: Seen
    count: int
    link: str


def next_link(before: bytes, leaf: bytes) -> bytes:
    return sm3(b"\x02", before, leaf)


def head(leaves: Iterable[bytes]) -> bytes:
    """The link after the last of these."""
    found = GENESIS
    for leaf in leaves:
        found = next_link(found, leaf)
    return found


def own_book() -> list[Linked]:
    """Everything, the last first. Call in the scope of whoever it is about; anybody else gets nothing."""
    with connection.cursor() as c:
        c.execute("select * from ledger.own_book()")
        return linked([Seen(*row) for row in c.fetchall()])


def linked(entries: Sequence[Seen]) -> list[Linked]:
    """Entries as the book gives them, the last first, with their links."""
    found, before, count = list[Linked](), GENESIS, 0
    for seen in reversed(entries):
        if seen.leaf is None:
            found.append(Linked(seen, 0, ""))
            continue
        before, count = next_link(before, bytes(seen.leaf)), count + 1
        found.append(Linked(seen, count, before.hex()))
    return found[::-1]


@dataclass(frozen=True)
class Drawn:
    """A chain as it stood at one moment: the sealed looks, the last first, and what they were drawn over: everything
    that was about him, and the acts that show it."""

    links: list[Linked]
    subjects: list[UUID]
    acts: list[str]


def drawn() -> Drawn:
    """His chain with what it is drawn over, by one statement: what becomes his a moment later is in neither."""
    with connection.cursor() as c:
        c.execute(
            "select s.*, b.* from (select ledger.own_subjects(), ledger.reading_acts()) s"
            " left join ledger.own_book() b on b.position is not null order by b.position desc"
        )
        rows = c.fetchall()
    links = linked([Seen(*row[2:]) for row in rows if row[-1] is not None])
    return Drawn(links, rows[0][0], rows[0][1])


def recomputed(subjects: Sequence[UUID], acts: Sequence[str], upto: int) -> list[bytes]:
    """The leaves of the reading acts about these, in the order they are sealed, up to a place in the book: computed
    from what stands in it now, whatever its seals say. For the machine alone."""
    with connection.cursor() as c:
        c.execute("select * from ledger.chained(%s::uuid[], %s::text[], %s)", [list(subjects), list(acts), upto])
        found = []
        for leaf, *told in c.fetchall():
            whole, earlier = digests(*told)
            found.append(earlier if earlier == bytes(leaf) else whole)
        return found
