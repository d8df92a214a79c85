"""答复: what the district did about its findings. Art. 15."""

from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.quality import rules
from jiuye.quality.models import Task


def answer_finding(task: Task, *, by: Session, answer: str) -> Task:
    """Answer a rectification task. Raises `Refused` for another district, a task answered meanwhile, or an
    answer that says nothing or names a person."""
    # The entry refers to the task; the words themselves stay with it.
    with act("quality.answer_finding", by=by, on=task) as entry:
        held = Task.objects.select_for_update().filter(pk=task.pk).first()
        rules.may_answer(held, by.district, by.city_wide, answer).or_refuse()
        assert held is not None
        held.state, held.answer = "answered", answer.strip()
        held.answered_by_id, held.answered_at = by.staff_id, entry.at
        entry.put(held)
    return held
