"""Writes of behaviour data: agreed to, filed, concluded from, objected to, forgotten. Art. 2(5), 20(3)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from jiuye.collection.behaviour import proof, rules
from jiuye.collection.behaviour.models import LONGEST, Derived, Event, TrackingConsent, WaitingEvent
from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.standards.queries import catalogue

AT_ONCE = 5000
STUCK, METHOD = "stuck", "打开而没有提交的次数/1"
_RECENT = timedelta(days=30)


def give_consent(purposes: Sequence[str], *, by: Session) -> TrackingConsent:
    """同意: to these purposes, from now on. Raises `Refused` for none, or where consent is in force."""
    with act("collection.give_consent", by=by, why="、".join(purposes)[:100]) as entry:
        rules.may_consent(purposes, _in_force(by) is not None).or_refuse()
        made = TrackingConsent(
            given_by=Staff.objects.get(pk=by.staff_id), subject_index=by.own_index, district=by.district,
            purposes=sorted(set(purposes)), given_at=entry.at,
        )  # fmt: skip
        entry.put(made)
    return made


def withdraw_consent(*, by: Session) -> dict[str, object]:
    """反对: nothing is noted from now on, and all there is of his goes at once. Returns the proof. Raises `Refused`
    where nothing was agreed to."""
    with proof.in_turn():
        with scope(by):
            events, conclusions = list(Event.objects.order_by("id")), list(Derived.objects.order_by("id"))
        told = proof.of(events, conclusions)
        with act("collection.withdraw_consent", by=by, why="本人反对", detail=told) as entry:
            consent = _in_force(by)
            rules.may_object(consent is not None).or_refuse()
            assert consent is not None
            consent.withdrawn_at = entry.at
            entry.put(consent)
            WaitingEvent.objects.filter(subject_index=by.own_index).delete()
            entry.remove(conclusions)
            entry.remove(events)
    return told


def _in_force(by: Session) -> TrackingConsent | None:
    return TrackingConsent.objects.filter(subject_index=by.own_index, withdrawn_at=None).first()


def track(*, by: Session) -> int:
    """记录用户行为: file what was noted, under the consent in force; what has none (any more) is dropped. One entry
    for all. Returns how many were filed; where nothing waits, nothing is written."""
    with proof.in_turn():
        waiting = list(WaitingEvent.objects.order_by("id")[:AT_ONCE])
        if not waiting:
            return 0
        keep = min(int(catalogue().parameters["behaviour_keep_days"].value), LONGEST)
        with act("collection.track", by=by, detail={"waiting": len(waiting)}) as entry:
            agreed = _agreed({bytes(w.subject_index or b"") for w in waiting})
            filed = [_filed(w, agreed[k], keep) for w in waiting if (k := bytes(w.subject_index or b"")) in agreed]
            entry.put_many(filed)
            WaitingEvent.objects.filter(pk__in=[w.pk for w in waiting]).delete()
    return len(filed)


def _agreed(subjects: set[bytes]) -> dict[bytes, TrackingConsent]:
    found = TrackingConsent.objects.filter(subject_index__in=subjects, withdrawn_at=None)
    return {bytes(c.subject_index or b""): c for c in found}


def _filed(w: WaitingEvent, consent: TrackingConsent, keep: int) -> Event:
    return Event(
        id=w.id, occurred_at=w.occurred_at, subject_index=w.subject_index, visit=w.visit, channel=w.channel,
        event_type=w.event_type, service_code=w.service_code, event_result=w.event_result,
        purposes=consent.purposes, consent_id=consent.pk,
        expires_on=w.occurred_at.astimezone(clock.ZONE).date() + timedelta(days=keep),
    )  # fmt: skip


def derive(*, by: Session) -> int:
    """得出衍生数据: who opened a service several times of late and did not hand it in may need help. Says from which
    events, and lasts no longer than they do. Returns how many are new; for none, nothing is written."""
    with proof.in_turn():
        with scope(by):
            fresh = _conclusions()
        if fresh:
            with act("collection.derive", by=by, why=METHOD, detail={"derived": len(fresh)}) as entry:
                for one in fresh:
                    one.derived_at = entry.at
                entry.put_many(fresh)
    return len(fresh)


def _conclusions() -> list[Derived]:
    times = int(catalogue().parameters["behaviour_stuck_times"].value)
    since = clock.now() - _RECENT
    recent = Event.objects.filter(occurred_at__gte=since, purposes__contains=["help"], event_type__in=("20", "30"))
    opened: dict[tuple[bytes, str], list[Event]] = defaultdict(list)
    for e in recent.order_by("occurred_at", "id"):
        key = (bytes(e.subject_index or b""), e.service_code)
        if e.event_type == "30" and e.event_result == "1":
            opened[key].clear()  # handed in: what came before led somewhere
        elif e.event_type == "20":
            opened[key].append(e)
    known = {(bytes(d.subject_index or b""), d.service_code) for d in Derived.objects.filter(tag=STUCK)}
    return [_stuck(key, some) for key, some in opened.items() if len(some) >= times and key not in known]


def _stuck(key: tuple[bytes, str], events: Sequence[Event]) -> Derived:
    return Derived(
        subject_index=key[0], service_code=key[1], tag=STUCK, method=METHOD, purpose="help",
        sources=[e.pk for e in events], expires_on=min(e.expires_on for e in events),
    )  # fmt: skip


def forget(*, by: Session) -> dict[str, object]:
    """到期删除: what has come to its day goes, with what was concluded from it; the entry is the proof. Returns it,
    empty where nothing was due."""
    with proof.in_turn():
        with scope(by):
            events = list(Event.objects.filter(expires_on__lte=clock.today()).order_by("id")[:AT_ONCE])
            conclusions = list(_due(e.pk for e in events))
        if not events and not conclusions:
            return {}
        told = proof.of(events, conclusions)
        with act("collection.forget", by=by, why="到期", detail=told) as entry:
            entry.remove(conclusions)
            entry.remove(events)
    return told


def _due(events: Iterable[object]) -> Iterable[Derived]:
    """Conclusions that are due themselves, or lean on what goes."""
    due = Derived.objects.filter(expires_on__lte=clock.today()) | Derived.objects.filter(sources__overlap=list(events))
    return due.order_by("id")
