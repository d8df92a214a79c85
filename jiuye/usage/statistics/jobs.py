"""Long work of statistics: freeze a period where it is not frozen yet, then compute a report of it. Art. 11."""

import shutil
from datetime import date
from uuid import UUID

from django.urls import reverse

from jiuye.jobs import actions as jobs
from jiuye.jobs.kinds import Kind, Order, Outcome, register
from jiuye.jobs.models import Job
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.progress import Tell
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session
from jiuye.parties.tickets import Deed
from jiuye.records import snapshot
from jiuye.usage.statistics import actions, queries, rules
from jiuye.usage.statistics.actions.freeze_period import SHELF
from jiuye.usage.statistics.definitions import definitions
from jiuye.usage.statistics.models import PeriodSnapshot
from jiuye.usage.statistics.periods import before, parse, period

KIND = "usage.run_report"


def run_report(report: str, code: str, *, by: Session, anew: bool = False) -> Job:
    """Queue a report of a period; `anew`: from a snapshot taken now, not from the one there is. Raises `Refused`
    at once where it may not be run."""
    told, when = definitions().reports.get(report), parse(code)
    verdict = rules.may_run(told, when, by.city_wide, clock.today())
    if not verdict:
        write_refusal(by, (KIND, "usage.statistic", None, code, ""), verdict)
    verdict.or_refuse()
    assert told is not None
    assert when is not None
    found = None if anew else queries.snapshot_of(when.last)
    frozen, key = found.pk if found else uuid7(), uuid7()
    deeds = [Deed("usage.freeze_period", frozen), Deed(KIND, key)]
    args = {"snapshot": str(frozen), "report": report, "period": code}
    return jobs.start(
        KIND, by=by, subject=key, title=f"{when.label}{told.label}", deeds=deeds, turn=f"{KIND}:{when.last}", args=args
    )


def freeze_month(*, by: Session) -> PeriodSnapshot | None:
    """The month that is over, frozen as soon as it is; None where it has been."""
    last = before(period("month", clock.today())).last
    return None if queries.snapshot_of(last) else actions.freeze_period(last, by=by)


def _run(order: Order, tell: Tell) -> Outcome:
    told, by = order.job.args, order.by
    when = parse(told["period"])
    assert when is not None
    frozen = PeriodSnapshot.objects.filter(pk=told["snapshot"]).first() or _freeze(when.last, order, tell)
    report = definitions().reports[told["report"]]
    done = actions.run_report(report, when, frozen, by=by, key=order.job.subject_id)
    checked = f"勾稽检查有 {len(done.faults)} 处不符" if done.faults else "勾稽检查通过"
    url = reverse("usage:statistic", args=[done.number])
    return Outcome(f"{when.label}{report.label}已算好，{checked}。", url, "看报表", {"number": done.number})


def _freeze(last: date, order: Order, tell: Tell) -> PeriodSnapshot:
    return actions.freeze_period(last, by=order.by, key=UUID(order.job.args["snapshot"]), tell=tell)


def _stopped(order: Order) -> Outcome:
    return Outcome("已取消，没有结果。")


def _drop(order: Order) -> None:
    """A snapshot that is not on file is nobody's."""
    key = order.job.args["snapshot"]
    if not PeriodSnapshot.objects.filter(pk=key).exists():
        shutil.rmtree(snapshot.folder_of(f"{SHELF}/{key}"), ignore_errors=True)


register(Kind(KIND, "常规统计", "usage.statistic", _run, _stopped, _drop))
