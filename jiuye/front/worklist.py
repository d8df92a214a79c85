"""What waits for me: asks every room, sorts by due date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiuye.collection import queries as collection
from jiuye.lib import clock
from jiuye.parties.sessions import Session
from jiuye.quality import queries as quality
from jiuye.quality.compose import NAMES
from jiuye.quality.models import Task


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
    found += [_task(t) for t in quality.tasks_waiting(by)[:200]]
    return sorted(found, key=lambda w: (w.due_on, w.number))


def _task(task: Task) -> Waiting:
    """A rectification task: to be answered by its district, or answered and to be read by the city."""
    step, count = ("答复整改" if task.state == "issued" else "看答复"), f"问题 {task.findings:,} 处"
    place = NAMES.get(task.district, task.district)
    report = task.report
    return Waiting(task.due_on, step, f"{place}数据质量整改", count, report.number, f"/quality/tasks/{task.pk}")


def drafts_of(by: Session) -> Sequence[object]:
    return collection.drafts_of(by)
