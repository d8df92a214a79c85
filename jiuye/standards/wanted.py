"""Reads of requests and drafts, inside the reader's scope: a district sees its own requests, the city all."""

from collections.abc import Sequence
from uuid import UUID

from jiuye.standards.catalogue import Catalogue
from jiuye.standards.changes import apply
from jiuye.standards.in_force import catalogue_of
from jiuye.standards.models import Draft, Request, Version

SHOWN = 200


def requests(state: str = "") -> Sequence[Request]:
    """The last two hundred, what waits first."""
    found = Request.objects.select_related("asked_by", "merged_into", "draft").order_by("-id")
    return list((found.filter(state=state) if state else found)[:SHOWN])


def request(key: UUID) -> Request | None:
    found = Request.objects.select_related("asked_by", "answered_by", "merged_into", "draft")
    return found.filter(pk=key).first()


def chosen(keys: Sequence[str]) -> list[Request]:
    """Requests by their keys as a form sends them; what is no key, or out of sight, is left out."""
    good = []
    for key in keys:
        try:
            good.append(UUID(key))
        except ValueError:
            continue
    return list(Request.objects.filter(pk__in=good).order_by("id"))


def drafts() -> Sequence[Draft]:
    found = Draft.objects.select_related("drafted_by", "published_by", "version").order_by("-id")
    return list(found[:SHOWN])


def draft(key: UUID) -> Draft | None:
    found = Draft.objects.select_related("drafted_by", "published_by", "version")
    return found.filter(pk=key).first()


def versions() -> Sequence[Version]:
    """Every version, the newest first."""
    return list(Version.objects.order_by("-number"))


def sides(draft: Draft) -> tuple[Catalogue, Catalogue]:
    """The draft's base and what it makes of it."""
    base = catalogue_of(draft.base)
    return base, apply(base, draft.changes)
