"""Reads of governed look-up."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet, Sum

from jiuye.collection import queries as collection
from jiuye.ledger.models import CoveredShown, EntryShown
from jiuye.lib import clock
from jiuye.parties.entry import SEEN
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session, scope
from jiuye.standards.parameters.rules import QUOTA
from jiuye.standards.queries import catalogue
from jiuye.usage.enquiries.models import Alert, BatchLookUp

CASES, PURPOSES = 5, 3


def quota(by: Session) -> int:
    """How many look-ups a day this post has in this district."""
    return int(catalogue().parameters[QUOTA + by.post].on(clock.today(), by.district))


def batch_limit(by: Session) -> int:
    """How many numbers one batch may hold."""
    return int(catalogue().parameters["look_up_batch_rows"].on(clock.today(), by.district))


def locked(key: UUID) -> BatchLookUp | None:
    """As it stands, for this act alone."""
    return BatchLookUp.objects.select_for_update().filter(pk=key).first()


def batch(key: UUID, by: Session) -> BatchLookUp | None:
    """One that this person asked for or decides on."""
    with scope(by):
        return _batches(by).filter(pk=key).first()


def batches(by: Session) -> Sequence[BatchLookUp]:
    """The last fifty he asked for or decides on. Call inside his scope."""
    return list(_batches(by).order_by("-asked_at")[:50])


def batches_waiting(by: Session) -> Sequence[BatchLookUp]:
    """To be decided by this person, or approved and to be looked up by him. Call inside his scope."""
    return list(_batches(by).filter(_next(by)).order_by("due_on", "asked_at")[:200])


def _next(by: Session) -> Q:
    mine = Q(state="approved", asked_by_id=by.staff_id)
    return mine | Q(state="asked") if by.post in ACTS["usage.approve_batch"].posts else mine


def _batches(by: Session) -> "QuerySet[BatchLookUp]":
    found = BatchLookUp.objects.select_related("asked_by", "decided_by")
    return found if by.post in ACTS["usage.approve_batch"].posts else found.filter(asked_by_id=by.staff_id)


def looked_up_today() -> int:
    """As the book has it, inside the act, whose own entry counts."""
    with connection.cursor() as c:
        c.execute("select ledger.looked_up_today()")
        return int(c.fetchone()[0])


def alerts(waiting: bool) -> Sequence[Alert]:
    """The last hundred in sight, those nobody answered first; only these where `waiting`."""
    found = Alert.objects.select_related("staff", "answered_by")
    found = found.filter(state="raised") if waiting else found
    return list(found.order_by(F("answered_at").desc(nulls_first=True), "-raised_at")[:100])


def alert(key: UUID) -> Alert | None:
    return Alert.objects.select_related("staff__agency", "answered_by").filter(pk=key).first()


def behind(alert: Alert) -> list[tuple[EntryShown, int]]:
    """The entries that made an alert, the newest first, and how many records each showed."""
    rows = EntryShown.objects.filter(pk__in=alert.entries).order_by("-at", "-id")
    covered = CoveredShown.objects.filter(entry_id__in=alert.entries, tbl=SEEN).values_list("entry_id")
    shown = dict(covered.annotate(Sum("covered")))
    return [(e, int(shown.get(e.pk, 1 if e.subject_id else 0))) for e in rows]


def at_hand(by: Session) -> list[tuple[str, str]]:
    """(purpose, what it is) that this person most likely looks something up for: the cases he has in hand, and what he
    looked up for earlier today. Call inside his scope."""
    mine = collection.mine(by).filter(state__in=("submitted", "returned"))[:CASES]
    waiting = collection.to_review(by)[:CASES]
    cases = [(s.number, s.title or s.dataset_label) for s in (*mine, *waiting)]
    used = [(why, "") for why in _today(by) if why not in dict(cases)]
    return [*cases[:CASES], *used[:PURPOSES]]


def _today(by: Session) -> list[str]:
    since = datetime.combine(clock.today(), time(), clock.ZONE)
    own = EntryShown.objects.filter(staff_id=by.staff_id, at__gte=since, act="usage.look_up", outcome="done")
    return list(dict.fromkeys(own.order_by("-at").values_list("why", flat=True)[:20]))
