"""领取、报告: by whoever asked; the password shown once, the file given once. Art. 11."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

from jiuye.lib.store import Damaged
from jiuye.lib.verdict import YES, first_no
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.usage.exports import rules
from jiuye.usage.exports.actions.request import lock
from jiuye.usage.exports.container import password, pick_up
from jiuye.usage.exports.models import Export


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
