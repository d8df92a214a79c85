"""The circuit breaker: a department that fails again and again is left alone for a while, then tried once.

Its state lies in the database, for the web and the worker alike."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from jiuye.collection.sharing.models import Circuit
from jiuye.lib import clock

TRIP = 3  # faults in a row
FIRST, LONGEST = 15, 300  # seconds it is left alone: doubled each time it fails again
# Faults of ours, or none of theirs: they say nothing about the department.
NOT_THEIRS = frozenset({"open", "busy"})


def may_ask(department: str) -> bool:
    """Closed, or open long enough for one trial; whoever gets the trial pushes the next one off."""
    now = clock.now()
    waiting = Q(open_until__gt=now)
    with transaction.atomic():
        row = Circuit.objects.select_for_update().filter(department=department, open_until__isnull=False).first()
        if row is None:
            return True
        if Circuit.objects.filter(waiting, department=department).exists():
            return False
        row.open_until = now + _rest(row.faults)
        row.save()
        return True


def note(department: str, faults: list[str]) -> None:
    """What came of one round with a department: a fault for each question ("" for an answer).

    One answer closes the circuit: the department is there."""
    told = [f for f in faults if f not in NOT_THEIRS]
    if not told:
        return
    now = clock.now()
    with transaction.atomic():
        Circuit.objects.get_or_create(department=department)
        row = Circuit.objects.select_for_update().get(department=department)
        bad = [f for f in told if f]
        if len(bad) < len(told):
            row.faults, row.open_until, row.last_answer_at = 0, None, now
        else:
            row.faults += 1
            if row.faults >= TRIP:
                row.open_until = now + _rest(row.faults)
        if bad:
            row.last_fault, row.last_fault_at = bad[-1], now
        row.save()


def _rest(faults: int) -> timedelta:
    return timedelta(seconds=min(LONGEST, FIRST * 2 ** min(10, max(0, faults - TRIP))))


def standing(department: str, on: datetime) -> tuple[Circuit | None, bool]:
    """What is remembered of a department, and whether it is left alone at the moment."""
    row = Circuit.objects.filter(department=department).first()
    return row, bool(row and row.open_until and row.open_until > on)
