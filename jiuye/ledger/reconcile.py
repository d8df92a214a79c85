"""Reconciling: the change stream, the stored rows and the guards are held against the book. Art. 8, 9(2).

What no entry explains is written into `ledger.unexplained`, which nobody may change; only then is the slot told
that the stream has been read so far. A process killed in between reads the same again and writes it once.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.errors import ConfigurationLimitExceeded as Full
from psycopg.errors import InsufficientPrivilege as Denied
from psycopg.errors import ObjectNotInPrerequisiteState as Unfit

from jiuye.ledger import shape, slot, stored
from jiuye.ledger.judge import Finding, Judge, Written
from jiuye.ledger.recorder import Recorder
from jiuye.ledger.stream import Begin, Change, Commit, Emptied, Mark, Stream, lsn, lsn_text

STEP = 20.0  # seconds of reading after which what is done is recorded
_FORGED = """
select w.id::text from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[]) w(id, session, staff, post)
where not exists (select from ledger.session s where s.id = w.session and s.staff_id = w.staff and s.post = w.post)
"""


@dataclass(frozen=True)
class Logins:
    """Addresses: `sealer` reads the book and writes findings, `backup` may read the change stream."""

    sealer: str
    backup: str


Sessions = Callable[[Any], str]  # who was connected at a moment


def begin(logins: Logins) -> None:
    """Make the slot, once: from here on every change is held against the book."""
    with _alone(logins), psycopg.connect(logins.sealer) as db:
        _ready(db, logins, Recorder(db, lambda _: ""))


def reconcile(logins: Logins, *, whole: bool = False, sessions: Sessions = lambda _: "") -> dict[str, Any]:
    """Read the stream to this moment, look at the guards and, when `whole`, at every stored row.

    Returns what `jiuye reconcile` prints. One at a time: another waits. Raises psycopg.Error."""
    began = time.perf_counter()
    with _alone(logins), psycopg.connect(logins.sealer) as db:
        recorder = Recorder(db, sessions)
        start, broken = _ready(db, logins, recorder)
        transactions, changes = _read(db, logins, recorder, start) if start else (0, 0)
        whole = whole or broken or not start
        rows = stored.compare(db, recorder) if whole else 0
        changed = shape.compare(db, recorder)
        _sample(db)
        if whole or changed:
            recorder.step(slot.name(db), _last(db) or "0/0", transactions, changes, whole=whole, shape=changed)
        db.commit()
        held = slot.state(db.cursor())
        unexplained = recorder.open()
    return {
        "ok": not unexplained, "rows": rows, "transactions": transactions, "changes": changes,
        "found": recorder.count, "unexplained": unexplained,
        "slot": {"status": held.status, "kept_bytes": held.kept_bytes, "limit_mb": held.limit_mb},
        "whole": whole, "seconds": round(time.perf_counter() - began, 3),
    }  # fmt: skip


@contextmanager
def _alone(logins: Logins) -> Iterator[None]:
    """One reconciliation of a database at a time: a lock, without a transaction number, on a connection of its own."""
    with psycopg.connect(logins.sealer) as turn:
        turn.execute("set local idle_in_transaction_session_timeout = 0")
        turn.execute("lock table ledger.reconciling in exclusive mode")
        yield


def _last(db: "psycopg.Connection[Any]") -> str:
    """How far the stream has been read; "" before the first time. Of this slot: a copy of a database begins anew."""
    row = db.execute("select max(upto)::text from ledger.reconciled where slot = %s", [slot.name(db)]).fetchone()
    return str(row[0]) if row and row[0] else ""


def _ready(db: "psycopg.Connection[Any]", logins: Logins, recorder: Recorder) -> tuple[str, bool]:
    """The place to read from ("" where the server keeps no stream), and whether a part is missing before it."""
    called, held, last = slot.name(db), slot.state(db.cursor()), _last(db)
    db.commit()  # no snapshot of ours may hold up the making of a slot
    broken = bool(last) and (not held.whole or lsn(held.confirmed or "0/0") > lsn(last))
    if held.whole and not broken:
        start = last or held.confirmed or "0/0"
    elif held.whole:
        start = held.confirmed or "0/0"
    else:
        start = _made(logins, called, recorder)
    if broken:
        why = f"变更流从 {last} 到 {start or '现在'} 没有读到：槽丢失、重建或被推进过"
        recorder.add(Finding("stream", "", "", why))
    if start and (not last or broken):
        recorder.step(called, start, 0, 0, whole=False)
        db.commit()
    return start, broken


def _made(logins: Logins, called: str, recorder: Recorder) -> str:
    """A new slot; a server that grants none is a finding, and the stored rows are all that is left to look at."""
    try:
        return slot.make(logins.backup, called)
    except (Unfit, Full, Denied) as e:
        recorder.add_new(Finding("stream", "", "", f"变更流接不上，只能核对存储的行：{str(e).strip()}"))
        return ""


def _read(db: "psycopg.Connection[Any]", logins: Logins, recorder: Recorder, start: str) -> tuple[int, int]:
    """The stream up to a mark set now. Returns transactions and changes."""
    mark = uuid4().hex
    allowed = frozenset(db.execute("select act, tbl from ledger.act_table").fetchall())
    db.execute("select pg_logical_emit_message(true, 'jiuye', %s)", [mark])
    db.commit()
    entries: list[Written] = []
    judge = Judge(allowed, recorder.add, entries.append)
    source = Stream(logins.backup, slot.name(db), lsn(start))
    try:
        for upto, done in _transactions(source, judge, mark):
            if not done and len(entries) < 5000 and time.monotonic() - recorder.stepped < STEP:
                continue
            _check(db, entries, recorder)
            recorder.step(slot.name(db), lsn_text(upto), judge.transactions, judge.changes, whole=False)
            db.commit()
            source.confirm(upto)
            if done:
                break
    finally:
        source.close()
    return judge.transactions, judge.changes


def _transactions(source: Stream, judge: Judge, mark: str) -> Iterator[tuple[int, bool]]:
    """(place after it, whether it is the marked one) of each transaction, judged."""
    marked = False
    for event in source.events():
        if isinstance(event, Change):
            judge.change(event)
        elif isinstance(event, Begin):
            judge.begin(event.xid, event.at)
        elif isinstance(event, Commit):
            judge.commit()
            yield event.upto, marked
        elif isinstance(event, Emptied):
            judge.emptied(event)
        elif isinstance(event, Mark) and event.text == mark:
            marked = True


def _sample(db: "psycopg.Connection[Any]") -> None:
    """The sizes of this hour, unless they are on file: growth is measured, not guessed."""
    db.execute(
        "insert into ledger.size_sample (bytes, tables) select pg_database_size(current_database()),"
        " (select jsonb_object_agg(tbl, bytes) from ledger.sizes())"
        " where not exists (select from ledger.size_sample where at > clock_timestamp() - interval '59 minutes')"
    )


def _check(db: "psycopg.Connection[Any]", entries: list[Written], recorder: Recorder) -> None:
    """Entries must name a session there is, in its person's post."""
    signed = [w for w in entries if w.row["session_id"]]
    told = [[w.row[c] for w in signed] for c in ("id", "session_id", "staff_id", "post")]
    forged = {r[0] for r in db.execute(_FORGED, told).fetchall()} if signed else set()
    for w in signed:
        if w.row["id"] in forged:
            why = "台账所写的签入会话没有，或不是这个人、这个岗位的"
            recorder.add(Finding("book", "ledger.entry", "i", why, w.xact, w.at, w.row["id"], (str(w.row["id"]),)))
    entries.clear()
