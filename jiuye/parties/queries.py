"""Reads of the parties room: the agencies as a tree, who holds which post, since when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from jiuye.lib import clock
from jiuye.parties.models import LOOKED_OVER, Agency, Appointment, HandOver, Staff
from jiuye.parties.permissions import ACTS, Act
from jiuye.parties.posts import CITY, POSTS, PUBLIC, UNMANNED
from jiuye.parties.sessions import Session

# How long before it lapses a post stands on the list of those to look over.
AHEAD = timedelta(days=60)


@dataclass
class Node:
    """An agency in the tree: depth 0 for a root; `people` hold a post there today."""

    agency: Agency
    depth: int
    people: list[Appointment] = field(default_factory=list)


def not_ended(on: date) -> Q:
    """Appointments within their days that nobody took, looked over in time or not."""
    return Q(revoked_at=None, valid_from__lte=on, staff__left_on=None) & (Q(valid_to=None) | Q(valid_to__gte=on))


def looked_over_since(day: date) -> Q:
    """Appointments given or confirmed on a day or after it, and those that are nobody's to look over."""
    moment = datetime.combine(day, time(), clock.ZONE)
    return Q(valid_from__gte=day) | Q(recertified_at__gte=moment) | Q(post__in=UNMANNED | PUBLIC)


def in_force(on: date) -> Q:
    """Appointments that count on a day; `ledger.lapses_on` is the database's word for the same."""
    return not_ended(on) & looked_over_since(on - LOOKED_OVER)


def to_recertify(by: Session) -> "Sequence[Appointment]":
    """Posts within an administrator's scope that lapse within two months or have lapsed, the first to lapse first; his
    own as well, for which he has to ask another."""
    today = clock.today()
    due = Appointment.objects.filter(not_ended(today), agency__in=agencies_for(by))
    due = due.exclude(looked_over_since(today - LOOKED_OVER + AHEAD))
    return sorted(due.select_related("staff", "agency"), key=lambda a: (a.lapses_on or today, a.pk))


def somebody_confirms() -> bool:
    """Whether the city has anybody whose post counts and may confirm posts."""
    with connection.cursor() as c:
        c.execute("select ledger.somebody_confirms()")
        return bool(c.fetchone()[0])


def management(account: str) -> Appointment | None:
    """The post of the city by which an account may confirm posts, if it has not ended; it may have lapsed."""
    held = Appointment.objects.filter(not_ended(clock.today()), staff__account__name=account, agency__level=CITY)
    return held.filter(post__in=ACTS["parties.recertify"].posts).select_related("agency", "staff").first()


def works_here(identity_index: bytes) -> str | None:
    """The number somebody works here under now, by the index of his identity number."""
    here = Staff.objects.filter(identity_index=identity_index, left_on=None)
    return here.values_list("staff_no", flat=True).first()


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
    found = staff.appointments.select_related("agency", "granted_by", "revoked_by", "recertified_by")
    return found.order_by("-valid_from", "-id")


def appointment(key: UUID) -> Appointment | None:
    """One appointment, or None."""
    return Appointment.objects.select_related("staff", "agency").filter(pk=key).first()


def posts_in_force(staff_id: UUID, on: date) -> "QuerySet[Appointment]":
    """The posts a person may act in on a day, the earliest given first."""
    held = Appointment.objects.filter(in_force(on), staff_id=staff_id).select_related("staff", "agency")
    return held.order_by("valid_from", "id")


def collects(staff: Staff) -> bool:
    """Does he hold a post that hands data in, so that something of his may be open?"""
    return posts_in_force(staff.pk, clock.today()).filter(post__in=ACTS["collection.submit"].posts).exists()


def takers(giver: Staff) -> "QuerySet[Staff]":
    """Who could go on with what someone has open: collectors of his district, or of the city."""
    can = Appointment.objects.filter(in_force(clock.today()), post__in=ACTS["collection.submit"].posts)
    near = can.filter(Q(agency__division=giver.agency.division) | Q(agency__level="1"))
    return Staff.objects.filter(pk__in=near.values("staff_id")).exclude(pk=giver.pk).order_by("staff_no")


def given(staff: Staff) -> "QuerySet[HandOver]":
    """What someone handed over, the newest first."""
    return HandOver.objects.filter(giver=staff).select_related("taker").order_by("-at")


def continues(staff_id: UUID) -> dict[UUID, datetime]:
    """Whose work a person goes on with, and up to which moment it was theirs: what was handed over to him, and
    what had been handed over to them before."""
    found: dict[UUID, datetime] = {}
    ahead = [(staff_id, datetime.max.replace(tzinfo=clock.ZONE))]
    while ahead:
        taker, until = ahead.pop()
        for given in HandOver.objects.filter(taker_id=taker, at__lte=until):
            known = found.get(given.giver_id)
            if given.giver_id != staff_id and (known is None or known < given.at):
                found[given.giver_id] = given.at
                ahead.append((given.giver_id, given.at))
    return found


def hands_of(by: Session) -> set[UUID]:
    """Whoever acts, his other accounts, and everyone whose open work he went on with: for two hands they are one."""
    with connection.cursor() as c:
        c.execute("select ledger.hands_of(%s)", [by.staff_id])
        return {row[0] for row in c.fetchall()}


def in_hand(staff_id: UUID, *, who: str, when: str) -> Q:
    """Rows a person works on: his own (`who` names the column) and what others handed over to him, of what
    was there then (`when`)."""
    asked = Q(**{who: staff_id})
    for giver, until in continues(staff_id).items():
        asked |= Q(**{who: giver, f"{when}__lte": until})
    return asked


def agencies_for(by: Session) -> "QuerySet[Agency]":
    """Agencies this post may appoint people to: the city's all, a district's own."""
    found = Agency.objects.order_by("code")
    return found if by.city_wide else found.filter(division=by.district)


def who_can(act: Act, place: str) -> Sequence[Appointment]:
    """The posts that may do an act in a district today, with whoever holds them: its own, and the city's."""
    held = Appointment.objects.filter(in_force(clock.today()), post__in=act.posts - UNMANNED - PUBLIC)
    near = held.filter(Q(agency__division=place) | Q(agency__level=CITY)).select_related("staff", "agency")
    order = list(POSTS)
    return sorted(near, key=lambda a: (order.index(a.post), a.agency.level, a.agency.code, a.staff.staff_no))


def agency_names(codes: Sequence[str]) -> dict[str, str]:
    """Names of agencies by code."""
    return dict(Agency.objects.filter(code__in=set(codes)).values_list("code", "name"))


def acts_by_room() -> list[tuple[str, list[tuple[Act, Sequence[bool]]]]]:
    """(room, acts with a yes or no for each post in the order of POSTS)."""
    rooms: dict[str, list[tuple[Act, Sequence[bool]]]] = {}
    for act in ACTS.values():
        rooms.setdefault(act.name.partition(".")[0], []).append((act, [p in act.posts for p in POSTS]))
    return list(rooms.items())
