"""PostgreSQL's own change stream: the streaming replication protocol over libpq, pgoutput inside it.

psycopg speaks no replication protocol, libpq does. The server decodes a transaction when it has committed and
sends it piece by piece, so that neither side holds a large one in memory. PostgreSQL manual, 54.4 and 54.9.
"""

import struct
import time
from collections.abc import Iterator
from typing import NamedTuple

from psycopg import OperationalError, pq
from psycopg.conninfo import make_conninfo

PUBLICATION = "jiuye_stream"
SILENCE = 120.0  # seconds without a word from the server, keepalives included
TELL_EVERY = 10.0  # seconds: well under the server's wal_sender_timeout
_EPOCH = 946_684_800  # 2000-01-01 UTC, PostgreSQL's first second

Row = dict[str, str | None]


class Begin(NamedTuple):
    """A committed transaction begins: its number (32 bits) and when it was committed, in seconds."""

    xid: int
    at: float


class Commit(NamedTuple):
    """It ends; `upto` is the place in the log just after it."""

    upto: int


class Change(NamedTuple):
    """One row: op "i", "u" or "d". `old` is the key, or all of the row where its table keeps all, else None."""

    op: str
    table: str
    old: Row | None
    new: Row | None


class Emptied(NamedTuple):
    """Tables emptied by one TRUNCATE."""

    tables: list[str]


class Mark(NamedTuple):
    """A message put into the stream by pg_logical_emit_message."""

    text: str


Event = Begin | Commit | Change | Emptied | Mark


class Stream:
    """The changes of one slot from a place on. The slot moves on only when `confirm` says so."""

    def __init__(self, dsn: str, slot: str, start: int) -> None:
        """dsn: of a login with REPLICATION. Raises psycopg.OperationalError when the slot cannot be read."""
        self._pg = pq.PGconn.connect(make_conninfo(dsn, replication="database", options="-c datestyle=ISO").encode())
        self._confirmed, self._told = start, time.monotonic()
        self._tables: dict[int, tuple[str, list[str]]] = {}
        command = (
            f'START_REPLICATION SLOT "{slot}" LOGICAL {lsn_text(start)}'
            f" (proto_version '1', publication_names '{PUBLICATION}', messages 'true')"
        )
        if self._pg.status != pq.ConnStatus.OK or self._pg.exec_(command.encode()).status != pq.ExecStatus.COPY_BOTH:
            said = self._pg.error_message.decode(errors="replace").strip()
            self._pg.finish()
            raise OperationalError(said)

    def events(self) -> Iterator[Event]:
        """As they come; never ends by itself. Raises psycopg.OperationalError when the server goes away."""
        heard = time.monotonic()
        while True:
            size, data = self._pg.get_copy_data(0)
            if size < 0 or data is None:
                raise OperationalError(self._pg.error_message.decode(errors="replace").strip() or "stream ended")
            now = time.monotonic()
            kind = bytes(data[:1])
            if kind == b"w":
                heard = now
                event = self._decode(bytes(data[25:]))
                if event is not None:
                    yield event
            elif now - heard > SILENCE:
                raise OperationalError("the change stream says nothing")
            if (kind == b"k" and data[17]) or now - self._told > TELL_EVERY:
                self._tell()

    def confirm(self, upto: int) -> None:
        """What lies before `upto` is recorded: the server may forget it."""
        self._confirmed = upto
        self._tell()

    def close(self) -> None:
        """Ends the stream in order, so that the last confirmation has arrived."""
        try:
            self._pg.put_copy_end()
            while self._pg.get_copy_data(0)[0] > 0:
                pass
        except OperationalError:
            pass
        finally:
            self._pg.finish()

    def _tell(self) -> None:
        self._told = time.monotonic()
        moment = int((time.time() - _EPOCH) * 1_000_000)
        self._pg.put_copy_data(struct.pack(">cQQQQB", b"r", *[self._confirmed] * 3, moment, 0))
        self._pg.flush()

    def _decode(self, m: bytes) -> Event | None:
        kind = m[:1]
        if kind in b"IUD":
            return self._change(kind, m)
        if kind == b"B":
            _, micros, xid = struct.unpack_from(">QqI", m, 1)
            return Begin(xid, micros / 1_000_000 + _EPOCH)
        if kind == b"C":
            return Commit(struct.unpack_from(">Q", m, 10)[0])
        if kind == b"R":
            self._relation(m)
        elif kind == b"T":
            count = struct.unpack_from(">I", m, 1)[0]
            return Emptied([self._tables[key][0] for key in struct.unpack_from(f">{count}I", m, 6)])
        elif kind == b"M":
            prefix_ends = m.index(b"\0", 10)
            return Mark(m[prefix_ends + 5 :].decode(errors="replace"))
        return None  # types and origins

    def _relation(self, m: bytes) -> None:
        """The server names a table and its columns before the first row of it."""
        key = struct.unpack_from(">I", m, 1)[0]
        schema, name, rest = m[5:].split(b"\0", 2)
        columns, at = [], 3
        for _ in range(struct.unpack_from(">H", rest, 1)[0]):
            ends = rest.index(b"\0", at + 1)
            columns.append(rest[at + 1 : ends].decode())
            at = ends + 9
        self._tables[key] = f"{schema.decode()}.{name.decode()}", columns

    def _change(self, kind: bytes, m: bytes) -> Change:
        table, columns = self._tables[struct.unpack_from(">I", m, 1)[0]]
        rows: dict[bytes, Row] = {}
        at = 5
        while at < len(m):
            which = m[at : at + 1]
            rows[which], at = _row(columns, m, at + 1)
        return Change(kind.decode().lower(), table, rows.get(b"K") or rows.get(b"O"), rows.get(b"N"))


def _row(columns: list[str], m: bytes, at: int) -> tuple[Row, int]:
    """One row's published columns; None for null, for a value left as it was, and outside a key."""
    row: Row = {}
    at += 2
    for name in columns:
        if m[at : at + 1] == b"t":
            size = int.from_bytes(m[at + 1 : at + 5], "big")
            row[name] = m[at + 5 : at + 5 + size].decode()
            at += 5 + size
        else:
            row[name] = None
            at += 1
    return row, at


def lsn(text: str) -> int:
    """A place in the log as a number: "16/B374D848" as PostgreSQL writes it."""
    high, low = text.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def lsn_text(number: int) -> str:
    return f"{number >> 32:X}/{number & 0xFFFFFFFF:X}"
