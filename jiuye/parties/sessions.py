"""Sessions: a random token that names one appointment in force. Reads happen inside `scope()`."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import connection, transaction

from jiuye.lib.keys import uuid7
from jiuye.parties.models import Agency, Appointment, Staff

MINUTES = {
    "window": 8 * 60, "command": 8 * 60, "machine": 24 * 60, "sharing": 60, "web": 60, "phone": 60, "wechat": 60,
    "kiosk": 30,
}  # fmt: skip


@dataclass(frozen=True)
class Session:
    """Who acts: the token and what the database said it stands for."""

    token: str
    id: UUID
    staff_id: UUID
    account_id: UUID | None
    post: str
    agency_id: UUID
    district: str
    city_wide: bool
    channel: str
    own_index: bytes | None = None  # of a citizen: who he is
    own_employer: str | None = None  # the employer he acts for; None: for himself
    mandate_id: UUID | None = None  # the mandate he acts under; then own_index is the grantor's
    own_short: bytes | None = None  # beside own_index, of the 15 digits of the same number

    @property
    def own_indexes(self) -> list[bytes]:
        """What his own file may bear."""
        return [i for i in (self.own_index, self.own_short) if i is not None]

    @property
    def staff(self) -> Staff:
        return Staff.objects.get(pk=self.staff_id)

    @property
    def agency(self) -> Agency:
        return Agency.objects.get(pk=self.agency_id)


def set_token(token: str) -> None:
    """Name the session for the current transaction only; pools cannot leak it."""
    with connection.cursor() as c:
        c.execute("select set_config('jiuye.token', %s, true)", [token])


@contextmanager
def scope(by: Session) -> Iterator[None]:
    """A reading transaction under the session's district scope. No session, no rows."""
    with transaction.atomic():
        set_token(by.token)
        yield


def open_session(appointment: Appointment, *, channel: str, factors: str) -> Session:
    """Begin a session for an appointment after the gate has checked the factors (Art. 17).

    Raises a database error (JY003) when the appointment or the account is not in force."""
    token = secrets.token_urlsafe(32)
    account = getattr(appointment.staff, "account", None)
    with transaction.atomic(durable=True), connection.cursor() as c:
        c.execute(
            "select ledger.open_session(%s, %s, %s, %s, %s, %s, %s)",
            [uuid7(), token, account and account.pk, appointment.pk, channel, factors, MINUTES[channel]],
        )
    return cast(Session, resolve(token))


def switch(by: Session, appointment: UUID) -> Session:
    """A new session in another post of the same person (the key of the appointment); this one ends. Art. 17.

    Raises a database error (JY003) for a post that is not his or not in force."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic(durable=True), connection.cursor() as c:
        set_token(by.token)
        c.execute("select ledger.switch_session(%s, %s, %s)", [uuid7(), token, appointment])
    return cast(Session, resolve(token))


def open_mandate_session(by: Session, mandate: UUID) -> Session:
    """Begin to act under a mandate, from one's own session, which goes on beside it. Art. 10(2).

    Raises a database error (JY003) for a mandate that is not his or not in force."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic(durable=True), connection.cursor() as c:
        set_token(by.token)
        c.execute("select ledger.open_mandate_session(%s, %s, %s)", [uuid7(), token, mandate])
    return cast(Session, resolve(token))


@dataclass(frozen=True)
class OpenSession:
    """A session of one's own as one's page lists it; `this` is the one that asks."""

    id: UUID
    post: str
    agency_id: UUID
    channel: str
    opened_at: datetime
    expires_at: datetime
    this: bool


def own(by: Session) -> list[OpenSession]:
    """All sessions of this person that would be answered now, the newest first."""
    with scope(by), connection.cursor() as c:
        c.execute("select * from ledger.own_sessions()")
        return [OpenSession(*row) for row in c.fetchall()]


def resolve(token: str) -> Session | None:
    """The session a token stands for, or None when it has ended, expired or been revoked."""
    with transaction.atomic(), connection.cursor() as c:
        c.execute("select set_config('jiuye.token', %s, true)", [token])
        c.execute(
            "select session_id, staff_id, account_id, post, agency_id, district, city_wide, channel, own_employer,"
            " mandate_id, own_index, own_short from ledger.whoami()"
        )
        row = c.fetchone()
    if row is None:
        return None
    *told, employer, mandate, own, short = row
    named = dict(zip((f.name for f in fields(Session)), [token, *told], strict=False))
    index, other = (None if i is None else bytes(i) for i in (own, short))
    return Session(**named, own_index=index, own_short=other, own_employer=employer, mandate_id=mandate)


def end(by: Session, *, everywhere: bool, why: str) -> int:
    """End this session, or all of the person's. Returns how many ended."""
    with transaction.atomic(durable=True), connection.cursor() as c:
        c.execute("select set_config('jiuye.token', %s, true)", [by.token])
        only = None if everywhere else by.id
        c.execute("select ledger.end_sessions(%s, %s, %s)", [by.staff_id, only, why])
        return int(c.fetchone()[0])


def machine_session(name: str) -> Session:
    """A session of the machine staff member `name`: timers act as machine staff with posts of their own."""
    appointment = Appointment.objects.select_related("staff").get(staff__staff_no=name, post="machine", revoked_at=None)
    return open_session(appointment, channel="machine", factors="local")


_STANDING: dict[str, str] = {}  # machine → token: one session a process, however many strangers it serves


def standing_session(name: str) -> Session:
    """The session this process keeps of the machine `name`, opened anew when it has ended."""
    held = resolve(_STANDING[name]) if name in _STANDING else None
    if held is None:
        held = machine_session(name)
        _STANDING[name] = held.token
    return held


def department_session(staff_no: str) -> Session:
    """A session of a department's interface, whose signature has just been checked: the key is its factor."""
    appointment = Appointment.objects.select_related("staff").get(
        staff__staff_no=staff_no, post="department", revoked_at=None
    )
    return open_session(appointment, channel="sharing", factors="key")
