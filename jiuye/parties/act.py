"""The act: the only way to write. One name, one permission, one ledger entry, one transaction.

    with act("collection.accept", by=session, on=submission, why="材料齐全") as entry:
        ...
        entry.put(submission)

A `Refused` raised inside rolls everything back and is written to the ledger in a second transaction.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from django.db import Error as DatabaseError
from django.db import connection, transaction

from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties.entry import Entry
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session, set_token

# SQLSTATEs raised by the foundation, with the one who can help.
_HELP = {
    "JY401": "重新签入后再办。",
    "JY403": "由本区市系统管理员授予岗位权限。",
    "JY409": "",
    "JY500": "请信息机构运维岗校时。",
}


@contextmanager
def act(
    name: str,
    *,
    by: Session,
    on: Any = None,
    why: str = "",
    channel: str = "",
    items: Sequence[str] = (),
    origin: str = "",
    detail: dict[str, Any] | None = None,
) -> Iterator[Entry]:
    """Open the act `name` by a session on a subject (a model row, a (dataset, id) pair or nothing).

    Yields the `Entry`. Raises `Refused` when the permission, a rule or the database says no;
    the refusal is then on file."""
    if name not in ACTS:
        raise KeyError(name)
    dataset, subject = _subject(on)
    entry_id = uuid7()
    told = (name, dataset, subject, why, channel)
    try:
        with transaction.atomic(durable=True):
            set_token(by.token)
            at = _open(entry_id, told, items, origin, detail or {})
            yield Entry(entry_id, name, at, by)
    except Refused as refusal:
        write_refusal(by, told, refusal.verdict)
        raise
    except DatabaseError as error:
        verdict = database_verdict(error)
        if verdict is None:
            raise
        write_refusal(by, told, verdict)
        raise Refused(verdict) from error


def _subject(on: Any) -> tuple[str, UUID | None]:
    if on is None:
        return "", None
    if isinstance(on, tuple):
        return on
    return on._meta.label_lower, on.pk


def _open(entry_id: UUID, told: tuple[Any, ...], items: Sequence[str], origin: str, detail: dict[str, Any]) -> Any:
    name, dataset, subject, why, channel = told
    with connection.cursor() as c:
        c.execute(
            "select ledger.open_entry(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [entry_id, name, dataset, subject, why, channel, list(items), origin, None, json.dumps(detail)],
        )
        return c.fetchone()[0]


def database_verdict(error: Exception) -> Verdict | None:
    """The verdict behind a refusal by the database, or None when it is a fault and not a refusal."""
    cause = error.__cause__
    if not isinstance(cause, psycopg.Error) or not cause.sqlstate:
        return None
    if cause.sqlstate.startswith("JY"):
        return no(cause.diag.message_primary or "", code=cause.sqlstate, help=_HELP.get(cause.sqlstate, ""))
    if cause.sqlstate == "42501":
        return no("所涉数据不在您的辖区或权限之内", code="JY403", help=_HELP["JY403"])
    if cause.sqlstate == "23514":
        return no(f"违反两人规则或状态约束：{cause.diag.constraint_name}", code="JY514")
    return None


def write_refusal(by: Session | None, told: tuple[Any, ...], verdict: Verdict) -> None:
    """Put a refusal on file, in a transaction of its own."""
    refuse_token(by.token if by else "", told, verdict)


def refuse_token(token: str, told: tuple[Any, ...], verdict: Verdict) -> None:
    """The same for a token that stands for nobody (any more): of a ticket the book still knows whose it was."""
    name, dataset, subject, why, channel = told
    with transaction.atomic(durable=True):
        set_token(token)
        with connection.cursor() as c:
            c.execute(
                "select ledger.write_refusal(%s, %s, %s, %s, %s, %s, %s, %s, '{}')",
                [uuid7(), name, dataset, subject, why, channel, verdict.code, verdict.reason],
            )
