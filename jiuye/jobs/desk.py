"""The worker's own connection: what is taken from the queue, how far it is, how it ended.

Every statement commits by itself, beside whatever transaction the work is in, so that people see it at once.
"""

import json
import os
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg

from jiuye.jobs.rules import ATTEMPTS, BROKEN
from jiuye.lib.verdict import Verdict

LOCK = 0x4A4F4253  # held by the one worker: whoever has it knows that nobody else is at work
_TAKE = """
update work.jobs_job set state = 'running', attempts = attempts + 1, steps = '[]', told_at = now(),
  started_at = coalesce(started_at, now())
where id = (
  select j.id from work.jobs_job j where j.state = 'queued' and not exists (
    select from work.jobs_job o where o.turn = j.turn and j.turn <> ''
      and (o.state = 'running' or o.state = 'queued' and (o.queued_at, o.id) < (j.queued_at, j.id)))
  order by j.queued_at, j.id limit 1 for update skip locked)
returning id
"""


class Desk:
    """One connection of the app's login, never shared between threads."""

    def __init__(self) -> None:
        self._db = psycopg.connect(os.environ["JIUYE_DSN_APP"], autocommit=True)

    def close(self) -> None:
        self._db.close()

    def sole(self) -> bool:
        """Am I the one worker? Held until this connection ends, however the process ends."""
        return bool(self._one("select pg_try_advisory_lock(%s)", LOCK))

    def recover(self) -> None:
        """What a killed worker left running is queued again; what was left so too often has failed."""
        self._db.execute(
            "update work.jobs_job set state = 'failed', ended_at = now(), verdict = %s"
            " where state = 'running' and attempts >= %s",
            [_json(_told(BROKEN)), ATTEMPTS],
        )
        self._db.execute("update work.jobs_job set state = 'queued' where state = 'running'")

    def take(self) -> UUID | None:
        """The next job whose turn it is, now running; None when there is none."""
        found: UUID | None = self._one(_TAKE)
        return found

    def tell(self, job: UUID, steps: Sequence[dict[str, Any]]) -> bool:
        """Write down how far it is; True when it is to be cancelled."""
        sql = "update work.jobs_job set steps = %s, told_at = now() where id = %s returning cancel_asked"
        return bool(self._one(sql, _json(list(steps)), job))

    def put_back(self, job: UUID) -> None:
        """The worker stops and the job waits: that was no attempt."""
        self._db.execute(
            "update work.jobs_job set state = 'queued', attempts = attempts - 1 where id = %s and state = 'running'",
            [job],
        )

    def end(self, job: UUID, state: str, *, verdict: Verdict | None = None, result: Any = None, keep: bool) -> None:
        """Its last state. keep: what it was ordered with stays, because it may go on."""
        self._db.execute(
            "update work.jobs_job set state = %s, ended_at = now(), verdict = %s, result = %s,"
            " sealed = case when %s then sealed end where id = %s",
            [state, _json(_told(verdict)), _json(result or {}), keep, job],
        )

    def timer_began(self, name: str) -> None:
        self._db.execute(
            "insert into work.jobs_timerrun (name, started_at, error) values (%s, now(), '')"
            " on conflict (name) do update set started_at = now(), ended_at = null",
            [name],
        )

    def timer_ended(self, name: str, error: str) -> None:
        self._db.execute("update work.jobs_timerrun set ended_at = now(), error = %s where name = %s", [error, name])

    def _one(self, sql: str, *values: Any) -> Any:
        row = self._db.execute(sql.encode(), values).fetchone()
        return row[0] if row else None


def _told(verdict: Verdict | None) -> dict[str, str]:
    return {} if verdict is None else {"code": verdict.code, "reason": verdict.reason, "help": verdict.help}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
