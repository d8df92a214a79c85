"""到期处置: listed by one, approved by another, destroyed with a certificate. Art. 20(3).

The database refuses what is not due, held, or in no approved list, whoever asks. The contents go last, when all
rows stand as destroyed and the certificate is kept: broken off, the same list is destroyed again and comes to the
same end, for nobody else refers to what went.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jiuye.lib.keys import uuid7
from jiuye.lib.sealing import sm3
from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.records.custody import rules
from jiuye.records.custody.certificate import certificate
from jiuye.records.custody.contents import hold, referred, store
from jiuye.records.models import Disposal, EArchive, Hold, Keeping
from jiuye.records.numbers import next_number


def propose_disposal(keys: Sequence[UUID], *, by: Session, reason: str) -> Disposal:
    """提出销毁. Raises `Refused` for what is not filed, not due, held, listed already, or of two districts."""
    key = uuid7()
    with act("records.propose_disposal", by=by, on=("records.disposal", key), why=reason) as entry:
        files = list(Keeping.objects.select_for_update().filter(pk__in=keys).order_by("id"))
        rows = {r.pk: r for r in EArchive.objects.filter(pk__in=[k.record_id for k in files])}
        held = set(Hold.objects.filter(keeping__in=files, released_at=None).values_list("keeping_id", flat=True))
        standing = [(_why_not(k, rows[k.record_id], k.pk in held, entry.at.date()), k.disposal_id is not None)
                    for k in files]  # fmt: skip
        rules.may_list(standing, len({k.district for k in files}), reason).or_refuse()
        disposal = Disposal(
            id=key, number=next_number("XH", entry.at), district=files[0].district, reason=reason.strip(),
            files=len(files), proposed_by_id=by.staff_id, proposed_at=entry.at,
        )  # fmt: skip
        entry.put(disposal)
        for one in files:
            one.disposal = disposal
        entry.put(*files)
    return disposal


def _why_not(keeping: Keeping, row: EArchive, held: bool, today: date) -> str:
    if keeping.state != "filed":
        return f"{row.archive_id} {rules.STATE_LABELS[keeping.state]}，不能列入清册"
    if held:
        return f"{row.archive_id} 已暂停处置"
    if not rules.over(row.retention_period, row.retention_until, today):
        return f"{row.archive_id} 保管期限未满"
    return ""


def approve_disposal(disposal: Disposal, *, by: Session, note: str = "") -> Disposal:
    """批准销毁, by another person."""
    with act("records.approve_disposal", by=by, on=disposal, why=note) as entry:
        return _decide(disposal, "approved", by, note, entry)


def refuse_disposal(disposal: Disposal, *, by: Session, note: str) -> Disposal:
    """不予销毁, also of a list approved and not yet destroyed; its files may be listed anew."""
    with act("records.refuse_disposal", by=by, on=disposal, why=note) as entry:
        if len(note.strip()) < 4:
            no("请写明为什么不予销毁（至少 4 个字）", code="F028").or_refuse()
        decided = _decide(disposal, "refused", by, note, entry)
        files = list(Keeping.objects.select_for_update().filter(disposal=decided))
        for one in files:
            one.disposal = None
        entry.put(*files)
    return decided


def _decide(disposal: Disposal, to: str, by: Session, note: str, entry: Entry) -> Disposal:
    held = _held(disposal)
    rules.may_decide_disposal(held.state, to, held.proposed_by_id, by.staff_id).or_refuse()
    held.state, held.note = to, note.strip()
    held.decided_by_id, held.decided_at = by.staff_id, entry.at
    entry.put(held)
    return held


def _held(disposal: Disposal) -> Disposal:
    found = Disposal.objects.select_for_update().filter(pk=disposal.pk).first()
    if found is None:
        no("没有这份清册，或不在您的辖区", code="F404").or_refuse()
    assert found is not None
    return found


def dispose_archive(disposal: Disposal, *, by: Session) -> Disposal:
    """销毁: every file of an approved list. The entry stands only if all contents that nobody else needs are gone.

    Raises `Refused` for a list that is not approved; the database refuses what is not due or held."""
    with act("records.dispose_archive", by=by, on=disposal, why=disposal.number) as entry:
        held = _held(disposal)
        if held.state != "approved":
            no("清册没有批准，或已经销毁", code="F029", help="提出以后由另一人批准。").or_refuse()
        files = list(Keeping.objects.select_for_update().filter(disposal=held).order_by("sha256", "id"))
        _stand_as_destroyed(files, entry)
        alone = _alone(files)
        held.destroyed = [_told(k, k.sha256 in alone) for k in files]
        held.state, held.done_by_id, held.done_at = "done", by.staff_id, entry.at
        paper = certificate(held)
        kept = store().put(paper)
        held.certificate, held.certificate_sm3 = kept.sha256, sm3(paper).hex()
        entry.put(held)
        for sha256 in sorted(alone):
            store().drop(sha256)
        if any(store().has(s) for s in alone):
            raise RuntimeError("the store did not let go")
    return held


def _stand_as_destroyed(files: Sequence[Keeping], entry: Entry) -> None:
    for one in files:
        one.state, one.next_check_at = "destroyed", None
        record = EArchive.objects.get(pk=one.record_id)
        record.archive_status = rules.STATUS["destroyed"]
        entry.put(one, record)


def _alone(files: Sequence[Keeping]) -> set[str]:
    """The contents nothing else refers to; held until the act ends."""
    sources = [k.source_id for k in files]
    contents = sorted({k.sha256 for k in files})
    for sha256 in contents:
        hold(sha256)
    return {s for s in contents if not referred(s, but=sources)}


def _told(keeping: Keeping, wiped: bool) -> dict[str, object]:
    row = keeping.record
    return {
        "archive_id": row.archive_id, "material_kind": row.material_kind, "bytes": row.file_size,
        "retention_until": str(row.retention_until), "sha256": keeping.sha256, "sm3": keeping.sm3,
        "wiped": wiped,
    }  # fmt: skip
