"""Reads of the parties room: the agencies as a tree, who holds which post, since when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from jiuye.lib import clock
from jiuye.parties.models import Agency, Appointment, Staff
from jiuye.parties.permissions import ACTS, Act
from jiuye.parties.posts import POSTS
from jiuye.parties.sessions import Session


@dataclass
class Node:
    """An agency in the tree: depth 0 for a root; `people` hold a post there today."""

    agency: Agency
    depth: int
    people: list[Appointment] = field(default_factory=list)


def in_force(on: date) -> Q:
    """Appointments that count on a day."""
    return Q(revoked_at=None, valid_from__lte=on, staff__left_on=None) & (Q(valid_to=None) | Q(valid_to__gte=on))


def tree() -> list[Node]:
    """All agencies, each followed by those below it, in the order of their codes."""
    below: dict[UUID | None, list[Agency]] = {}
    for agency in Agency.objects.order_by("code"):
        below.setdefault(agency.parent_id, []).append(agency)
    people: dict[UUID, list[Appointment]] = {}
    held = Appointment.objects.filter(in_force(clock.today())).select_related("staff")
    for appointment in held.order_by("staff__staff_no"):
        people.setdefault(appointment.agency_id, []).append(appointment)

    def walk(parent: UUID | None, depth: int) -> list[Node]:
        found = []
        for agency in below.get(parent, []):
            found.append(Node(agency, depth, people.get(agency.pk, [])))
            found += walk(agency.pk, depth + 1)
        return found

    return walk(None, 0)


def person(key: UUID) -> Staff | None:
    """A colleague with agency and account, or None."""
    return Staff.objects.select_related("agency", "account").filter(pk=key).first()


def appointments(staff: Staff) -> "QuerySet[Appointment]":
    """All posts a person holds or held, the newest first."""
    found = staff.appointments.select_related("agency", "granted_by", "revoked_by")
    return found.order_by("-valid_from", "-id")


def appointment(key: UUID) -> Appointment | None:
    """One appointment, or None."""
    return Appointment.objects.select_related("staff", "agency").filter(pk=key).first()


def agencies_for(by: Session) -> "QuerySet[Agency]":
    """Agencies this post may appoint people to: the city's all, a district's own."""
    found = Agency.objects.order_by("code")
    return found if by.city_wide else found.filter(division=by.district)


def acts_by_room() -> list[tuple[str, list[tuple[Act, Sequence[bool]]]]]:
    """(room, acts with a yes or no for each post in the order of POSTS)."""
    rooms: dict[str, list[tuple[Act, Sequence[bool]]]] = {}
    for act in ACTS.values():
        rooms.setdefault(act.name.partition(".")[0], []).append((act, [p in act.posts for p in POSTS]))
    return list(rooms.items())
