"""Verifying the book: every leaf computed again, the chain walked, the checkpoints outside compared.

Finds an edited entry, cover, reach or history row, a removed or inserted one, a changed order, and a cut tail.
"""

import json
import time
from pathlib import Path
from typing import Any

import psycopg

from jiuye.ledger.leaves import GENESIS, leaves, link


def verify(sealer_dsn: str, checkpoints: Path) -> dict[str, Any]:
    """The report `jiuye ledger verify` prints: entries, sealed, checkpoints, root, ok, faults[], seconds, and how many
    leaves at the beginning of the book an earlier build sealed without the districts they reached."""
    began = time.perf_counter()
    with psycopg.connect(sealer_dsn) as db:
        db.execute("set transaction isolation level repeatable read")
        seals = db.execute("select position, entry_id, leaf, chain from ledger.seal order by position").fetchall()
        faults, chain, earlier = _walk(db, seals)
        faults += _strangers(db)
        row = db.execute("select count(*) from ledger.entry").fetchone()
    marks = _marks(checkpoints)
    faults += _compare(seals, marks)
    return {
        "entries": row[0] if row else 0, "sealed": len(seals), "checkpoints": len(marks), "root": chain.hex(),
        "ok": not faults, "faults": faults, "earlier": earlier, "seconds": round(time.perf_counter() - began, 3),
    }  # fmt: skip


def _walk(db: "psycopg.Connection[Any]", seals: list[Any]) -> tuple[list[str], bytes, int]:
    faults, chain, last_xact, earlier, old = list[str](), GENESIS, 0, 0, True
    found = leaves(db, "join ledger.seal k on k.entry_id = e.id order by k.position")
    actual = {leaf.entry_id: leaf for leaf in found}
    for expected, (position, entry_id, leaf, stored) in enumerate(seals, start=1):
        if position != expected:
            faults.append(f"第 {expected} 位封存缺失")
            break
        now = actual.get(entry_id)
        if now is None:
            faults.append(f"第 {position} 位封存的台账不见了：{entry_id}")
            break
        if now.digest == bytes(leaf):
            old = False  # and so are all that follow
        elif old and now.earlier == bytes(leaf):
            earlier += 1
        else:
            faults.append(f"第 {position} 位台账或其历史被改动：{entry_id}")
        if now.xact < last_xact:
            faults.append(f"第 {position} 位次序被改动：{entry_id}")
        last_xact = now.xact
        chain = link(chain, bytes(leaf))
        if chain != bytes(stored):
            faults.append(f"第 {position} 位链条不连续")
            break
    return faults, chain, earlier


def _strangers(db: "psycopg.Connection[Any]") -> list[str]:
    """Entries older than what was sealed, yet not sealed: inserted afterwards. History without an entry."""
    late = db.execute(
        "select e.id from ledger.entry e where not exists (select from ledger.seal s where s.entry_id = e.id)"
        " and e.xact < (select max(o.xact) from ledger.entry o join ledger.seal s on s.entry_id = o.id)"
    ).fetchall()
    orphans = db.execute(
        "select v.id from history.version v left join ledger.entry e on e.id = v.entry_id and e.xact = v.xact"
        " where e.id is null"
    ).fetchall()
    return [f"台账是事后插入的：{r[0]}" for r in late] + [f"历史没有对应的台账：{r[0]}" for r in orphans]


def _marks(checkpoints: Path) -> list[dict[str, Any]]:
    if not checkpoints.exists():
        return []
    return [json.loads(line) for line in checkpoints.read_text(encoding="utf-8").splitlines() if line]


def _compare(seals: list[Any], marks: list[dict[str, Any]]) -> list[str]:
    chains = {position: bytes(chain).hex() for position, _, _, chain in seals}
    return [
        f"检查点 {m['position']} 与库内不符：台账尾部被截断或重写"
        for m in marks
        if chains.get(m["position"]) != m["chain"]
    ]
