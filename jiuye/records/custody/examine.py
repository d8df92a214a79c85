"""A file made ready to be looked at: its row, its content, and what is known around it."""

from jiuye.ledger import queries as ledger
from jiuye.lib.store import Damaged
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.records.custody.checks import File, Found, file_media, look
from jiuye.records.custody.contents import store
from jiuye.records.history import values_of
from jiuye.records.models import MODELS, Keeping
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue


def examine(keeping: Keeping, *, by: Session, whole: bool) -> Found:
    """The four properties of a file, all items or those that time can spoil. Reads its content: never inside an act
    that others wait for."""
    data = content(keeping)
    media = file_media(data)
    with scope(by):
        row = values_of(keeping.record)
        items = catalogue().items["e_archive"]
        file = File(
            row, frozenset(n for n, i in items.items() if i.required == "yes"),
            {n: frozenset(catalogue().code_lists[i.code_list]) for n, i in items.items() if i.code_list},
            keeping.sha256, keeping.sm3, data, media, _business(row["business_entity"], row["business_record_id"]),
            Staff.objects.filter(staff_no=row["captured_by"]).values_list("name", flat=True).first() or "",
            _accepted(keeping),
        )  # fmt: skip
    return look(file, whole=whole)


def content(keeping: Keeping) -> bytes | None:
    """What the store gives. None when it is gone or was altered."""
    try:
        return store().get(keeping.sha256)
    except Damaged:
        return None


def _business(entity: str | None, number: str | None) -> bool:
    if entity not in MODELS or not number:
        return False
    return bool(MODELS[entity].objects.filter(**{NUMBERS[entity]: number}).exists())


def _accepted(keeping: Keeping) -> str:
    """By the book: who accepted the case that brought the file."""
    submission = keeping.record.submission_id
    entries = ledger.about(submission, ["collection.accept", "collection.pass_undrawn"], 10) if submission else []
    entry = next((e for e in entries if e.outcome == "done"), None)
    return f"{entry.at:%Y-%m-%d %H:%M} 审核通过" if entry else ""
