"""What waits for me: asks every room, sorts by due date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiuye.collection import queries as collection
from jiuye.lib import clock
from jiuye.parties.sessions import Session


@dataclass(frozen=True)
class Waiting:
    """One thing to do: where, which step, about what, by when."""

    due_on: date
    step: str
    title: str
    sub: str
    number: str
    url: str

    @property
    def late(self) -> bool:
        return self.due_on < clock.today()


def waiting_for(by: Session) -> Sequence[Waiting]:
    """Everything that waits for this session's post, the most urgent first."""
    found = [
        Waiting(s.due_on, "审核", s.title or s.dataset_label, s.dataset_label, s.number, f"/collection/{s.pk}")
        for s in collection.to_review(by)[:200]
    ]
    return sorted(found, key=lambda w: (w.due_on, w.number))


def drafts_of(by: Session) -> Sequence[object]:
    return collection.drafts_of(by)
