"""Rows staged by a process that was killed before its submission was on file belong to nobody: they are swept away.

Whoever stages rows holds a lock named after the submission until his connection stages again or ends, so that
a running import is never taken for a dead one. Swept is before each file of the dataset, and at each start.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, connections, transaction

_STAGING = 20042  # the class of our advisory locks
_NAME = f"{_STAGING}, hashtext(%s) & 2147483647"


def hold(submission: UUID) -> None:
    """Say that this connection is staging the submission, and no longer another one."""
    with connection.cursor() as c:
        c.execute(
            "select pg_advisory_unlock(classid::int, objid::int) from pg_locks"
            " where locktype = 'advisory' and pid = pg_backend_pid() and classid = %s and objsubid = 2",
            [_STAGING],
        )
        c.execute(f"select pg_advisory_lock({_NAME})", [str(submission)])


def sweep(dataset: str) -> int:
    """Delete the staged rows of submissions that never came on file and that nobody is staging now. Returns
    how many rows they were."""
    swept, waiting = 0, _staged(dataset)
    for submission in waiting - _on_file(waiting):
        with transaction.atomic(), connection.cursor() as c:
            c.execute(f"select pg_try_advisory_xact_lock({_NAME})", [str(submission)])
            # Asked again under the lock: it may have come on file since.
            if c.fetchone()[0] and not _on_file([submission]):
                c.execute(f"delete from work.stage_{dataset} where submission_id = %s", [submission])
                swept += c.rowcount
    return swept


def _staged(dataset: str) -> set[UUID]:
    """The submissions that have rows in staging, found by leaps along the primary key."""
    table = f"work.stage_{dataset}"
    with connection.cursor() as c:
        c.execute(
            f"with recursive s(id) as ((select submission_id from {table} order by 1 limit 1) union all"
            f" select (select t.submission_id from {table} t where t.submission_id > s.id order by 1 limit 1)"
            " from s where s.id is not null) select id from s where id is not null"
        )
        return {row[0] for row in c.fetchall()}


def _on_file(submissions: Iterable[UUID]) -> set[UUID]:
    """Those of them that are on file, in whatever district: the inspector sees all."""
    with connections["inspector"].cursor() as c:
        c.execute("select id from jiuye.collection_submission where id = any(%s)", [list(submissions)])
        return {row[0] for row in c.fetchall()}
