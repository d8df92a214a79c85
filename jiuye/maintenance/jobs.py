"""Long work of this room: a batch drawn, carried out, and put back. Art. 9(3). The worker does it under the person's
ticket, with the same actions."""

import json
from dataclasses import asdict
from typing import Any

from django.urls import reverse

from jiuye.jobs import actions as jobs
from jiuye.jobs.kinds import Kind, Outcome, register
from jiuye.jobs.kinds import Order as Ordered
from jiuye.jobs.models import Job
from jiuye.lib.keys import uuid7
from jiuye.lib.progress import Tell
from jiuye.lib.verdict import Refused, Verdict, first_no
from jiuye.maintenance import actions, batch_rules, queries, rules
from jiuye.maintenance.asking import Condition, Listed
from jiuye.maintenance.models import Order
from jiuye.parties.act import write_refusal
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session, scope
from jiuye.parties.tickets import Deed
from jiuye.standards.wording import dataset_label

ABOUT, EXECUTE = "maintenance.order", "maintenance.execute_batch"


def propose_batch(ask: Condition | Listed, *, by: Session, reason: str) -> Job:
    """Queue the drawing of a batch. Raises `Refused` at once without a reason."""
    key = uuid7()
    _demand(rules.good_reason(reason), "maintenance.propose_batch", key, by)
    words = {"reason": reason, "ask": json.dumps(asdict(ask), ensure_ascii=False)}
    title = f"批量试算 {dataset_label(ask.dataset)}"
    return jobs.start("maintenance.propose_batch", by=by, subject=key, title=title, words=words)


def execute_batch(order: Order, *, by: Session) -> Job:
    """Queue the carrying out. Raises `Refused` at once where it may not be."""
    with scope(by):
        approval = queries.approval(order)
    may = first_no(batch_rules.is_batch(order), rules.may_carry_out(order, EXECUTE, hands_of(by)))
    _demand(may if approval or not may else batch_rules.NO_APPROVAL, EXECUTE, order.pk, by)
    # A difference that is another sends the order back.
    deeds = [Deed(f"maintenance.{act}", order.pk) for act in ("execute_batch", "send_back")]
    return jobs.start(EXECUTE, by=by, subject=order.pk, title=f"授权执行 {order.number}", deeds=deeds)


def invert_batch(order: Order, *, by: Session) -> Job:
    """Queue the way back. Raises `Refused` at once where it may not be."""
    _demand(batch_rules.may_invert(order, hands_of(by)), "maintenance.invert_batch", order.pk, by)
    return jobs.start("maintenance.invert_batch", by=by, subject=order.pk, title=f"反向执行 {order.number}")


def _demand(verdict: Verdict, act: str, subject: Any, by: Session) -> None:
    if not verdict:
        write_refusal(by, (act, ABOUT, subject, "", ""), verdict)
        raise Refused(verdict)


def _propose(job: Ordered, tell: Tell) -> Outcome:
    done = _found(job)
    if done is None:
        told = json.loads(job.words["ask"])
        ask = Listed(**told) if "rows" in told else Condition(**told)
        key = job.job.subject_id
        done = actions.propose_batch(ask, by=job.by, reason=job.words["reason"], key=key, tell=tell)
    return _outcome(done, f"{done.number}：试算出 {done.detail['rows']:,} 份要改，清单已冻结，没有写入档案。")


def _execute(job: Ordered, tell: Tell) -> Outcome:
    found = _there(job)
    if not (found.state == "modified" and found.modified_by_id == job.by.staff_id):
        found = actions.execute_batch(found, by=job.by, tell=tell)
    return _outcome(found, f"{found.number}：{found.detail['rows']:,} 份已按批准的清单写入，核验报告已出，等复核。")


def _invert(job: Ordered, tell: Tell) -> Outcome:
    found = _there(job)
    if found.state != "inverted":
        found = actions.invert_batch(found, by=job.by, tell=tell)
    return _outcome(found, f"{found.number}：{found.detail['rows']:,} 份已逐字还原。")


def _stopped(job: Ordered) -> Outcome:
    found = _found(job)
    if found is None:
        return Outcome("已取消，没有留下任何数据。")
    return _outcome(found, f"已取消：{found.number} 没有写入任何档案。")


def _found(job: Ordered) -> Order | None:
    with scope(job.by):
        return queries.order(job.job.subject_id)


def _there(job: Ordered) -> Order:
    found = _found(job)
    if found is None:
        raise Refused(rules.NOT_HERE)
    return found


def _outcome(order: Order, said: str) -> Outcome:
    return Outcome(said, reverse("maintenance:batch", args=[order.pk]), f"看 {order.number}", {"order": order.number})


register(Kind("maintenance.propose_batch", "批量试算", ABOUT, _propose, _stopped))
register(Kind(EXECUTE, "授权执行", ABOUT, _execute, _stopped))
register(Kind("maintenance.invert_batch", "反向执行", ABOUT, _invert, _stopped))
