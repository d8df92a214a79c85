"""出具报告: 《数据质量整改报告》 frozen with its digests, and a task with a deadline for every district. Art. 15."""

import hashlib
from collections import Counter
from datetime import timedelta

from jiuye.lib import clock
from jiuye.lib.sealing import sm3
from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.quality.compose import report_of
from jiuye.quality.models import Finding, Report, Run, Task
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
        places = Finding.objects.filter(run=run).values_list("district", "rule_id")
        counts = Counter(places.iterator(chunk_size=10_000))
    docx, pdf = to_docx(content), to_pdf(content)
    with act("quality.issue_report", by=by, on=run, why=number) as entry:
        if Report.objects.filter(run=run).exists():
            no(f"检查 {run.number} 的报告已出具", code="Q001").or_refuse()
        report = Report(
            run=run, number=number, title=content.title, docx=docx, pdf=pdf.data, pages=pdf.pages,
            sha256=hashlib.sha256(pdf.data).hexdigest(), sm3=sm3(pdf.data).hex(),
            issued_by=Staff.objects.get(pk=by.staff_id), issued_at=entry.at,
        )  # fmt: skip
        entry.put(report)
        for district in sorted({d for d, _ in counts}):
            by_rule = {rule: n for (d, rule), n in sorted(counts.items()) if d == district}
            task = Task(
                report=report, district=district, findings=sum(by_rule.values()), by_rule=by_rule, due_on=due
            )
            entry.put(task)
    return report
