"""Staged rows on their way into the records, some thousand at a time: which ones, and what is left of them."""

from collections.abc import Sequence
from math import ceil
from typing import Any
from uuid import UUID

from django.db import connection

from jiuye.lib.beside import HANDS
from jiuye.records.staged import Staged


def next_chunk(dataset: str, submission: UUID, standings: Sequence[str], size: int) -> Staged:
    """The next rows to admit, in row order; called within the act that admits them."""
    return _waiting(dataset, submission, standings, "", [size])


def all_chunks(
    dataset: str, submission: UUID, standings: Sequence[str], rows: int, most: int
) -> list[tuple[int, int]]:  # fmt: skip
    """The first and the last row of each chunk of what waits. rows: of the whole submission: the bounds follow from
    them alone, so that two who take over the same file have the same chunks, whatever is left of it. At most `most`
    row numbers each, and as many chunks for one hand as for another, so that none waits at the end."""
    size = ceil(rows / (HANDS * ceil(rows / (HANDS * most))))
    with connection.cursor() as c:
        c.execute(
            f"select min(row_no), max(row_no) from work.stage_{dataset} where submission_id = %s and standing = any(%s)"
            " group by (row_no - 1) / %s order by 1",
            [submission, list(standings), size],
        )
        return [(first, last) for first, last in c.fetchall()]


def chunk_between(dataset: str, submission: UUID, standings: Sequence[str], rows: tuple[int, int]) -> Staged:
    """What still waits of one of `all_chunks`; nobody else takes of it until the act ends."""
    with connection.cursor() as c:
        c.execute("select pg_advisory_xact_lock(hashtextextended(%s, %s))", [str(submission), rows[0]])
    return _waiting(dataset, submission, standings, "and row_no between %s and %s", [*rows, None])


def _waiting(dataset: str, submission: UUID, standings: Sequence[str], where: str, told: list[Any]) -> Staged:
    with connection.cursor() as c:
        # Freshly staged rows have no statistics: without this every step of the act, here and in `admit`,
        # might read all that is staged for each chunk instead of its 5,000 rows by their numbers.
        c.execute("select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)")
        c.execute(
            "select coalesce(min(row_no), 0), coalesce(max(row_no), 0), count(*), count(*) filter (where flawed)"
            f" from (select row_no, faults <> '[]' as flawed from work.stage_{dataset}"
            f" where submission_id = %s and standing = any(%s) {where} order by row_no limit %s) s",
            [submission, list(standings), *told],
        )
        return Staged(submission, tuple(standings), *c.fetchone())


def passed_on(dataset: str, staged: Staged, *, keep: bool) -> None:
    """Rows became records, in the same act. Those with faults stay, for the annotated file; the others have
    nothing more to say and go, unless `keep` (a form's one row is shown afterwards)."""
    table, where = f"work.stage_{dataset} s", Staged.WHERE
    with connection.cursor() as c:
        if not keep:
            c.execute(f"delete from {table} where {where} and faults = '[]'", staged.bounds)
        if keep or staged.flawed:
            c.execute(f"update {table} set standing = 'admitted' where {where}", staged.bounds)
