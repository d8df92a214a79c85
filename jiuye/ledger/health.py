"""How the city's database is, asked of its catalogue: sizes, growth, replication, guards, what is absent. Art. 8."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from jiuye.ledger import slot
from jiuye.ledger.slot import Slot


@dataclass(frozen=True)
class Health:
    """sizes: (table, bytes, rows as estimated), the largest first. growth: bytes a day, None before two samples
    lie a day's twelfth apart. faults: (what, why) of guards. statements: (mean ms, calls, statement), None where
    pg_stat_statements is absent. replicas: (name, state, bytes behind)."""

    bytes: int
    sizes: list[tuple[str, int, int]]
    growth: float | None
    faults: list[tuple[str, str]]
    slot: Slot
    replicas: list[tuple[str, str, int | None]]
    statements: list[tuple[float, int, str]] | None
    amcheck: bool
    unsealed: int
    oldest_unsealed: datetime | None
    archiving: bool


def health() -> Health:
    """As it is at this moment; any login of the house may ask, and sees no value of anybody."""
    with connection.cursor() as c:
        c.execute("select pg_database_size(current_database()), current_setting('archive_command', true)")
        size, archive = c.fetchone()
        entries, oldest = _all(c, "select entries, oldest from ledger.unsealed()")[0]
        return Health(
            bytes=size,
            sizes=_all(c, "select tbl, bytes, live_rows from ledger.sizes()"),
            growth=_growth(_all(c, "select extract(epoch from at)::float, bytes from ledger.growth()")),
            faults=_all(c, "select what, why from ledger.guard_faults() order by what, why"),
            slot=slot.state(c),
            replicas=_all(
                c, "select application_name, coalesce(state, '不详'), pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)"
                " from pg_stat_replication where application_name <> ''"
            ),
            statements=_statements(c),
            amcheck=bool(_all(c, "select 1 from pg_extension where extname = 'amcheck'")),
            unsealed=entries,
            oldest_unsealed=oldest,
            archiving=bool(archive) and archive not in ("/bin/true", "(disabled)"),
        )  # fmt: skip


def _growth(samples: list[tuple[float, int]]) -> float | None:
    """Bytes a day over the samples, the newest first; two hours are the least."""
    if len(samples) < 2 or samples[0][0] - samples[-1][0] < 7200:
        return None
    (now, size), (then, before) = samples[0], samples[-1]
    return (size - before) / (now - then) * 86400


def _statements(c: Any) -> list[tuple[float, int, str]] | None:
    if not _all(c, "select 1 from pg_extension where extname = 'pg_stat_statements'"):
        return None
    return _all(
        c, "select mean_exec_time, calls, left(query, 120) from pg_stat_statements"
        " where dbid = (select oid from pg_database where datname = current_database())"
        " order by mean_exec_time desc limit 10"
    )  # fmt: skip


def _all(c: Any, sql: str) -> list[Any]:
    c.execute(sql)
    return list(c.fetchall())
