"""Reads of the archive, in the asker's scope. Lists page by key, the oldest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from jiuye.ledger.models import EntryShown
from jiuye.lib import clock
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session
from jiuye.records.custody import rules
from jiuye.records.custody.checks import LABELS, SAID, Check
from jiuye.records.custody.terms import PERMANENT
from jiuye.records.models import Disposal, FourCheck, Hold, Keeping

PAGE = 50
# What the list may be narrowed to.
VIEWS = {
    "faulty": "检测不合格", "waiting": "待归档", "filed": "已归档", "held": "暂停处置", "due": "期满待处置",
    "destroyed": "已销毁",
}  # fmt: skip
MARKS = {"pass": ("ok", "✓"), "fail": ("stop", "停"), "none": ("ask", "问")}


@dataclass(frozen=True)
class Item:
    """One item of a look, in words."""

    check: Check
    mark: str
    sign: str
    said: str
    evidence: str


@dataclass(frozen=True)
class Rows:
    """A page of files, and the key the next begins after ("" at the end)."""

    rows: Sequence[Keeping]
    after: str


def listed(view: str, after: str = "") -> Rows:
    """Files of one view. What is due stands without those in a list already."""
    found = _view(view, clock.today()).select_related("record").order_by("id")
    if key := as_uuid(after):
        found = found.filter(pk__gt=key)
    rows = list(found[: PAGE + 1])
    return Rows(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def _view(view: str, today: date) -> "QuerySet[Keeping]":
    held = Exists(Hold.objects.filter(keeping=OuterRef("pk"), released_at=None))
    if view == "held":
        return Keeping.objects.filter(held)
    if view == "due":
        over = Keeping.objects.filter(state="filed", disposal=None, record__retention_until__lt=today)
        return over.exclude(Q(record__retention_period=PERMANENT) | held)
    return Keeping.objects.filter(state=view)


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def one(key: UUID) -> Keeping | None:
    return Keeping.objects.select_related("record", "filed_by", "disposal").filter(pk=key).first()


def faulty(by: Session) -> "QuerySet[Keeping]":
    """What failed and waits for this post, the longest first."""
    if by.post not in ACTS["records.file"].posts:
        return Keeping.objects.none()
    return Keeping.objects.filter(state="faulty").select_related("record").order_by("checked_at", "id")


def disposals_waiting(by: Session) -> "QuerySet[Disposal]":
    """Lists this person may decide on, and approved ones he may carry out."""
    decide = Q(state="proposed") & ~Q(proposed_by_id=by.staff_id)
    may = Q(pk=None)
    if by.post in ACTS["records.approve_disposal"].posts:
        may |= decide
    if by.post in ACTS["records.dispose_archive"].posts:
        may |= Q(state="approved")
    return Disposal.objects.filter(may).order_by("proposed_at")


def disposals() -> "QuerySet[Disposal]":
    return Disposal.objects.order_by("-proposed_at")[:PAGE]


def disposal(key: UUID) -> Disposal | None:
    return Disposal.objects.select_related("proposed_by", "decided_by", "done_by").filter(pk=key).first()


def files_of(disposal: Disposal) -> Sequence[Keeping]:
    return list(Keeping.objects.filter(disposal=disposal).select_related("record").order_by("id"))


def last_check(keeping: Keeping) -> FourCheck | None:
    return keeping.checks.select_related("by").order_by("-at").first()


def checks_of(keeping: Keeping) -> Sequence[FourCheck]:
    return list(keeping.checks.select_related("by").order_by("-at")[:20])


def holds_of(keeping: Keeping) -> Sequence[Hold]:
    return list(keeping.holds.select_related("held_by", "released_by").order_by("-held_at"))


def hold_of(keeping: Keeping) -> Hold | None:
    """The hold that stands."""
    return keeping.holds.filter(released_at=None).select_related("keeping__record").first()


def shown(check: FourCheck) -> list[Item]:
    """The items of a look, in the order they were looked at; one no longer known is left out."""
    return [_item(LABELS[r["code"]], r) for r in check.results if r["code"] in LABELS]


def _item(check: Check, result: Mapping[str, str]) -> Item:
    mark, sign = MARKS[result["verdict"]]
    return Item(check, mark, sign, SAID[result["verdict"]], result["evidence"])


def failed_of(keeping: Keeping) -> str:
    """In words, what failed when it was last looked at."""
    last = last_check(keeping)
    return "、".join(i.check.label for i in shown(last) if i.mark == "stop") if last else ""


def counts() -> dict[str, int]:
    """How many files stand in each view that asks for something, up to a hundred."""
    today = clock.today()
    return {v: _view(v, today)[:100].count() for v in ("faulty", "waiting", "due")}


def last_sweep() -> EntryShown | None:
    """When the store was last counted, and what came of it."""
    since = clock.now() - timedelta(days=30)
    found = EntryShown.objects.filter(act="records.sweep_store", outcome="done", at__gte=since)
    return found.order_by(F("at").desc()).first()


def state_label(state: str) -> str:
    return rules.STATE_LABELS[state]
