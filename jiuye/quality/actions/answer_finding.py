"""答复: what the district did about its findings. Art. 15."""

from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.quality import rules
from jiuye.quality.models import Task


def answer_finding(task: Task, *, by: Session, answer: str) -> Task:
    """Answer a rectification task. Raises `Refused` for another district or an answer that says nothing."""
    with act("quality.answer_finding", by=by, on=task, why=answer[:200]) as entry:
        rules.may_answer(task, by.district, by.city_wide, answer).or_refuse()
        task.state, task.answer = "answered", answer.strip()
        task.answered_by_id, task.answered_at = by.staff_id, entry.at
        entry.put(task)
    return task
