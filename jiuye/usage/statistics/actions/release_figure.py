"""对外提供: asked for with recipient and purpose, what would be given frozen with its digest; allowed by another.
Art. 11."""

from uuid import UUID

from django.conf import settings

from jiuye.lib.official import Outline, write_docx, write_pdf
from jiuye.lib.sealing import sm3
from jiuye.lib.verdict import no
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session
from jiuye.usage.statistics import queries, release, rules
from jiuye.usage.statistics.actions.turns import one_at_a_time
from jiuye.usage.statistics.compute import Counted
from jiuye.usage.statistics.definitions import definitions
from jiuye.usage.statistics.disclosure import recoverable
from jiuye.usage.statistics.models import Release, Statistic
from jiuye.usage.statistics.periods import Period
from jiuye.usage.statistics.published import table
from jiuye.usage.statistics.shown import Figures

DAYS = 3  # workdays to decide


def release_figure(key: UUID, *, by: Session, measures: list[str], recipient: str, purpose: str) -> Release:
    """申请对外提供. Raises `Refused` for what is not filed, without recipient or purpose, or not safe to show."""
    with act("usage.release_figure", by=by, on=("usage.statistic", key), why=purpose.strip()) as entry:
        one_at_a_time()
        statistic = Statistic.objects.select_related("snapshot").filter(pk=key).first()
        known = definitions(statistic.snapshot.definition).reports[statistic.report].measures if statistic else {}
        chosen = [m for m in known if m in measures]
        rules.may_release(statistic, chosen, recipient, purpose).or_refuse()
        assert statistic is not None
        figures = queries.figures(statistic)
        if by.city_wide:
            _safe(statistic, figures)
        told = definitions(statistic.snapshot.definition)
        tables = release.content(told, told.reports[statistic.report], figures, chosen)
        asked = Release(
            number=f"{statistic.number}-T{Release.objects.filter(statistic=statistic).count() + 1}-{by.district}",
            statistic=statistic, district=by.district, recipient=recipient.strip(), purpose=purpose.strip(),
            content=tables, digest=release.digest(tables), due_on=workday_after(entry.at.date(), DAYS),
            asked_by=Staff.objects.get(pk=by.staff_id), asked_at=entry.at,
        )  # fmt: skip
        entry.put(asked)
    return asked


def _safe(statistic: Statistic, figures: Figures) -> None:
    """Once more, with what is kept: nothing small can be worked out of it."""
    report = definitions(statistic.snapshot.definition).reports[statistic.report]
    held = table(report, {c: Counted(f.value, f.rows) for c, f in figures.items()})
    gone = {c for c, f in figures.items() if f.hidden} & held.values.keys()
    if recoverable(held, gone, statistic.threshold):
        no("有的小单元格可由本表推算出来，不能提供", code="U318", help="重新算这份报表。").or_refuse()


def approve_release(key: UUID, *, by: Session) -> Release:
    """批准对外: now it is printed, and is what leaves. Raises `Refused` for one's own, or one decided."""
    with act("usage.approve_release", by=by, on=("usage.release", key)) as entry:
        asked = Release.objects.select_for_update().filter(pk=key).first()
        rules.may_decide(asked, by.staff_id).or_refuse()
        assert asked is not None
        if release.digest(asked.content) != asked.digest:
            no("申请的表与冻结时的摘要不符", code="U319", help="请监督岗核查。").or_refuse()
        asked.state, asked.decided_at, asked.decided_by = "approved", entry.at, Staff.objects.get(pk=by.staff_id)
        printed, unit = _outline(asked), asked.decided_by.agency.name
        asked.docx = write_docx(printed, author=unit, at=entry.at)
        asked.pdf = write_pdf(printed, author=unit, at=entry.at).data
        asked.pdf_sm3 = sm3(asked.pdf).hex()
        entry.put(asked)
    return asked


def refuse_release(key: UUID, *, by: Session, note: str) -> Release:
    """不予提供, and why."""
    with act("usage.refuse_release", by=by, on=("usage.release", key), why=note.strip()) as entry:
        asked = Release.objects.select_for_update().filter(pk=key).first()
        rules.may_decide(asked, by.staff_id, refused=note).or_refuse()
        assert asked is not None
        asked.state, asked.note, asked.decided_at = "refused", note.strip(), entry.at
        asked.decided_by = Staff.objects.get(pk=by.staff_id)
        entry.put(asked)
    return asked


def _outline(asked: Release) -> Outline:
    statistic = asked.statistic
    assert asked.decided_by is not None
    assert asked.decided_at is not None
    period = Period(statistic.kind, statistic.first, statistic.last)
    report = definitions(statistic.snapshot.definition).reports[statistic.report]
    source = f"数据出自统计 {statistic.number}（定义第 {statistic.snapshot.definition} 版）"
    return release.outline(
        asked.content, number=asked.number, title=f"{period.label}{report.label}统计数据", recipient=asked.recipient,
        purpose=asked.purpose, unit=asked.decided_by.agency.name, threshold=statistic.threshold,
        source=f"{source}，表的摘要 SM3 {asked.digest}。",
        at=asked.decided_at, demo=settings.DEMO,
    )  # fmt: skip
