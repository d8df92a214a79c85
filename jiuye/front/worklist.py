"""What waits for me: asks every room, sorts by due date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiuye.collection import queries as collection
from jiuye.collection.models import Submission
from jiuye.collection.rules import RETURN_CODES, REVIEW_DAYS
from jiuye.collection.sections.queries import waiting as conflicts_waiting
from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.collection.sharing.queries import doubts_waiting
from jiuye.ledger import queries as ledger
from jiuye.ledger.models import UnexplainedShown
from jiuye.lib import clock
from jiuye.lib.workdays import workday_after
from jiuye.maintenance import queries as maintenance
from jiuye.maintenance.models import Order
from jiuye.maintenance.rules import KIND_LABELS
from jiuye.parties import queries as parties
from jiuye.parties.models import Appointment
from jiuye.parties.pages import may
from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import POSTS
from jiuye.parties.sessions import Session, scope
from jiuye.quality import queries as quality
from jiuye.quality.compose import NAMES
from jiuye.quality.models import Task
from jiuye.records.custody import queries as custody
from jiuye.records.handling import queries as handling
from jiuye.records.lineage import facts
from jiuye.records.lineage import queries as lineage
from jiuye.records.lineage.shown import one_of
from jiuye.records.models import Disposal, Keeping, Lineage, Proceeding
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.parameters import queries as parameters
from jiuye.standards.parameters.models import ParameterValue
from jiuye.standards.queries import catalogue
from jiuye.usage.enquiries import queries as enquiries
from jiuye.usage.enquiries.models import Alert, BatchLookUp
from jiuye.usage.enquiries.oddity import KINDS
from jiuye.usage.exports import queries as exports
from jiuye.usage.exports.models import Export
from jiuye.usage.exports.rules import PURPOSES
from jiuye.usage.models import AdHoc, Release
from jiuye.usage.own import objections
from jiuye.usage.own.models import Notice, Objection
from jiuye.usage.own.objections import label
from jiuye.usage.statistics.queries import ad_hocs_waiting, releases_waiting

ORDER_STEPS = {"applied": "审批变更", "approved": "修改", "modified": "复核变更", "returned": "重报变更"}
BATCH_STEPS = {"applied": "登记省级批复", "approved": "授权执行", "modified": "复核批量", "returned": "反向执行"}
EXPORT_STEPS = {
    "requested": "审批导出", "produced": "领取导出", "opened": "下载导出", "fetched": "报告使用",
    "reported": "销毁导出",
}  # fmt: skip
STEPS = {"issued": "答复整改", "answered": "复测", "verified": "销号"}

# With nothing waiting: what will come here, and what the post begins by itself (label, address).
IDLE = {
    "clerk": ("退回更正的件会出现在这里。", "录一件或导入文件", "/collection/"),
    "reviewer": ("本辖区新提交的数据和部门核验的疑点会出现在这里。", "看审核清单", "/collection/queue"),
    "approver": ("本辖区新申报的变更单会出现在这里。", "看数据维护", "/maintenance/"),
    "operator": ("批准了的变更单会出现在这里。", "看数据维护", "/maintenance/"),
    "rechecker": ("改好了的变更单会出现在这里。", "看数据维护", "/maintenance/"),
    "data_manager": ("各区市答复的整改任务和部门核验的疑点会出现在这里。", "看质量检查", "/quality/"),
    "quality_contact": ("检查后下达到本区市的整改任务会出现在这里。", "看质量检查", "/quality/"),
    "statistician": ("本岗位没有待办；统计期结束就可以算报表。", "看统计分析", "/usage/statistics"),
    "archivist": ("检测不合格的档案和等您决定的销毁清册会出现在这里。", "看电子档案", "/archive/"),
    "usage_approver": ("本辖区申请的导出、批量查询和临时统计会出现在这里。", "看数据导出", "/usage/exports/"),
    "district_admin": ("六十天内要复核的岗位会出现在这里；入职、授权和撤权随时可以办。", "看机构人员", "/parties/"),
    "supervisor": ("查询预警和对账查出的台账外改动会出现在这里；检查结果随时可以看。", "看质量检查", "/quality/"),
    "technician": ("本岗位没有待办；部门接口的状态随时可以看。", "看部门共享", "/collection/departments"),
}


@dataclass(frozen=True)
class Waiting:
    """One thing to do: where, which step, about what, by when."""

    due_on: date
    step: str
    title: str
    sub: str
    number: str
    url: str

    @property
    def late(self) -> bool:
        return self.due_on < clock.today()


def waiting_for(by: Session) -> Sequence[Waiting]:
    """Everything that waits for this session's post, the most urgent first."""
    found = [
        Waiting(s.due_on, "审核", s.title or s.dataset_label, s.dataset_label, s.number, f"/collection/{s.pk}")
        for s in collection.to_review(by)[:200]
    ]
    found += [_returned(s) for s in collection.returned(by)[:200]]
    found += [
        Waiting(
            d.due_on, "处理疑点", d.title, f"与{CONTRACTS[d.department].label}不一致", d.number,
            f"/collection/{d.submission_id}",
        )
        for d in doubts_waiting(by)[:200]
    ]  # fmt: skip
    found += [
        Waiting(
            c.due_on, "裁定冲突", c.title or DATASETS[c.dataset],
            f"{DATASETS[c.dataset]}与{DATASETS[c.held_dataset]}所记不同", c.number, f"/collection/conflicts/{c.pk}",
        )
        for c in conflicts_waiting(by)[:200]
    ]  # fmt: skip
    found += [_order(o) for o in maintenance.waiting(by)[:200]]
    found += [_faulty(k) for k in custody.faulty(by)[:200]]
    found += [_disposal(d) for d in custody.disposals_waiting(by)[:200]]
    with scope(by):
        found += [_matter(p, state) for p, state in handling.due(by)]
        found += [_stated(f) for f in lineage.waiting(by)[:200]]
        if may(by, "usage.answer_report"):
            found += [_objection(o) for o in objections.waiting()]
            found += [_notice(n) for n in objections.untold()]
        found += [_export(e) for e in exports.waiting(by)[:200]]
    found += [_task(t) for t in quality.tasks_waiting(by)[:200]]
    with scope(by):
        found += [_release(r) for r in releases_waiting(by)[:200]]
        found += [_ad_hoc(a) for a in ad_hocs_waiting(by)[:200]]
    found += [_value(v) for v in parameters.to_settle(by)[:200]]
    if may(by, "parties.recertify"):
        found += [_post(a, by) for a in parties.to_recertify(by)[:200]]
    with scope(by):
        found += [_batch(b) for b in enquiries.batches_waiting(by)]
    if may(by, "usage.explain_alert"):
        with scope(by):
            found += [_alert(a) for a in enquiries.alerts(waiting=True)]
    if may(by, "accountability.account_for"):
        found += [_unexplained(f) for f in ledger.unexplained(waiting=True)]
    return sorted(found, key=lambda w: (w.due_on, w.number))


