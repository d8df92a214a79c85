"""自助终端: machines in halls that are served the kiosk pages. A party, registered and revoked by an administrator.

The secret is shown once and kept as a digest; whoever sits there has a session of his own and a seat, which the
server clears when nobody has touched it for a while. Art. 6(3), 17.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from jiuye.lib import clock
from jiuye.parties import rules
from jiuye.parties.act import act
from jiuye.parties.models import Agency, Seat, Terminal
from jiuye.parties.sessions import Session


def register_terminal(*, by: Session, agency: Agency, name: str, place: str) -> tuple[Terminal, str]:
    """登记自助终端. Returns it and its secret, shown once. Refused beyond the administrator's own district."""
    with act("parties.register_terminal", by=by, on=agency, why=name.strip()) as entry:
        rules.own_district(by.district, by.city_wide, agency).or_refuse()
        for text, label in ((name, "终端名称"), (place, "摆放位置")):
            rules.good_name(text, label).or_refuse()
        secret = secrets.token_hex(20)
        terminal = Terminal(
            name=name.strip(), place=place.strip(), agency=agency, secret_digest=digest(secret),
            registered_by_id=by.staff_id, registered_at=entry.at,
        )  # fmt: skip
        entry.put(terminal)
        return terminal, secret


def revoke_terminal(terminal: Terminal, *, by: Session, why: str) -> Terminal:
    """停用自助终端: from this moment it is served nothing. Refused without a reason, twice, and elsewhere."""
    with act("parties.revoke_terminal", by=by, on=terminal, why=why) as entry:
        held = Terminal.objects.select_for_update().get(pk=terminal.pk)
        rules.own_district(by.district, by.city_wide, held.agency).or_refuse()
        rules.good_reason(why).or_refuse()
        rules.may_end_terminal(held.revoked_at is not None).or_refuse()
        held.revoked_by_id, held.revoked_at = by.staff_id, entry.at
        entry.put(held)
    return held


def digest(secret: str) -> str:
    """160 random bits need no slow hash."""
    return sha256(secret.strip().lower().encode()).hexdigest()


def standing(secret: str) -> Terminal | None:
    """The terminal in use that bears this secret."""
    if not secret:
        return None
    found = Terminal.objects.select_related("agency").filter(secret_digest=digest(secret), revoked_at=None)
    return found.first()


def terminals_of(by: Session) -> "QuerySet[Terminal]":
    """Those of the administrator's district, the ones in use first."""
    found = Terminal.objects.select_related("agency", "registered_by", "revoked_by").order_by("revoked_at", "name")
    return found if by.city_wide else found.filter(agency__division=by.district)


# ── the seat before a terminal ─────────────────────────────────────────────


def sit_down(session: Session, terminal: Terminal) -> None:
    """Somebody signed in at a terminal: whoever sat there before is out."""
    with transaction.atomic():
        Seat.objects.filter(terminal_id=terminal.pk).delete()
        Seat.objects.create(id=session.id, terminal_id=terminal.pk, seen_at=clock.now())


def still_there(session: Session, terminal: Terminal, idle: int) -> bool:
    """Does this session sit at this terminal, touched within the last `idle` seconds? Then it is touched now."""
    now = clock.now()
    touched = Seat.objects.filter(
        pk=session.id, terminal_id=terminal.pk, seen_at__gt=now - timedelta(seconds=idle)
    ).update(seen_at=now)
    return bool(touched)


def stand_up(session: Session) -> None:
    """He is gone: his session opens nothing at a terminal any more, and nothing elsewhere."""
    Seat.objects.filter(pk=session.id).delete()
