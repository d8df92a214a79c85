"""Material as the pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiuye.collection import queries
from jiuye.collection.archive.queries import material
from jiuye.collection.models import Attachment, Submission
from jiuye.lib import virus
from jiuye.lib.media.kinds import KINDS
from jiuye.lib.media.pages import PICTURED
from jiuye.parties.sessions import Session
from jiuye.records.custody.papers import LARGEST
from jiuye.standards.queries import catalogue

LABELS = {k.mime: k.label for k in KINDS}


@dataclass(frozen=True)
class File:
    """One file: its kind in words, the pages that can be looked at, whether this session may take it off."""

    attachment: Attachment
    kind: str
    form: str
    pages: Sequence[int]
    removable: bool


@dataclass(frozen=True)
class Files:
    """The files of a case, and what attaching another needs: open, the kinds, the largest size in MB."""

    files: Sequence[File]
    open: bool
    kinds: Sequence[tuple[str, str]]
    largest: int
    scanned: bool


def shown_material(submission: Submission, by: Session) -> Files:
    """Call in the reading scope."""
    kinds = catalogue().code_lists["material_kind"]
    waiting = submission.state == "submitted"
    files = [
        File(
            a, kinds.get(a.material_kind, a.material_kind), LABELS[a.mime_type],
            range(1, min(a.page_count, 20) + 1) if a.mime_type in PICTURED else (),
            waiting and a.attached_by_id == by.staff_id and a.submission_id == submission.pk,
        )
        for a in material(submission)
    ]  # fmt: skip
    may = waiting and queries.is_own(submission, by)
    return Files(files, may, list(kinds.items()), LARGEST // 1024 // 1024, virus.installed())
