"""The slot: the server's promise to keep the change stream until it has been read, and what became of it.

One a database, named after its number. `max_slot_wal_keep_size` bounds what it may keep: a slot nobody reads
is lost before the disk is full, and its loss is a finding.
"""

from dataclasses import dataclass
from typing import Any

import psycopg

_STATE = """
select s.slot_name, s.wal_status, s.confirmed_flush_lsn::text,
  pg_wal_lsn_diff(pg_current_wal_lsn(), s.confirmed_flush_lsn)::bigint, s.active,
  (select setting from pg_settings where name = 'max_slot_wal_keep_size')
from (select 'jiuye_reconcile_' || oid as name from pg_database where datname = current_database()) n
left join pg_replication_slots s on s.slot_name = n.name
"""


@dataclass(frozen=True)
class Slot:
    """status: PostgreSQL's word, "none" where there is no slot. kept_bytes: log not read yet. limit_mb: how much
    it may keep, -1 without limit."""

    status: str
    confirmed: str | None
    kept_bytes: int | None
    active: bool
    limit_mb: int

    @property
    def whole(self) -> bool:
        """Nothing of the stream has been thrown away."""
        return self.status in ("reserved", "extended", "unreserved")


def name(db: "psycopg.Connection[Any]") -> str:
    row = db.execute("select 'jiuye_reconcile_' || oid from pg_database where datname = current_database()").fetchone()
    assert row is not None
    return str(row[0])


def state(c: Any) -> Slot:
    """How it stands; any login may ask. `c`: a cursor of any kind."""
    c.execute(_STATE)
    row = c.fetchone()
    _, status, confirmed, kept, active, limit = row
    return Slot(status or "none", confirmed, kept, bool(active), int(limit))


def make(backup_dsn: str, called: str) -> str:
    """A new slot from this moment on (a lost one goes first). Returns its place in the log.

    Waits for transactions that run. Raises psycopg.Error, in words of the server, where wal_level is not logical."""
    with psycopg.connect(backup_dsn, autocommit=True) as db:
        drop = "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = %s"
        db.execute(drop, [called])
        create = "select lsn::text from pg_create_logical_replication_slot(%s, 'pgoutput')"
        made = db.execute(create, [called]).fetchone()
    assert made is not None
    return str(made[0])
