"""《数据质量整改报告》: issued once, kept with its digests, handed out as the bytes that were kept. Art. 15.

The pages stand at the door because a report names the edition of the regulation it rests on.
"""

import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiuye.accountability import editions
from jiuye.lib import clock
from jiuye.lib.sealing import sm3
from jiuye.lib.verdict import no
from jiuye.parties.pages import may
from jiuye.parties.sessions import scope
from jiuye.quality import actions, queries
from jiuye.quality.actions.issue_report import DAYS
from jiuye.quality.compose import NAMES, count_findings
from jiuye.quality.models import Report
from jiuye.quality.views.base import OfRun
from jiuye.quality.views.tasks import line

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class ReportOfRun(OfRun):
    """The report as issued; before that, what issuing it will set off."""

    template = "quality/report.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        report = queries.report_of(self.run)
        places = set() if report else {d for _, _, d in count_findings(self.run)}
        return {
            "run": self.run, "report": report, "days": DAYS, "due": clock.today() + timedelta(days=DAYS),
            "places": [name for code, name in NAMES.items() if code in places],
            "files": files(Report.objects.get(pk=report.pk)) if report else [],
            "tasks": [line(t) for t in queries.tasks_of(report)] if report else [],
            "may_issue": may(self.by, "quality.issue_report"), "own": self.own,
        }  # fmt: skip


class IssueReport(ReportOfRun):
    """出具报告, once."""

    act = "quality.issue_report"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("quality:report", number=self.run.number)

    def perform(self, **kwargs: Any) -> HttpResponse:
        issued = actions.issue_report(self.run, by=self.by, edition=editions.line(clock.today()))
        self.say(f"{issued.number} 已出具，整改任务已发到各区市。")
        return redirect("quality:report", number=self.run.number)


class Download(OfRun):
    """The stored bytes, never made again."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        kind = str(kwargs.get("kind", ""))
        with scope(self.by):
            report = Report.objects.filter(run=self.run).first()
        if report is None or kind not in TYPES:
            verdict = no(f"检查 {self.run.number} 还没有出具报告", code="Q405", help="由市级数据管理岗出具。")
            return self.refuse(verdict, 404)
        response = HttpResponse(bytes(getattr(report, kind)), content_type=TYPES[kind])
        name = quote(f"数据质量整改报告 {report.number}.{kind}")
        response["Content-Disposition"] = f"attachment; filename=\"{self.run.number}.{kind}\"; filename*=UTF-8''{name}"
        return response


def files(report: Report) -> list[dict[str, Any]]:
    """Both files with size and digests of the bytes as they are kept now; `same` tells whether the PDF's
    are those written down when it was issued (of the DOCX none were: None)."""
    found = []
    for kind in TYPES:
        content = bytes(getattr(report, kind))
        told = {"sha256": hashlib.sha256(content).hexdigest(), "sm3": sm3(content).hex()}
        same = told == {"sha256": report.sha256, "sm3": report.sm3} if kind == "pdf" else None
        found.append({"kind": kind, "kilobytes": -(-len(content) // 1024), "same": same, **told})
    return found
