"""销毁、撤回、清除: our copy goes an hour after it was fetched, when nobody came, when the approval is withdrawn, and
at the latest when its recipient says how his own copies went. Each wiping leaves a line that certifies it. Art. 11,
19."""

from django.db.models import Q

from jiuye.lib import clock
from jiuye.lib.verdict import YES
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session, scope
from jiuye.records.custody.contents import store
from jiuye.usage.exports import queries, rules
from jiuye.usage.exports.actions.request import lock
from jiuye.usage.exports.models import Export

UNFETCHED = "逾期没有下载，由系统销毁，没有副本交出。"


def destroy_export(export: Export, *, by: Session, statement: str) -> Export:
    """销毁: the recipient says how his copies went; ours is wiped if it is still there."""
    with act("usage.destroy_export", by=by, on=export, why=export.number) as entry:
        held = lock(export)
        rules.may_destroy(held, by.staff_id, statement).or_refuse()
        _destroy(held, by, statement.strip(), entry)
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
            _destroy(held, by, UNFETCHED, entry)
    return len(found)


def wipe_fetched(*, by: Session) -> int:
    """Our copies of all that was fetched long enough ago. Returns how many."""
    with scope(by):
        over = Q(state__in=["fetched", "reported"], fetched_at__lt=clock.now() - rules.ON_ITS_WAY) & ~Q(pieces=[])
        found = list(Export.objects.filter(over).order_by("id")[:100])
    for export in found:
        wipe_export(export, by=by)
    return len(found)


def wipe_export(export: Export, *, by: Session) -> Export:
    """清除: our copy, by the machine; to report and to destroy his own stays the recipient's duty."""
    with act("usage.wipe_export", by=by, on=export, why=export.number) as entry:
        held = lock(export)
        (YES if held.pieces else rules.WIPED).or_refuse()
        _wipe(held, entry)
    return held


def withdraw_export(export: Export, *, by: Session, note: str) -> Export:
    """撤回批准: nothing is produced any more; what was produced and has not been fetched is destroyed."""
    with act("usage.withdraw_export", by=by, on=export, why=note) as entry:
        held = lock(export)
        rules.may_withdraw(held, note).or_refuse()
        if held.state == "approved":
            held.state, held.note = "withdrawn", "。撤回：".join(t for t in (held.note, note.strip()) if t)
            entry.put(held)
        else:
            _destroy(held, by, f"批准已撤回：{note.strip()}。没有副本交出。", entry)
    return held


def _destroy(held: Export, by: Session, statement: str, entry: Entry) -> None:
    held.state, held.statement = "destroyed", statement
    held.destroyed_by_id, held.destroyed_at = by.staff_id, entry.at
    _wipe(held, entry)


def _wipe(held: Export, entry: Entry) -> None:
    pieces, held.pieces = held.pieces, []
    if pieces:
        held.certificate = queries.certificate(held, len(pieces), entry.at)
    entry.put(held)
    for sha256 in pieces:
        store().drop(sha256)
    if any(store().has(p) for p in pieces):
        raise RuntimeError("the store did not let go")
