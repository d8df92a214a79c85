"""Reads of behaviour data: one's own, in one's own scope. Nobody on the staff reads anybody's."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from jiuye.collection.behaviour.models import KINDS, RESULTS, Derived, Event, TrackingConsent
from jiuye.parties.sessions import Session
from jiuye.standards.wording import dataset_label

SHOWN = 100


@dataclass(frozen=True)
class Seen:
    """One event in words."""

    event: Event
    service: str
    kind: str
    result: str


def consent(by: Session) -> TrackingConsent | None:
    """The consent in force of whoever acts for himself."""
    return TrackingConsent.objects.filter(subject_index=by.own_index, withdrawn_at=None).first()


def own_events() -> Sequence[Seen]:
    """The last hundred, the newest first."""
    return [
        Seen(e, dataset_label(e.service_code), KINDS[e.event_type], RESULTS[e.event_result])
        for e in Event.objects.order_by("-occurred_at", "-id")[:SHOWN]
    ]


def own_conclusions() -> Sequence[tuple[Derived, str]]:
    return [(d, dataset_label(d.service_code)) for d in Derived.objects.order_by("-derived_at")]


@dataclass(frozen=True)
class Count:
    """How many people took one step with one outcome, and how often."""

    service: str
    kind: str
    result: str
    people: int
    times: int


def counts() -> list[Count]:
    """By headcount, never fewer than ten people together; nothing for any post but the city's data manager."""
    with connection.cursor() as c:
        c.execute("select * from ledger.behaviour_counts()")
        return [Count(dataset_label(s), KINDS[k], RESULTS[r], people, times) for s, k, r, people, times in c.fetchall()]
