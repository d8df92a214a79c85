"""领取、报告、销毁: by whoever asked; the password shown once, the file given once, our copy wiped. Art. 11, 19."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

from django.db.models import Q

from jiuye.lib import clock
from jiuye.lib.store import Damaged
from jiuye.lib.verdict import YES, first_no
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session, scope
from jiuye.records.custody.contents import store
from jiuye.usage.exports import queries, rules
from jiuye.usage.exports.actions.request import lock
from jiuye.usage.exports.container import password, pick_up
from jiuye.usage.exports.models import Export

UNFETCHED = "逾期没有下载，由系统销毁，没有副本交出。"


@dataclass(frozen=True)
class Opened:
    """What is shown once: the password, and the secret part of the address from which the file comes once."""

    export: Export
    password: str
    link: str


def fetch_export(export: Export, *, by: Session) -> Opened:
    """领取: the password and the link, once. Raises `Refused` for another account, and when it is too late."""
    link = secrets.token_urlsafe(32)
    with act("usage.fetch_export", by=by, on=export, why=export.number, detail={"step": "password"}) as entry:
        held = lock(export)
        rules.may_fetch(held, "opened", by.staff_id, entry.at).or_refuse()
        held.state, held.opened_at, held.link = "opened", entry.at, _digest(link)
        entry.put(held)
    assert held.attempt is not None
    return Opened(held, password(held.pk, held.attempt), link)


def download(export: Export, *, by: Session, link: str) -> Iterator[bytes]:
    """下载: the file, once. Raises `Refused` for a link that is none, is used or has run out, before a byte leaves."""
    with act("usage.fetch_export", by=by, on=export, why=export.number, detail={"step": "file"}) as entry:
        held = lock(export)
        true = compare_digest(held.link, _digest(link))
        first_no(
            YES if true and held.state == "opened" else rules.NO_LINK,
            rules.may_fetch(held, "fetched", by.staff_id, entry.at),
            YES if _whole(held) else rules.DAMAGED,
        ).or_refuse()
        held.state, held.fetched_at = "fetched", entry.at
        held.report_due = held.due_on = min(workday_after(entry.at.date(), rules.REPORT_DAYS), held.destroy_on)
        entry.put(held)
    return pick_up(held.pieces)


def _digest(link: str) -> str:
    return sha256(link.encode()).hexdigest()


def _whole(export: Export) -> bool:
    try:
        return sum(len(piece) for piece in pick_up(export.pieces)) == export.file_size
    except Damaged:
        return False


def report_use(export: Export, *, by: Session, text: str) -> Export:
    """使用报告: what came of it."""
    with act("usage.report_use", by=by, on=export, why=export.number) as entry:
        held = lock(export)
        rules.may_report(held, by.staff_id, text).or_refuse()
        held.state, held.report, held.reported_at = "reported", text.strip(), entry.at
        held.due_on = held.destroy_on
        entry.put(held)
    return held


def destroy_export(export: Export, *, by: Session, statement: str) -> Export:
    """销毁: the recipient says how his copies went; ours is wiped, with a line that certifies it."""
    with act("usage.destroy_export", by=by, on=export, why=export.number) as entry:
        held = lock(export)
        rules.may_destroy(held, by.staff_id, statement).or_refuse()
        _wipe(held, by, statement, entry)
    return held


def destroy_unfetched(*, by: Session) -> int:
    """What nobody fetched in time, by the machine. Returns how many."""
    with scope(by):
        late = Q(state__in=["produced", "opened"], fetch_until__lt=clock.now())
        found = list(Export.objects.filter(late).order_by("id")[:100])
    for export in found:
        with act("usage.destroy_export", by=by, on=export, why=export.number) as entry:
            held = lock(export)
            rules.may_move(held, "destroyed").or_refuse()
            _wipe(held, by, UNFETCHED, entry)
    return len(found)


def _wipe(held: Export, by: Session, statement: str, entry: Entry) -> None:
    pieces, held.pieces = held.pieces, []
    held.state, held.statement = "destroyed", statement.strip()
    held.destroyed_by_id, held.destroyed_at = by.staff_id, entry.at
    held.certificate = queries.certificate(held, len(pieces))
    entry.put(held)
    for sha256_ in pieces:
        store().drop(sha256_)
    if any(store().has(p) for p in pieces):
        raise RuntimeError("the store did not let go")
