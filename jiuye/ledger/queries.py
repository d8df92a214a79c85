"""Reads of the book, scoped by its views. Lists go backwards in time, page by key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from jiuye.ledger import slot
from jiuye.ledger.models import CoveredShown, EntryShown, UnexplainedShown, VersionShown
from jiuye.ledger.slot import Slot
from jiuye.lib import clock

PAGE = 50


@dataclass(frozen=True)
class EntryFilter:
    """What the list is narrowed to. Moments are aware; `until` is the first moment no longer wanted."""

    act: str = ""
    outcome: str = ""
    staff: UUID | None = None
    subject: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Key:
    """The last entry of a page; the next page begins before it."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"

    @staticmethod
    def read(text: str) -> "Key | None":
        """The key a page address carries, or None when it carries none that can be read."""
        at, _, key = text.partition("_")
        try:
            return Key(datetime.fromisoformat(at), UUID(key))
        except ValueError:
            return None


def entries(chosen: EntryFilter, before: Key | None = None) -> tuple[Sequence[EntryShown], Key | None]:
    """Up to 50 entries, the newest first, and the key the next page begins before (None at the end)."""
    found = _narrow(EntryShown.objects.all(), chosen)
    if before:
        found = found.filter(at__lte=before.at).filter(Q(at__lt=before.at) | Q(id__lt=before.id))
    page = list(found.order_by("-at", "-id")[: PAGE + 1])
    last = page[PAGE - 1] if len(page) > PAGE else None
    return page[:PAGE], Key(last.at, last.id) if last else None


def _narrow(found: "QuerySet[EntryShown]", chosen: EntryFilter) -> "QuerySet[EntryShown]":
    exact = {
        "act": chosen.act, "outcome": chosen.outcome, "staff_id": chosen.staff, "subject_id": chosen.subject,
        "at__gte": chosen.since, "at__lt": chosen.until,
    }  # fmt: skip
    return found.filter(**{k: v for k, v in exact.items() if v})


def entry(key: UUID) -> EntryShown | None:
    """One entry, or None when there is none or it lies outside the reader's scope."""
    return EntryShown.objects.filter(pk=key).first()


def done_lately(name: str, subject: UUID, staff: UUID) -> bool:
    """Whether somebody has done an act on a subject within the last twelve hours."""
    chosen = EntryFilter(name, "done", staff, subject, clock.now() - timedelta(hours=12))
    return _narrow(EntryShown.objects.all(), chosen).exists()


def entries_of(keys: Iterable[UUID]) -> dict[UUID, EntryShown]:
    return {e.pk: e for e in EntryShown.objects.filter(pk__in=list(keys))}


def covered(key: UUID) -> list[tuple[str, int]]:
    """(table, rows) an entry named before it wrote."""
    return list(CoveredShown.objects.filter(entry_id=key).order_by("tbl").values_list("tbl", "covered"))


def versions_of(tbl: str, record_id: UUID) -> list[VersionShown]:
    """What the changes of one row replaced, the newest first, as far as the reader's scope goes."""
    return list(VersionShown.objects.filter(tbl=tbl, record_id=record_id).order_by("-id"))


def about(subject: UUID, acts: Sequence[str], limit: int) -> Sequence[EntryShown]:
    """The last entries of these acts on one subject, refusals included."""
    return list(EntryShown.objects.filter(subject_id=subject, act__in=acts).order_by("-at")[:limit])


@dataclass(frozen=True)
class Standing:
    """How reconciling stands: when it last ran, when it last looked at every row, how many findings wait for a
    word of the supervision, how many there ever were; and the slot, as `ledger.slot` tells it."""

    at: datetime | None
    whole_at: datetime | None
    upto: str | None
    open: int
    found: int
    slot: Slot


def reconciliation() -> Standing:
    """Anyone may ask: counts and times only."""
    with connection.cursor() as c:
        c.execute("select at, whole_at, upto::text, open, found from ledger.reconciliation()")
        at, whole_at, upto, waiting, found = c.fetchone()
        return Standing(at, whole_at, upto, waiting, found, slot.state(c))


def unexplained(*, waiting: bool) -> Sequence[UnexplainedShown]:
    """The last hundred findings, those nobody has accounted for first; only these where `waiting`."""
    found = UnexplainedShown.objects.defer("keys")
    found = found.filter(accounted_at=None) if waiting else found
    return list(found.order_by(F("accounted_at").asc(nulls_first=True), "-found_at", "id")[:100])


def finding(key: UUID) -> UnexplainedShown | None:
    """One finding, or None when there is none or the reader's post is not the city's."""
    return UnexplainedShown.objects.filter(pk=key).first()
