"""Long work of this room: a file handed in, inherited data taken over, a batch accepted or taken back. Art. 6–8.

What is started here comes back at once; the worker does it under the person's ticket, with the same actions.
"""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from jiuye.collection import actions, kept, queries, rules, staging
from jiuye.collection.actions.inherit import resume
from jiuye.collection.channels import BadFile
from jiuye.collection.models import Submission
from jiuye.collection.terms import terms
from jiuye.jobs import actions as jobs
from jiuye.jobs import queries as at_work
from jiuye.jobs.kinds import Kind, Order, Outcome, register
from jiuye.jobs.models import Job
from jiuye.jobs.rules import BUSY
from jiuye.lib.keys import uuid7
from jiuye.lib.progress import Tell
from jiuye.lib.verdict import YES, Refused, Verdict, no
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session, scope

ABOUT = "collection.submission"
_NO_FILE = no("上传的文件不在了", code="C018", help="请重新上传。")


# ── starting ───────────────────────────────────────────────────────────────


def hand_in(dataset: str, upload: "UploadedFile[Any]", *, by: Session, mapping: str) -> Job:
    """Queue the import of what was uploaded. Raises `Refused`; then nothing is kept."""
    return _with_file("collection.import_batch", "导入", dataset, upload, by, {"mapping": mapping})


def take_over(dataset: str, upload: "UploadedFile[Any]", *, by: Session, order_number: str, mapping: str) -> Job:
    """Queue the taking over of inherited data under an order; first what an earlier one left halfway."""
    turn = f"inherit:{order_number}"
    for left in _halfway(order_number, dataset, by):
        jobs.start("collection.inherit", by=by, subject=left.pk, title=f"接着接收 {left.title}", turn=turn)
    told = {"mapping": mapping, "order": order_number}
    return _with_file("collection.inherit", "接收", dataset, upload, by, told, turn)


def accept(submission: Submission, *, by: Session, note: str) -> Job:
    """Queue the review of a batch. Raises `Refused` at once where it may not be accepted."""
    may = rules.may_accept(submission, by.staff_id, terms(submission.district).batch_rows)
    _demand(may, "collection.accept", submission, by)
    title = f"审核入库 {submission.title}"
    return jobs.start("collection.accept", by=by, subject=submission.pk, title=title, words={"note": note})


def undo_batch(submission: Submission, *, by: Session, why: str) -> Job:
    """Queue the taking back of a batch. Raises `Refused` at once where it may not be taken back."""
    may = rules.may_move(submission, "undone") and rules.may_undo(submission, by.staff_id, why)
    _demand(may, "collection.undo_batch", submission, by)
    title = f"撤销 {submission.title}"
    return jobs.start("collection.undo_batch", by=by, subject=submission.pk, title=title, words={"why": why})


def _with_file(
    kind: str, verb: str, dataset: str, upload: "UploadedFile[Any]", by: Session, args: dict[str, str], turn: str = ""
) -> Job:
    key, name = uuid7(), upload.name or ""
    kept.keep(kept.receive(upload), key)
    try:
        return jobs.start(
            kind, by=by, subject=key, title=f"{verb} {name}", turn=turn, args={"dataset": dataset, **args},
            words={"file_name": name},
        )  # fmt: skip
    except BaseException:
        kept.drop(key)
        raise


def _halfway(order_number: str, dataset: str, by: Session) -> list[Submission]:
    with scope(by):
        found = Submission.objects.filter(order__number=order_number, dataset=dataset, state="submitted")
        return [s for s in found if at_work.at_work("collection.inherit", s.pk) is None]


def _demand(verdict: Verdict, act: str, submission: Submission, by: Session) -> None:
    if not verdict:
        write_refusal(by, (act, ABOUT, submission.pk, "", ""), verdict)
        raise Refused(verdict)


# ── doing ──────────────────────────────────────────────────────────────────


def _import(order: Order, tell: Tell) -> Outcome:
    done = _standing(order)
    if done is None:
        done = _read(order, tell)
    waiting = done.rows - done.faulty - done.already_known
    said = f"批次 {done.number}：{done.rows:,} 行，其中 {waiting:,} 行等待审核，{done.faulty:,} 行有错"
    return _outcome(done, f"{said}，{done.already_known:,} 行以前已入库。")


