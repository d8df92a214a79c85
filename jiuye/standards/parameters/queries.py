"""Reads of parameters' values for the pages. Not scoped: what rules judge by is public to all who work by them."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from uuid import UUID

from django.db.models import QuerySet

from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.standards.parameters.models import ParameterValue

PLACES = {CITY[0]: CITY[1], **DISTRICTS}


@dataclass(frozen=True)
class Line:
    """One value of a place's course. until: its last day, None for the last one."""

    value: ParameterValue
    place: str
    until: date | None
    in_force: bool


def course(name: str, today: date) -> list[Line]:
    """Every active value of a parameter: the city first, then the districts, each from its latest day back."""
    lines: list[Line] = []
    for place, label in PLACES.items():
        found = list(_all().filter(name=name, district=place, state="active").order_by("effective_from"))
        ends = [v.effective_from - timedelta(days=1) for v in found[1:]]
        mine = [
            Line(v, label, end, v.effective_from <= today and (end is None or today <= end))
            for v, end in zip_longest(found, ends)
        ]
        lines += reversed(mine)
    return lines


def settled(name: str) -> list[ParameterValue]:
    """What was not activated, the latest first."""
    return list(_all().filter(name=name, state="refused").order_by("-set_at"))


def waiting(name: str = "") -> "QuerySet[ParameterValue]":
    """Values set and not yet settled, the oldest first."""
    found = _all().filter(state="set").order_by("set_at")
    return found.filter(name=name) if name else found


def to_settle(by: Session) -> "QuerySet[ParameterValue]":
    """Those among them that wait for this person: of his place, by another hand."""
    if by.post not in ACTS["standards.activate_parameter"].posts:
        return waiting().none()
    found = waiting().exclude(set_by_id=by.staff_id)
    return found if by.city_wide else found.filter(district=by.district)


def one(key: UUID) -> ParameterValue | None:
    return _all().filter(pk=key).first()


def _all() -> "QuerySet[ParameterValue]":
    return ParameterValue.objects.select_related("set_by", "settled_by")
