"""The stored rows held against the book: the second net, under whatever the stream did not carry.

PostgreSQL notes in each row the transaction that wrote it: it must be the one of the entry the row bears. Finds
what a lost slot, a table without log or a restore by COPY would hide. One pass over every governed table.
"""

from collections import defaultdict
from typing import Any

import psycopg

from jiuye.ledger.judge import PART, Finding
from jiuye.ledger.recorder import Recorder

# What the stream has named already is not named again.
_UNFIT = """
select f.xact, f.at, f.why, f.id::text from ledger.unfit_rows(%(tbl)s) f
where not exists (select from ledger.unexplained k where k.tbl = %(tbl)s and k.keys @> array[f.id::text]
                  and k.xact = f.xact)
"""
_GONE = """
select null::bigint, null::timestamptz, '台账写过的行不见了，也没有删除的历史', f.id::text
from ledger.gone_rows(%(tbl)s) f
where not exists (select from ledger.unexplained k where k.tbl = %(tbl)s and k.keys @> array[f.id::text]
                  and (k.op = 'd' or k.kind = 'stored' and k.xact is null))
"""


def compare(db: "psycopg.Connection[Any]", recorder: Recorder) -> int:
    """Says which rows no entry explains and which are gone. Returns how many rows were looked at."""
    tables = [t for (t,) in db.execute("select tbl from ledger.shape() order by tbl").fetchall()]
    for index, why in db.execute("select idx, why from ledger.index_faults()").fetchall():
        recorder.add_new(Finding("stored", index, "", why))
    return sum(_table(db, recorder, t) for t in tables)


def _table(db: "psycopg.Connection[Any]", recorder: Recorder, tbl: str) -> int:
    for query in (_UNFIT, _GONE):
        groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        with db.cursor(name="strays") as c:
            c.itersize = PART
            c.execute(query.encode(), {"tbl": tbl})
            for xact, at, why, key in c:
                groups[xact, at, why].append(key)
        for (xact, at, why), keys in groups.items():
            recorder.add(Finding("stored", tbl, "", why, xact, at, None, tuple(keys)))
    row = db.execute("select ledger.count_rows(%s)", [tbl]).fetchone()
    return int(row[0]) if row else 0
