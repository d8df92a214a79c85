"""Sealing: committed entries enter the chain in the order of their transactions.

Only transactions below the oldest running one are sealed, so that a late commit is never skipped.
After each sealing a checkpoint goes to a file outside the database: without it a cut tail would not show.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from jiuye.ledger.leaves import GENESIS, leaves, link


def seal(sealer_dsn: str, checkpoints: Path) -> int:
    """Seal what is committed and not sealed. Returns how many entries. One sealer at a time."""
    with psycopg.connect(sealer_dsn) as db:
        db.execute("set transaction isolation level repeatable read")
        db.execute("lock table ledger.sealing in exclusive mode")
        last = db.execute("select position, chain from ledger.seal order by position desc limit 1").fetchone()
        position, chain = (last[0], bytes(last[1])) if last else (0, GENESIS)
        rows = []
        horizon = (
            "where e.xact < pg_snapshot_xmin(pg_current_snapshot())"
            " and not exists (select from ledger.seal s where s.entry_id = e.id) order by e.xact, e.id"
        )
        for leaf in leaves(db, horizon):
            position += 1
            chain = link(chain, leaf.digest)
            rows.append((position, leaf.entry_id, leaf.digest, chain, datetime.now(UTC)))
        with db.cursor() as c, c.copy("copy ledger.seal from stdin") as copy:
            for row in rows:
                copy.write_row(row)
    if rows:
        _checkpoint(checkpoints, position, chain)
    return len(rows)


def _checkpoint(file: Path, position: int, chain: bytes) -> None:
    line = {"position": position, "chain": chain.hex(), "at": datetime.now(UTC).isoformat()}
    with file.open("a", encoding="utf-8") as f:
        f.write(json.dumps(line) + "\n")