def _returned(s: Submission) -> Waiting:
    """A hand-in that came back: why, and in the reviewer's own words what to change."""
    assert s.reviewed_at is not None
    why = f"{s.dataset_label}　{RETURN_CODES.get(s.return_code, '')}：{s.note}"
    due = workday_after(s.reviewed_at.astimezone(clock.ZONE).date(), REVIEW_DAYS)
    return Waiting(due, "更正重报", s.title or s.dataset_label, why, s.number, f"/collection/{s.pk}")


def _unexplained(f: UnexplainedShown) -> Waiting:
    """A change outside every act: to be accounted for within a day."""
    due = workday_after(f.found_at.astimezone(clock.ZONE).date(), 1)
    return Waiting(due, "说明差异", f.why, f.tbl, f"{f.rows} 行" if f.rows else "", f"/ledger/reconcile/{f.pk}")


def _batch(b: BatchLookUp) -> Waiting:
    """Many numbers to be looked up: for another to decide, or for whoever asked to do."""
    step = "批准批量查询" if b.state == "asked" else "批量查询"
    sub = f"{b.why[:40]}　{b.asked_by.name}"
    return Waiting(b.due_on, step, f"{b.rows} 个号码", sub, b.number, f"/usage/batches/{b.pk}")


def _alert(a: Alert) -> Waiting:
    """Something odd about somebody's look-ups: to be answered the same day."""
    sub = f"{a.staff.name}　{a.measured} 次（份）"
    return Waiting(a.day, "核实查询", KINDS[a.kind], sub, "", f"/usage/alerts/{a.pk}")


def _order(o: Order) -> Waiting:
    """A change order whose next hand is this one, or that came back."""
    sub = f"{KIND_LABELS[o.kind]}：{o.reason[:40]}"
    steps = BATCH_STEPS if o.kind == "batch" else ORDER_STEPS
    return Waiting(o.due_on, steps[o.state], o.title, sub, o.number, f"/maintenance/{o.pk}")


