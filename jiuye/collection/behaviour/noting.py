"""A step on a citizen's page, noted where he agreed to it; without his consent nothing is kept at all. Art. 2(5)."""

from jiuye.collection.behaviour.models import TrackingConsent, WaitingEvent
from jiuye.collection.counter import CHANNELS
from jiuye.lib import clock, vault
from jiuye.parties.sessions import Session, scope


def note(by: Session, kind: str, service: str, *, result: str) -> None:
    """Note one step: to the minute, the visit as a keyed digest of its session. The machine files it (`track`)."""
    if by.own_index is None or by.channel not in CHANNELS:
        return
    with scope(by):
        agreed = TrackingConsent.objects.filter(subject_index=by.own_index, withdrawn_at=None).exists()
    if agreed:
        WaitingEvent.objects.create(
            occurred_at=clock.now().replace(second=0, microsecond=0), subject_index=by.own_index,
            visit=vault.mac("visit", by.id.bytes)[:8].hex(), channel=CHANNELS[by.channel], event_type=kind,
            service_code=service, event_result=result,
        )  # fmt: skip
