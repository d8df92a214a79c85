"""Reads of 沿革, within the reader's scope."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from jiuye.parties.permissions import ACTS
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session
from jiuye.records.history import walk
from jiuye.records.lineage.facts import names
from jiuye.records.models import MODELS, Employer, Lineage, Record, SharedFact
from jiuye.records.queries import dataset_of, entries_of

Changed = dict[str, Any]
MOST = 100
REVOKED = "已吊销"  # as the contract with market regulation words it; a cancellation is of the same kind 502


def one(key: UUID) -> Lineage | None:
    hands = ("stated_by", "decided_by", "disputed_by", "annulled_by")
    return Lineage.objects.select_related(*hands).filter(pk=key).first()


def subject(fact: Lineage) -> Record | None:
    """The record it is about."""
    return MODELS[fact.dataset].objects.filter(pk=fact.record_id).first()


def of(record: Record) -> Sequence[Lineage]:
    """Facts about a record, the latest first; refused and annulled ones too, at the end."""
    found = Lineage.objects.filter(record_id=record.pk).select_related("stated_by", "decided_by")
    return sorted(found.order_by("-effective_on", "-id")[:MOST], key=lambda f: f.state in ("refused", "annulled"))


def seen_from(record: Record) -> list[tuple[Lineage, Employer]]:
    """Confirmed facts about other employers that name this one, with their subjects."""
    uscc = getattr(record, "uscc", None) if isinstance(record, Employer) else None
    if not uscc:
        return []
    facts = list(Lineage.objects.filter(other_uscc=uscc, state="confirmed").order_by("-effective_on", "-id")[:MOST])
    subjects = {e.pk: e for e in Employer.objects.filter(pk__in=[f.record_id for f in facts])}
    return [(f, subjects[f.record_id]) for f in facts if f.record_id in subjects]


def other(fact: Lineage) -> Employer | None:
    """The other employer's file, where it lies within the reader's scope."""
    if not fact.other_uscc:
        return None
    found: Employer | None = Employer.objects.filter(
        uscc=fact.other_uscc, retired=False, merged_into_employer_id=None
    ).order_by("id").first()  # fmt: skip
    return found


def revocations(record: Record) -> "QuerySet[SharedFact]":
    """What market regulation is known to hold of the employer's revocation: what one may rest upon, on its day."""
    held = SharedFact.objects.filter(
        fact_kind="502", fact_value=REVOKED, fact_start_date__isnull=False, fact_end_date=None, retired=False
    )
    uscc = (getattr(record, "uscc", None) or "") if isinstance(record, Employer) else ""
    return held.filter(uscc=uscc, district=record.district).exclude(uscc="").order_by("-obtained_at", "-id")


def merger_fault(record_id: UUID, other_uscc: str) -> str:
    """Why a merger cannot be confirmed, asked of the whole city ("" for nothing); until the act ends no other is."""
    with connection.cursor() as c:
        c.execute("select ledger.merger_fault(%s, %s)", [record_id, other_uscc])
        return str(c.fetchone()[0] or "")


def waiting(by: Session) -> "QuerySet[Lineage]":
    """What waits for this post's word, never what he stated or disputed himself."""
    if by.post not in ACTS["records.confirm_lineage"].posts:
        return Lineage.objects.none()
    hands = hands_of(by)
    fresh = Q(state="stated") & ~Q(stated_by_id__in=hands)
    disputed = Q(state="confirmed", disputed_by__isnull=False) & ~Q(disputed_by_id__in=hands)
    return Lineage.objects.filter(fresh | disputed).order_by("due_on", "id")


def ended_by(fact: Lineage, record: Record) -> Changed | None:
    """What an employer's status items were before this fact was confirmed; None where it ended nothing, or another act
    has settled them since."""
    bear = {n: (record.origins or {}).get(n, {}).get("entry") for n in ("employer_status", "cancelled_date")}
    under = [e.pk for e in entries_of([UUID(k) for k in bear.values() if k]).values() if e.detail == names(fact.pk)]
    for version, before, _ in walk(record):
        if version.entry_id in under:
            changed = [n for n in bear if n in version.old]
            return {n: before[n] for n in changed} if all(bear[n] == str(version.entry_id) for n in changed) else None
    return None


def last_source(record: Record, item: str) -> str:
    """How surely an item's value stands: the code of source_strength."""
    told = (record.origins or {}).get(item, {}).get("strength")
    return str(told or record.strength or "20")


def origin(fact: Lineage, at: datetime, entry: UUID, said: str = "沿革核实") -> dict[str, str]:
    """Where a status item comes from that a fact settles: a paper, or what market regulation holds."""
    return {"strength": "40" if fact.fact_id else "30", "said": said, "at": at.isoformat(), "entry": str(entry)}


def in_use(record: Record) -> bool:
    merged = getattr(record, "merged_into_person_id", None) or getattr(record, "merged_into_employer_id", None)
    return not record.retired and not merged and dataset_of(record) in ("person", "employer")
