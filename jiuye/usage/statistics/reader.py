"""The login `reader`: what an ad hoc question may touch is what the database lets it see. Art. 11.

It may read columns, not tables: codes, dates and numbers that are of no person (`columns`), no name, no number, no
key, no masked or sealed item, no index. What may be asked of them stands in `shape`; of a result, groups of few are
left out. Of an error only its SQLSTATE is told: its words may carry what is in a row.
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
from jiuye.standards.queries import catalogue
from jiuye.usage.statistics.shape import COUNTS, Failed, judged

MOST_ROWS, MOST_COST, SECONDS = 1000, 2_000_000.0, 30
WIDEST = 20  # characters of a code
KINDS = frozenset({"code", "date", "integer", "decimal"})
OPEN = frozenset({"public", "internal"})
Row = Sequence[Any]


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


def tables(standard: Catalogue) -> dict[str, dict[str, str]]:
    """The same by table, each item with its type."""
    return {
        MODELS[dataset]._meta.db_table: {
            n: standard.items[dataset][n].data_type if n in standard.items[dataset] else "code" for n in names
        }
        for dataset, names in columns(standard).items()
    }


def cost(sql: str) -> float:
    """What the planner thinks it costs. Raises `Failed` for what the reader may not, or what is no question."""
    question = judged(sql, tables(catalogue()))
    row = ask(f"explain (format json) {question.sql}")[1][0]
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    return float(plan[0]["Plan"]["Total Cost"])


def answer(sql: str, threshold: int) -> tuple[list[str], list[list[Any]], int]:
    """(columns, rows, how many were left out because too few stand behind them, or behind the one beside them).

    Raises `Failed`, also for a result that is no statistic."""
    question = judged(sql, tables(catalogue()))
    names, rows = ask(question.sql)
    if len(rows) > MOST_ROWS:
        raise Failed(no(f"结果超过 {MOST_ROWS} 行，不是统计", code="U337", help="分组再粗一些。"))
    kept = [[plain(v) for v in row] for row in enough(rows, names.index(COUNTS), question.groups, threshold)]
    return names, kept, len(rows) - len(kept)


def enough(rows: Sequence[Row], at: int, groups: Sequence[int], threshold: int) -> list[Row]:
    """The rows at least `threshold` stand behind (`at` says how many). Where one alone of a line is left out, so that
    it would follow from the line's total, the smallest beside it goes too."""
    kept = {n for n, row in enumerate(rows) if row[at] >= threshold}
    while more := {n for varied in groups or [-1] for n in _beside(rows, at, [g for g in groups if g != varied], kept)}:
        kept -= more
    return [row for n, row in enumerate(rows) if n in kept]


def _beside(rows: Sequence[Row], at: int, fixed: Sequence[int], kept: set[int]) -> set[int]:
    """The smallest kept of each line (rows alike in `fixed`) that lacks exactly one."""
    lines: dict[tuple[Any, ...], list[int]] = {}
    for n, row in enumerate(rows):
        lines.setdefault(tuple(row[g] for g in fixed), []).append(n)
    alone = (line for line in lines.values() if len(kept.intersection(line)) == len(line) - 1 > 0)
    return {min(kept.intersection(line), key=lambda n: (rows[n][at], n)) for line in alone}


def ask(sql: str) -> tuple[list[str], list[Row]]:
    """One statement, by a session of itself, read-only and bounded: prepared, so that the protocol takes no second
    one, and nothing outlives it."""
    options = (
        f"-c default_transaction_read_only=on -c statement_timeout={SECONDS}s -c lock_timeout=2s -c search_path=jiuye"
        " -c idle_in_transaction_session_timeout=60s"
    )
    try:
        with psycopg.connect(os.environ["JIUYE_DSN_READER"], options=options) as db:
            db.execute("set transaction read only")
            cursor = db.execute(sql.encode(), prepare=True)
            return [d.name for d in cursor.description or ()], list(cursor.fetchmany(MOST_ROWS + 1))
    except psycopg.Error as error:
        raise Failed(_verdict(error.sqlstate)) from error


def _verdict(state: str | None) -> Verdict:
    if state == "42501":
        return no("用到了不能看的表或项目", code="U331", help="只能用页上列出的表和项目。")
    if state == "57014":
        return no(f"超过 {SECONDS} 秒还没有算完", code="U332", help="缩小范围再问。")
    return no(f"数据库没有算成（SQLSTATE {state or '无'}）", code="U348", help="检查语句里的项目和值。")


def plain(value: Any) -> Any:
    """As it is kept. Raises `Failed` for what is no figure, or longer than a code."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if (not value.is_finite()) if isinstance(value, Decimal) else len(text) > WIDEST:
        raise Failed(no("结果里有不是数的数，或比代码长的文字", code="U336", help="换一个项目再问。"))
    return text
