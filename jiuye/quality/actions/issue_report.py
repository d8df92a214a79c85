"""出具报告: 《数据质量整改报告》 frozen with its digests, and a task with a deadline for every district. Art. 15."""

import hashlib
from collections import Counter
from datetime import timedelta

from jiuye.lib import clock
from jiuye.lib.sealing import sm3
from jiuye.parties.act import act
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.quality import rules
from jiuye.quality.actions.turns import one_at_a_time
from jiuye.quality.compose import count_findings, report_of
from jiuye.quality.models import Report, Run, Task
from jiuye.quality.report import to_docx, to_pdf

DAYS = 30  # calendar days to put right, until the city's parameter says otherwise


def issue_report(run: Run, *, by: Session, edition: str, due_days: int = DAYS) -> Report:
    """Issue the report of a run, once. `edition` is the line of the regulation it rests on.

    Raises `Refused` when the run has its report already."""
    at = clock.now().replace(microsecond=0)
    due = at.date() + timedelta(days=due_days)
    number = f"威就数检〔{at.year}〕{int(run.number[3:])}号"
    with scope(by):
        content = report_of(run, number=number, at=at, due=due, edition=edition)
        counts = count_findings(run)
    docx, pdf = to_docx(content), to_pdf(content)
    with act("quality.issue_report", by=by, on=run, why=number) as entry:
        one_at_a_time()
        rules.may_issue(run.number, Report.objects.filter(run=run).exists()).or_refuse()
        report = Report(
            run=run, number=number, title=content.title, docx=docx, pdf=pdf.data, pages=pdf.pages,
            sha256=hashlib.sha256(pdf.data).hexdigest(), sm3=sm3(pdf.data).hex(),
            issued_by=Staff.objects.get(pk=by.staff_id), issued_at=entry.at,
        )  # fmt: skip
        entry.put(report)
        for district in sorted({d for _, _, d in counts}):
            by_rule: Counter[str] = Counter()
            for (rule_id, _, place), n in counts.items():
                by_rule[rule_id] += n if place == district else 0
            task = Task(
                report=report, district=district, findings=by_rule.total(), by_rule=dict(sorted((+by_rule).items())),
                due_on=due,
            )  # fmt: skip
            entry.put(task)
    return report
