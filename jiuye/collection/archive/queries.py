"""Reads about material: of one submission in its scope, and across the city where only sameness is told."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connections

from jiuye.collection.models import Attachment, Submission
from jiuye.parties.sessions import Session, scope

LIKE = 4  # differing bits of 64 at which two pictures still count as one
SHOWN = 5


def material(submission: Submission) -> Sequence[Attachment]:
    """The files of a submission and of the returned ones it replaces, in the order they came. Call in scope."""
    keys, one = [submission.pk], submission.replaces
    while one is not None:
        keys.append(one.pk)
        one = one.replaces
    found = Attachment.objects.filter(submission_id__in=keys, removed_at=None)
    return list(found.select_related("attached_by", "submission").order_by("attached_at", "id"))


def one(submission: Submission, key: UUID, by: Session) -> Attachment | None:
    """One file of a submission this session may see."""
    with scope(by):
        return next((a for a in material(submission) if a.pk == key), None)


def elsewhere(sha256: str, likeness: int | None, submission: UUID) -> list[dict[str, Any]]:
    """Other cases with the same file or a like picture, wherever in the city: number, district, exactly the same?"""
    with connections["inspector"].cursor() as c:
        c.execute(
            "select s.number, s.district, a.sha256 = %s as exact from jiuye.collection_attachment a"
            " join jiuye.collection_submission s on s.id = a.submission_id"
            " where a.removed_at is null and s.id <> %s and s.state <> 'withdrawn'"
            " and (a.sha256 = %s or bit_count((a.likeness # %s)::bit(64)) <= %s)"
            " order by 3 desc, a.id desc limit %s",
            [sha256, submission, sha256, likeness, LIKE, SHOWN],
        )
        return [{"number": n, "district": d, "exact": e} for n, d, e in c.fetchall()]
