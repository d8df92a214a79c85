"""附材料、撤材料: a file joins a submission before its review. Art. 2(4), 6(1).

The content is put into the store first and referred to in the act; when the act fails, a content nobody refers
to goes again, so that neither is ever without the other.
"""

from jiuye.collection import queries
from jiuye.collection.actions.accept import lock
from jiuye.collection.archive import rules
from jiuye.collection.archive.queries import elsewhere
from jiuye.collection.models import Attachment, Submission
from jiuye.lib import virus
from jiuye.lib.media import Unreadable, read
from jiuye.lib.store import Damaged
from jiuye.lib.verdict import Refused, no
from jiuye.parties.act import act, write_refusal
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.records.custody.contents import hold, let_go, store
from jiuye.records.models import Keeping
from jiuye.standards.queries import catalogue

KINDS = "material_kind"
_DESTROYED = no("这份材料保管期满，已按期销毁", code="A016", help="销毁证明由档案管理岗保存。")
_DAMAGED = no("材料文件已损坏或丢失", code="A014", help="请告诉信息机构运维岗，从备份恢复。")


def attach(
    submission: Submission, data: bytes, file_name: str, kind: str, *, by: Session, original_checked: bool = False
) -> Attachment:
    """Bind a file to a submission. Raises `Refused` for one that cannot be read, carries a virus, came before
    in this case, or comes too late; then nothing of it is kept."""
    told = ("collection.attach", "collection.submission", submission.pk, kind, "")
    own = queries.is_own(submission, by)
    try:
        with scope(by):
            count = submission.attachments.filter(removed_at=None).count()
        listed = frozenset(catalogue().code_lists[KINDS])
        rules.may_attach(submission, own, kind, listed, len(data), count).or_refuse()
        media = read(data)
        virus.scan(data).or_refuse()
    except Unreadable as bad:
        verdict = no(str(bad), code="A010")
        write_refusal(by, told, verdict)
        raise Refused(verdict) from bad
    except Refused as refusal:
        write_refusal(by, told, refusal.verdict)
        raise
    kept = store().put(data)
    try:
        with act("collection.attach", by=by, on=submission, why=kind) as entry:
            lock(submission)
            hold(kept.sha256)
            store().put(data)  # once more, should it have gone meanwhile
            held = submission.attachments.filter(removed_at=None)
            rules.may_attach(submission, own, kind, listed, len(data), held.count()).or_refuse()
            if held.filter(sha256=kept.sha256).exists():
                no("这个文件已经附在这一件上了", code="A011").or_refuse()
            attachment = Attachment(
                submission=submission, district=submission.district, material_kind=kind, file_name=file_name[:200],
                mime_type=media.mime, file_size=len(data), page_count=media.pages, scan_dpi=media.dpi,
                seconds=media.seconds, likeness=media.likeness, sha256=kept.sha256, sm3=kept.sm3,
                elsewhere=elsewhere(kept.sha256, media.likeness, submission.pk),
                original_checked=original_checked and by.own_index is None,
                attached_by=Staff.objects.get(pk=by.staff_id), attached_at=entry.at,
            )  # fmt: skip
            entry.put(attachment)
    except BaseException:
        let_go(kept.sha256)
        raise
    return attachment


def detach(attachment: Attachment, *, by: Session) -> None:
    """Take a file off before the review. It stays in the store until nothing refers to it."""
    with act("collection.detach", by=by, on=attachment) as entry:
        lock(attachment.submission)
        own = attachment.attached_by_id == by.staff_id
        rules.may_detach(attachment.submission, own, attachment.removed_at is not None).or_refuse()
        attachment.removed_by_id, attachment.removed_at = by.staff_id, entry.at
        entry.put(attachment)


def view_material(attachment: Attachment, *, by: Session) -> bytes:
    """查看材料: seeing is an act; the entry names the case. Raises `Refused` when the file is damaged or destroyed."""
    with act("collection.view_material", by=by, on=attachment, why=attachment.submission.number):
        try:
            return store().get(attachment.sha256)
        except Damaged:
            gone = Keeping.objects.filter(source_id=attachment.pk, state="destroyed").exists()
            raise Refused(_DESTROYED if gone else _DAMAGED) from None
