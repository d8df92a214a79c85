"""Reads of the collection room, scoped to who asks (row security does the scoping)."""

from collections.abc import Sequence

from django.db.models import QuerySet

from jiuye.collection.models import Draft, Submission
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session


def to_review(by: Session) -> "QuerySet[Submission]":
    """What this post may review: submitted by others, the oldest due first."""
    if by.post not in ACTS["collection.accept"].posts:
        return Submission.objects.none()
    waiting = Submission.objects.filter(state="submitted").exclude(submitted_by_id=by.staff_id)
    return waiting.select_related("submitted_by").order_by("due_on", "id")


def mine(by: Session) -> "QuerySet[Submission]":
    """What this person handed in, the newest first."""
    return Submission.objects.filter(submitted_by_id=by.staff_id).order_by("-submitted_at")


def drafts_of(by: Session) -> Sequence[Draft]:
    return list(Draft.objects.filter(staff_id=by.staff_id).order_by("-saved_at")[:50])