def _inherit(order: Order, tell: Tell) -> Outcome:
    done = _standing(order)
    if done is None:
        done = _read(order, tell)
    elif done.state == "submitted":
        resume(done, by=order.by, tell=tell)
    said = f"批次 {done.number}：{done.rows:,} 行，入库 {done.admitted:,} 行（{done.admitted_with_faults:,} 行带问题）"
    return _outcome(done, f"{said}，{done.faulty:,} 行不能归档，{done.already_known:,} 行以前已入库。")


def _accept(order: Order, tell: Tell) -> Outcome:
    found = _found(order)
    if not (found.state == "accepted" and found.reviewed_by_id == order.by.staff_id):
        actions.accept(found, by=order.by, note=order.words["note"], tell=tell)
    return _outcome(found, f"{found.number} 已审核通过，{found.admitted:,} 行已入库。")


def _undo(order: Order, tell: Tell) -> Outcome:
    found = _found(order)
    if found.state != "undone":
        actions.undo_batch(found, by=order.by, why=order.words["why"], tell=tell)
    return _outcome(found, f"{found.number} 已整批撤销，入库的行已停用。")


def _read(order: Order, tell: Tell) -> Submission:
    """Read the kept file from its beginning; what a killed attempt left staged goes first."""
    args, key = order.job.args, order.job.subject_id
    path = kept.find(key)
    if path is None:
        raise Refused(_NO_FILE)
    staging.clear(args["dataset"], key)
    named: dict[str, Any] = {"by": order.by, "mapping": args["mapping"], "key": key, "tell": tell}
    named["file_name"] = order.words["file_name"]
    try:
        if order.job.kind == "collection.inherit":
            return actions.inherit(args["dataset"], path, order_number=args["order"], **named)[0]
        return actions.import_batch(args["dataset"], path, **named)[0]
    except BadFile as bad:
        raise Refused(no(bad.message, code=f"F-{bad.code}")) from bad


def _standing(order: Order) -> Submission | None:
    return queries.submission(order.job.subject_id, order.by)


def _found(order: Order) -> Submission:
    found = _standing(order)
    if found is None:
        raise Refused(no("没有这一件，或者不归您看", code="C404", help="请核对编号，或问提交人。"))
    return found


def _outcome(s: Submission, said: str) -> Outcome:
    return Outcome(said, reverse("collection:submission", args=[s.pk]), f"看 {s.number}", {"batch": s.number})


# ── stopped ────────────────────────────────────────────────────────────────


def _nothing_came(order: Order) -> Outcome:
    s = _standing(order)
    if s is None:
        return Outcome("已取消，没有留下任何数据。")
    left = s.rows - s.faulty - s.already_known - s.admitted
    said = f"已停下：{s.number} 已入库 {s.admitted:,} 行，其余 {left:,} 行还没有接收。"
    return _outcome(s, said + "下次按同一接收令接收时会先接着收完。")


def _half_accepted(order: Order) -> Outcome:
    s = _found(order)
    left = s.rows - s.faulty - s.already_known - s.admitted
    return _outcome(s, f"已停下：{s.number} 已入库 {s.admitted:,} 行，其余 {left:,} 行仍待审核，可以再次审核通过。")


def _half_undone(order: Order) -> Outcome:
    s = _found(order)
    return _outcome(s, f"已停下：{s.number} 的一部分行已停用，其余仍在用。再次撤销会从停下的地方接着停用。")


def _drop(order: Order) -> None:
    """Nothing was handed in: file and staged rows go."""
    key = order.job.subject_id
    if "dataset" in order.job.args and _standing(order) is None:
        kept.drop(key)
        staging.clear(order.job.args["dataset"], key)


def idle(submission: Submission) -> Verdict:
    """Is nobody at work on it in the background?"""
    busy = any(at_work.at_work(k, submission.pk) for k in ("collection.accept", "collection.undo_batch"))
    return BUSY if busy else YES


def wanted() -> set[UUID]:
    """Submissions that a job may still bring about: the sweeper leaves what they need."""
    return set(Job.objects.filter(sealed__isnull=False).values_list("subject_id", flat=True))


register(Kind("collection.import_batch", "批量导入", ABOUT, _import, _nothing_came, _drop))
register(Kind("collection.inherit", "存量接收", ABOUT, _inherit, _nothing_came, _drop))
register(Kind("collection.accept", "审核入库", ABOUT, _accept, _half_accepted))
register(Kind("collection.undo_batch", "撤销批次", ABOUT, _undo, _half_undone))
