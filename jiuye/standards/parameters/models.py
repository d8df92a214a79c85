"""One value of one parameter from one day on, set by one person and activated by another. Art. 2(3), 9(1).

Values of a parameter and a place form a step function of the day: the last that has begun is in force, so that
there can be neither gap nor overlap. A value once active is never altered; another day's value follows it.
"""

from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff

NEXT: dict[str, set[str]] = {"set": {"active", "refused"}, "active": set(), "refused": set()}


class ParameterValue(Governed):
    """`district`: the division it holds for, the city's code for all. version counts the active values of a
    parameter and a place. basis: the document that says so; answer: why it was refused."""

    name = models.TextField()
    district = models.CharField(max_length=6)
    value = models.TextField()
    effective_from = models.DateField()
    basis = models.TextField()
    reason = models.TextField()
    state = models.TextField(default="set")
    version = models.IntegerField(null=True)
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    settled_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="parameter_value_state", condition=Q(state__in=sorted(NEXT))),
            models.CheckConstraint(
                name="activated_by_another", condition=Q(settled_by=None) | ~Q(settled_by=F("set_by"))
            ),
            models.CheckConstraint(
                name="value_settled_who_when",
                condition=Q(settled_by=None, settled_at=None, state="set")
                | Q(settled_by__isnull=False, settled_at__isnull=False, state__in=["active", "refused"]),
            ),
            models.CheckConstraint(name="active_has_version", condition=Q(state="active") ^ Q(version=None)),
            models.UniqueConstraint(
                name="one_value_a_day", fields=["name", "district", "effective_from"], condition=Q(state="active")
            ),
            models.UniqueConstraint(
                name="versions_of_a_value", fields=["name", "district", "version"], condition=Q(state="active")
            ),
            models.UniqueConstraint(name="one_value_waiting", fields=["name", "district"], condition=Q(state="set")),
        ]
