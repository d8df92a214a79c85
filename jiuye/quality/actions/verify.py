"""复测, then 销号: what a later inspection still finds decides; nobody sets it. Art. 15."""

from django.db.models import Count

from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.quality import rules
from jiuye.quality.models import Finding, Run, Task


def verify(task: Task, *, by: Session, note: str = "") -> Task:
    """Read the answer against the latest inspection frozen after it: where nothing of what the task named is
    left the task is verified, else it goes back to the district with the figures and `note`.

    Raises `Refused` for who answered it himself, for a task that is not answered, and while nothing has been
    inspected since; also for a way back without a word on what to do."""
    with act("quality.verify", by=by, on=task) as entry:
        held = _held(task)
        run = _since(held)
        left = remaining(held, run) if held and run else {}
        rules.may_verify(held, by.staff_id, run is not None, sum(left.values()), note).or_refuse()
        assert held is not None
        held.verified_by_id, held.verified_at, held.verified_run = by.staff_id, entry.at, run
        held.remaining, held.sent_back = left, note.strip() if left else ""
        held.state = "issued" if left else "verified"
        entry.put(held)
    return held


def close(task: Task, *, by: Session) -> Task:
    """销号: a verified task is done with. Raises `Refused` for any other."""
    with act("quality.close", by=by, on=task) as entry:
        held = _held(task)
        rules.may_close(held).or_refuse()
        assert held is not None
        held.state, held.closed_by_id, held.closed_at = "closed", by.staff_id, entry.at
        entry.put(held)
    return held


def remaining(task: Task, run: Run) -> dict[str, int]:
    """Rule → rows a run found in the district, of the rules the task names; those with none are left out."""
    found = Finding.objects.filter(run=run, district=task.district, rule_id__in=list(task.by_rule))
    return dict(found.values_list("rule_id").annotate(n=Count("pk")).order_by("rule_id"))


def _since(task: Task | None) -> Run | None:
    """The latest inspection of what was there after the answer."""
    if task is None or task.answered_at is None:
        return None
    later = Run.objects.filter(snapshot__moment__gt=task.answered_at)
    return later.order_by("-snapshot__moment", "-pk").first()


def _held(task: Task) -> Task | None:
    return Task.objects.select_for_update().filter(pk=task.pk).first()
