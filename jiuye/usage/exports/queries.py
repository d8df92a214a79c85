"""Reads of the exports, in the asker's scope, and what is said of one in words."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from jiuye.jobs.models import OPEN, Job
from jiuye.lib import clock
from jiuye.lib.verdict import YES, Verdict, first_no
from jiuye.parties.models import Staff
from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import CITY
from jiuye.parties.queries import hands_of, posts_in_force
from jiuye.parties.sessions import Session
from jiuye.usage.exports import rules
from jiuye.usage.exports.models import Export, Trace

PAGE = 50
TRIES = 3  # productions of one approval
PRODUCE = "usage.produce_export"


def export(key: UUID) -> Export | None:
    return _whole().filter(pk=key).first()


def by_number(number: str) -> Export | None:
    return _whole().filter(number=number).first()


def _whole() -> "QuerySet[Export]":
    return Export.objects.select_related("requested_by__agency", "decided_by", "destroyed_by")


def mine(by: Session) -> Sequence[Export]:
    """What this person asked for, the newest first."""
    return list(_whole().filter(requested_by_id=by.staff_id).order_by("-id")[:PAGE])


def listed(by: Session, state: str = "") -> Sequence[Export]:
    """The newest within reach, for whoever decides on them or watches over them."""
    found = _whole().filter(state=state) if state else _whole()
    return list(found.order_by("-id")[:PAGE])


def may_see(export: Export, by: Session) -> bool:
    """Its requester, who decides, who manages the city's data, who supervises."""
    overseers = ACTS["usage.approve_export"].posts | {"data_manager", "supervisor"}
    return export.requested_by_id == by.staff_id or by.post in overseers


def waiting(by: Session) -> "QuerySet[Export]":
    """What waits for this person: to be decided, fetched, reported, destroyed."""
    asked = Q(requested_by_id=by.staff_id, state__in=["produced", "opened", "fetched", "reported"])
    if by.post in ACTS["usage.approve_export"].posts:
        asked |= Q(state="requested") & ~Q(requested_by_id__in=hands_of(by))
    return _whole().filter(asked).order_by("due_on", "id")


def to_produce() -> Sequence[Export]:
    """Approved, not lapsed, not at work and not tried too often. Call in the machine's scope."""
    found = Export.objects.filter(state="approved", approved_until__gte=clock.today()).order_by("decided_at")[:20]
    return [e for e in found if not _tried(e)]


def _tried(export: Export) -> bool:
    jobs = Job.objects.filter(kind=PRODUCE, subject_id=export.pk)
    return jobs.filter(state__in=OPEN).exists() or jobs.count() >= TRIES


def production(export: Export) -> Job | None:
    """The last attempt to produce it."""
    return Job.objects.filter(kind=PRODUCE, subject_id=export.pk).order_by("-queued_at").first()


def hands_in_force(export: Export) -> Verdict:
    """Do both who asked and who approved still hold a post that may, there, and an account?"""
    return first_no(
        YES if _holds(export.requested_by_id, "usage.request_export", export.district) else rules.REQUESTER_GONE,
        YES if _holds(export.decided_by_id, "usage.approve_export", export.district) else rules.APPROVER_GONE,
    )


def _holds(staff_id: UUID | None, act: str, district: str) -> bool:
    if staff_id is None or Staff.objects.filter(pk=staff_id, account__disabled_at__isnull=False).exists():
        return False
    held = posts_in_force(staff_id, clock.today()).filter(post__in=ACTS[act].posts)
    return held.filter(Q(agency__division=district) | Q(agency__level=CITY)).exists()


def watermark(export: Export) -> str:
    """What stands in the file about itself."""
    who = export.requested_by
    return (
        f"{export.number}：{who.name}（{who.agency.name}）经批准导出，交{export.recipient}用于"
        f"{rules.PURPOSES[export.purpose]}。仅限内部使用，不得外传、出售；"
        f"{export.destroy_on} 前销毁。标识 {export.digest[:16]}。"
    )


def told(export: Export) -> str:
    """What those in the file read of it, who looks at who saw their data: the agency and the purpose, no names."""
    return f"{export.requested_by.agency.name}经批准导出，用于{rules.PURPOSES[export.purpose]}（{export.number}）"


def certificate(export: Export, pieces: int, wiped_at: datetime) -> str:
    """The line that certifies what was wiped."""
    at = wiped_at.astimezone(clock.ZONE)
    return (
        f"{export.number} 的文件（SM3 {export.file_sm3}，{export.file_size:,} 字节，{pieces} 块）"
        f"于 {at:%Y-%m-%d %H:%M} 从存储中清除，清除后查过，已不在。"
    )


def left() -> Sequence[Export]:
    """Every export that has left the house or is ready to, the newest first."""
    return list(_whole().filter(attempt__isnull=False).order_by("-id"))


def traces(export: Export) -> Sequence[Trace]:
    assert export.attempt is not None
    return list(Trace.objects.filter(export=export, attempt=export.attempt).order_by("part"))
