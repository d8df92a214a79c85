"""Long work: an approved export is produced by the machine, in its own name. Art. 10(3)."""

from django.urls import reverse

from jiuye.jobs import actions as jobs
from jiuye.jobs.kinds import Kind, Order, Outcome, register
from jiuye.jobs.models import Job
from jiuye.lib.progress import Tell
from jiuye.lib.verdict import Refused
from jiuye.parties.sessions import Session, scope
from jiuye.usage.exports import actions, queries, rules
from jiuye.usage.exports.models import Export

KIND = queries.PRODUCE


def queue_approved(*, by: Session) -> list[Job]:
    """Queue what was approved, one production at a time. by: the machine."""
    with scope(by):
        found = queries.to_produce()
    return [jobs.start(KIND, by=by, subject=e.pk, title=f"生成导出 {e.number}", turn=KIND) for e in found]


def _produce(order: Order, tell: Tell) -> Outcome:
    found = _found(order)
    if found.state == "approved":
        found = actions.produce_export(found, by=order.by, tell=tell)
    return _outcome(found, f"{found.number}：{found.rows:,} 行，不合标准留下 {found.held_back:,} 行，可以领取。")


def _stopped(order: Order) -> Outcome:
    found = _found(order)
    return _outcome(found, f"{found.number} 没有生成，没有文件可以领取。")


def _found(order: Order) -> Export:
    with scope(order.by):
        found = queries.export(order.job.subject_id)
    if found is None:
        raise Refused(rules.NOT_HERE)
    return found


def _outcome(export: Export, said: str) -> Outcome:
    return Outcome(said, reverse("usage:export", args=[export.pk]), f"看 {export.number}")


register(Kind(KIND, "生成导出", "usage.export", _produce, _stopped))
