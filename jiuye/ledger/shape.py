"""The guards and the tables' shape, held against the last reconciliation.

A guard switched off, edited under and switched on again has left another shape; only a change of structure,
which has an entry, explains one.
"""

from typing import Any

import psycopg

from jiuye.ledger.judge import Finding
from jiuye.ledger.recorder import Recorder

WORDS = {
    "file": "整表被重写过", "kept": "存储方式变了", "stream": "变更流的发布被改动过",
    "triggers": "触发器被停用、启用或更换过", "policies": "行级权限被改动过", "rules": "改写规则被改动过",
    "columns": "列或缺省值被改动过", "constraints": "约束被改动过",
}  # fmt: skip

MIGRATIONS = "ledger.migrate"
_NOW = f"""
select tbl, shape from ledger.shape()
union all select '{MIGRATIONS}', to_jsonb(count(*)) from ledger.entry where act = '{MIGRATIONS}' and outcome = 'done'
"""


def compare(db: "psycopg.Connection[Any]", recorder: Recorder) -> dict[str, Any] | None:
    """Says what is wrong with the guards. Returns the shape where it is another than last time, else None."""
    for what, why in db.execute("select what, why from ledger.guard_faults()").fetchall():
        recorder.add_new(Finding("guard", what, "", why))
    now = dict(db.execute(_NOW).fetchall())
    last = db.execute("select shape from ledger.reconciled where shape is not null order by id desc limit 1").fetchone()
    if last is None:
        return now
    before = last[0]
    if before == now:
        return None
    if before[MIGRATIONS] == now[MIGRATIONS]:
        for tbl in sorted((before.keys() | now.keys()) - {MIGRATIONS}):
            for what in _differences(before.get(tbl), now.get(tbl)):
                recorder.add(Finding("guard", tbl, "", what))
    return now


def _differences(before: dict[str, Any] | None, now: dict[str, Any] | None) -> list[str]:
    if before is None:
        return ["多出一张受管表"]
    if now is None:
        return ["一张受管表不见了"]
    return [said for part, said in WORDS.items() if before.get(part) != now.get(part)]
