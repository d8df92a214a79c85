"""Drafts: what a clerk has typed so far, sealed, for its owner only. Work, not records: no act, no ledger."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from jiuye.collection.models import Draft
from jiuye.lib import clock, vault
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import no
from jiuye.parties.queries import in_hand
from jiuye.parties.sessions import Session
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.rules import cover_name


@dataclass
class Held:
    """The content of a draft. answers: record id → why it is not the same subject;
    matches: key of the question asked → what was found then, so that nobody is looked up twice;
    replaces: the returned submission it corrects, "" for none;
    seq: how many changes it has seen, where the page counts them: an older state never follows a newer one."""

    values: dict[str, str] = field(default_factory=dict)
    confirmed: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    matches: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    replaces: str = ""
    seq: int = 0


def load(key: UUID, *, by: Session, dataset: str) -> Held | None:
    """The owner's draft of that dataset; None for anybody else's, or when there is none."""
    row = _own(by).filter(pk=key, dataset=dataset).first()
    return _open(row) if row else None


def own_key(key: UUID | None, *, by: Session, dataset: str) -> UUID:
    """The key a form may save under: the one asked for, unless a draft of somebody else's bears it."""
    if key is None or Draft.objects.filter(pk=key).exclude(pk__in=_own(by).filter(dataset=dataset)).exists():
        return uuid7()
    return key


def save(key: UUID, *, by: Session, dataset: str, held: Mapping[str, Any]) -> Draft:
    """Keep what `held` names (values, confirmed, answers, matches, replaces) and leave the rest of the draft as it is.
    Raises `Refused` when the draft is another person's."""
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(pk=key).first()
        if row is not None and not _own(by).filter(pk=key, dataset=dataset).exists():
            no("这份草稿不是您的", code="C030", help="请从“采集审核”新开一份。").or_refuse()
        kept = _open(row) if row else Held()
        if row is not None and held.get("seq", kept.seq) < kept.seq:
            return row
        for name, value in held.items():
            setattr(kept, name, {**kept.matches, **value} if name == "matches" else value)
        row = row or Draft(id=key, staff_id=by.staff_id, dataset=dataset)
        row.staff_id = by.staff_id  # what was taken over is his from the first stroke
        row.title, row.saved_at = _title(dataset, kept.values), clock.now()
        row.sealed = vault.wrap(_purpose(key), json.dumps(vars(kept), ensure_ascii=False).encode())
        row.save()
    return row


def drop(key: UUID, *, by: Session) -> None:
    """Away with it: submitted, or not wanted any more."""
    _own(by).filter(pk=key).delete()


def _own(by: Session) -> "QuerySet[Draft]":
    """His drafts, and those handed over to him."""
    return Draft.objects.filter(in_hand(by.staff_id, who="staff_id", when="saved_at"))


def _open(row: Draft) -> Held:
    return Held(**json.loads(vault.unwrap(_purpose(row.pk), bytes(row.sealed))))


def _purpose(key: UUID) -> str:
    return f"draft:{key}"


def _title(dataset: str, values: Mapping[str, str]) -> str:
    """Only a covered name stands outside the seal."""
    name = cover_name(values["name"]) if values.get("name") else values.get("employer_name", "")
    return f"{DATASETS[dataset]} {name}".replace("\0", "").strip()[:100]
