"""The login `reader`: what an ad hoc question may touch is what the database lets it see, nothing is parsed. Art. 11.

It may read columns, not tables: codes, dates and numbers that are of no person (`columns`), no name, no number, no
key, no masked or sealed item, no index. A column it may not read it may use in no expression: the database refuses
before anything runs, so that no order, join, function or error message tells of it.
"""

import json
import os
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import psycopg

from jiuye.lib.verdict import Verdict, no
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import Catalogue

COUNTS = "n"  # the column of a result that says how many stand behind a row
MOST_ROWS, MOST_COST, SECONDS = 1000, 2_000_000.0, 30
KINDS = frozenset({"code", "date", "integer", "decimal"})
OPEN = frozenset({"public", "internal"})


class Failed(Exception):
    """The question did not run; the verdict says why, in the database's words where it has some."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


def columns(standard: Catalogue) -> dict[str, list[str]]:
    """What the reader may see, by dataset; the migration grants the first version's."""
    return {
        dataset: [
            "district",
            *(
                i.name for i in standard.items[dataset].values()
                if i.protection == "plain" and i.sensitivity in OPEN and i.data_type in KINDS and not i.in_extra
            ),
        ]
        for dataset in MODELS
    }  # fmt: skip


def cost(sql: str) -> float:
    """What the planner thinks it costs. Raises `Failed` for what the reader may not, or what is no question."""
    with _session() as db:
        row = _ask(db, f"explain (format json) select * from ({_bare(sql)}\n) answer")[1][0]
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    return float(plan[0]["Plan"]["Total Cost"])


def answer(sql: str, threshold: int) -> tuple[list[str], list[list[Any]], int]:
    """(columns, rows, how many were left out because fewer than the threshold stand behind them).

    Raises `Failed`, also for a result that does not say how many stand behind each row."""
    with _session() as db:
        names, rows = _ask(db, f"select * from ({_bare(sql)}\n) answer limit {MOST_ROWS + 1}")
    if names.count(COUNTS) != 1:
        raise Failed(no("结果里要有一列 n，是每一行背后的件数", code="U335", help="如 count(*) as n"))
    at = names.index(COUNTS)
    if any(not isinstance(row[at], int) or row[at] < 0 for row in rows):
        raise Failed(no("n 这一列要是件数", code="U336"))
    if len(rows) > MOST_ROWS:
        raise Failed(no(f"结果超过 {MOST_ROWS} 行，不是统计", code="U337", help="分组再粗一些。"))
    kept = [[_plain(v) for v in row] for row in rows if row[at] == 0 or row[at] >= threshold]
    return names, kept, len(rows) - len(kept)


def _session() -> "psycopg.Connection[Any]":
    """Read-only, bounded, of itself: nothing of it outlives the question."""
    options = (
        f"-c default_transaction_read_only=on -c statement_timeout={SECONDS}s -c lock_timeout=2s -c search_path=jiuye"
        " -c idle_in_transaction_session_timeout=60s"
    )
    return psycopg.connect(os.environ["JIUYE_DSN_READER"], options=options)


def _ask(db: "psycopg.Connection[Any]", sql: str) -> tuple[list[str], list[Sequence[Any]]]:
    """One statement: prepared, so that the protocol takes no second one."""
    try:
        db.execute("set transaction read only")
        cursor = db.execute(sql.encode(), prepare=True)
        return [d.name for d in cursor.description or ()], list(cursor.fetchmany(MOST_ROWS + 1))
    except psycopg.Error as error:
        raise Failed(_verdict(error)) from error


def _verdict(error: psycopg.Error) -> Verdict:
    said = (error.diag.message_primary or str(error)).splitlines()[0][:200]
    if error.sqlstate == "42501":
        return no(f"用到了不能看的表或项目：{said}", code="U331", help="只能用页上列出的项目。")
    if error.sqlstate == "57014":
        return no(f"超过 {SECONDS} 秒还没有算完", code="U332", help="缩小范围再问。")
    return no(f"数据库不认这条语句：{said}", code="U333", help="只能是一条 select。")


def _bare(sql: str) -> str:
    return sql.strip().rstrip(";")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value