def _faulty(keeping: Keeping) -> Waiting:
    """A file whose four properties do not all hold."""
    assert keeping.checked_at is not None
    due = workday_after(keeping.checked_at.date(), REVIEW_DAYS)
    number, failed = keeping.record.archive_id or "", custody.failed_of(keeping)
    return Waiting(due, "档案检测", "电子档案检测不合格", failed, number, f"/archive/{keeping.pk}")


def _matter(held: Proceeding, state: str) -> Waiting:
    """A matter whose next step this post takes, by its limit in workdays."""
    assert held.due_on is not None
    label = DATASETS[held.dataset]
    return Waiting(held.due_on, "办理", f"{label}：{state}", "办下一步", held.number, f"/records/matter/{held.pk}")


def _stated(fact: Lineage) -> Waiting:
    """What happened to a subject, as one stated it: for another to look at the evidence."""
    label = DATASETS[fact.dataset]
    step = ACTS["records.annul_lineage" if fact.disputed_by_id else "records.confirm_lineage"].label
    return Waiting(fact.due_on, step, facts.KINDS[fact.kind].label, label, "", one_of(fact.pk, step))


def _objection(said: Objection) -> Waiting:
    """What somebody says is wrong about him, by the day it is to be answered."""
    step = ACTS["usage.answer_report"].label
    url = f"/usage/objection/{said.pk}"
    return Waiting(said.due_on, step, f"本人异议：{label(said)}", said.bearer, said.number, url)


def _notice(notice: Notice) -> Waiting:
    """A department that was told what has been corrected since."""
    said, step = notice.objection, ACTS["usage.tell_recipient"].label
    assert said.answered_at is not None
    due = workday_after(said.answered_at.astimezone(clock.ZONE).date(), REVIEW_DAYS)
    title = f"{CONTRACTS[notice.department].label}：{label(said)}已更正"
    return Waiting(due, step, title, said.bearer, said.number, f"/usage/objection/{said.pk}")


def _disposal(disposal: Disposal) -> Waiting:
    """A list to be decided on, or to be carried out."""
    step = "批准销毁" if disposal.state == "proposed" else "销毁"
    due = workday_after(disposal.proposed_at.date(), REVIEW_DAYS)
    title = f"期满档案 {disposal.files} 件"
    return Waiting(due, step, title, disposal.reason, disposal.number, f"/archive/disposals/{disposal.pk}")


def _export(export: Export) -> Waiting:
    """An export to be decided on by another, or, by whoever asked, fetched, reported on, destroyed."""
    title = f"导出{DATASETS[export.dataset]}　{PURPOSES[export.purpose]}"
    url, step = f"/usage/exports/{export.pk}", EXPORT_STEPS[export.state]
    return Waiting(export.due_on, step, title, export.reason[:40], export.number, url)


def _task(task: Task) -> Waiting:
    """A rectification task: to be answered by its district, or answered and to be read by the city."""
    step, count = STEPS.get(task.state, ""), f"问题 {task.findings:,} 处"
    place = NAMES.get(task.district, task.district)
    report = task.report
    return Waiting(task.due_on, step, f"{place}数据质量整改", count, report.number, f"/quality/tasks/{task.pk}")


def _ad_hoc(one: AdHoc) -> Waiting:
    """A question of the moment: to be decided on by another, or allowed and to be run."""
    step = "审批临时统计" if one.state == "asked" else "执行临时统计"
    return Waiting(one.due_on, step, one.question, "临时统计", one.number, f"/usage/ad-hoc/{one.pk}")


def _release(asked: Release) -> Waiting:
    """Figures for somebody outside: to be allowed or not by another."""
    title = f"统计数据给{asked.recipient}"
    return Waiting(asked.due_on, "批准对外", title, asked.purpose, asked.number, f"/usage/releases/{asked.pk}")


def _value(value: ParameterValue) -> Waiting:
    """A parameter's value set by another: activated before its day, or it cannot be any more."""
    known = catalogue().parameters[value.name]
    title, place = f"{known.label}改为 {value.value} {known.unit}", parameters.PLACES[value.district]
    url = f"/standards/parameters/{value.name}"
    return Waiting(value.effective_from, "审批参数", title, f"{place}　{value.set_by.name} 拟订", value.name, url)


def _post(held: Appointment, by: Session) -> Waiting:
    """A post that stops counting unless another looks over it."""
    step = "请他人复核" if held.staff_id == by.staff_id else "复核授权"
    title, due = f"{held.staff.name}　{POSTS[held.post].label}", held.lapses_on or clock.today()
    return Waiting(due, step, title, held.agency.name, held.staff.staff_no, f"/parties/staff/{held.staff_id}")


def drafts_of(by: Session) -> Sequence[object]:
    return collection.drafts_of(by)
