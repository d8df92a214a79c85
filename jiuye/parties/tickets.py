"""Tickets: what a person started goes on after the request, for the acts and subjects named and for no others.

The token is random and its digest alone is in the database; whoever keeps it seals it. A ticket ends with the
session it was issued in (signed out, revoked), with the appointment, with its job or after a day; a session
that only ran out does not end it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import connection, transaction

from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused
from jiuye.parties.act import database_verdict
from jiuye.parties.sessions import Session, set_token

MINUTES = 24 * 60


@dataclass(frozen=True)
class Deed:
    """One act on one subject."""

    act: str
    subject: UUID


@dataclass(frozen=True)
class Ticket:
    id: UUID
    token: str


def issue(job: UUID, deeds: Sequence[Deed], *, by: Session) -> Ticket:
    """A ticket for a job's deeds, issued by a live session, within the transaction that queues the job. Raises
    `Refused`, not yet on file, where the session has ended or its post may not do one of them."""
    ticket = Ticket(uuid7(), secrets.token_urlsafe(32))
    acts, subjects = [d.act for d in deeds], [d.subject for d in deeds]
    try:
        with transaction.atomic(), connection.cursor() as c:
            set_token(by.token)
            c.execute(
                "select ledger.issue_ticket(%s, %s, %s, %s, %s::uuid[], %s)",
                [ticket.id, ticket.token, job, acts, subjects, MINUTES],
            )
    except DatabaseError as error:
        verdict = database_verdict(error)
        if verdict is None:
            raise
        raise Refused(verdict) from error
    return ticket


def holder(token: str) -> Session | None:
    """Whose hand the ticket lends, as a session for these deeds; None when it is no longer in force."""
    with transaction.atomic(), connection.cursor() as c:
        set_token(token)
        c.execute(
            "select session_id, staff_id, account_id, post, agency_id, district, city_wide, channel"
            " from ledger.ticket_holder()"
        )
        row = c.fetchone()
    return Session(token, *row) if row else None


def end(ticket: UUID, token: str, why: str) -> None:
    """Over: asked by the ticket's own token, or by a session's of the person it was issued for."""
    with transaction.atomic(), connection.cursor() as c:
        set_token(token)
        c.execute("select ledger.end_ticket(%s, %s)", [ticket, why])
