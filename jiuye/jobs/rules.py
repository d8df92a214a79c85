"""Judgements of long work: values in, verdict out."""

from jiuye.jobs.models import NEXT, OPEN, Job
from jiuye.lib.verdict import YES, Verdict, first_no, no

STATE_LABELS = {
    "queued": "排队中", "running": "正在办", "done": "已办完", "refused": "没有办成", "failed": "出错中断",
    "cancelled": "已取消",
}  # fmt: skip
ATTEMPTS = 3  # a job whose worker was killed so often is not tried by itself again
BROKEN = no("办这件事的进程几次意外中止", code="J902", help="可以“接着办”；再不成，请信息机构运维岗看日志。")
FAULT = no("系统出错，这件事中断了", code="J901", help="可以“接着办”；再不成，请信息机构运维岗看日志。")
GONE = no("交办人已退出或岗位授权已收回，这件事不再以其名义办理", code="JY401", help="重新签入后可以“接着办”。")
BUSY = no("这件事已经在后台办理", code="T001", help="在“后台任务”里看进度。")


def may_cancel(job: Job) -> Verdict:
    """What is queued or running may be stopped, until its last step has begun."""
    return first_no(
        YES if job.state in OPEN else no(f"这件事{STATE_LABELS[job.state]}，不用取消了", code="T002"),
        no("已经办到最后一步，不能再取消", code="T003", help="马上就办完。") if in_last_step(job) else YES,
    )


def in_last_step(job: Job) -> bool:
    return bool(job.steps) and bool(job.steps[-1].get("final"))


def may_resume(job: Job) -> Verdict:
    """Work that broke off may go on: after a fault, or because its person had signed out. What was refused for
    its content is not asked again."""
    broke_off = job.state == "failed" or job.verdict.get("code") == GONE.code
    if "queued" in NEXT[job.state] and broke_off and job.sealed:
        return YES
    return no("这件事没有可以接着办的", code="T004", help="请从头再办一次。")
