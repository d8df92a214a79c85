"""Pages of the evidence book: the entries, one entry in full. Reading is scoped by the book's own views.

They live at the door because an entry speaks of every room: acts, posts, agencies, subjects.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404

from jiuye.ledger import queries
from jiuye.ledger.models import EntryShown
from jiuye.lib import clock
from jiuye.parties.models import Agency, Staff
from jiuye.parties.pages import Page
from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import POSTS
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.queries import catalogue

CHANNELS = {
    "window": "工作人员页面", "command": "命令行", "machine": "系统任务", "founding": "建制", "migration": "结构变更",
    "10": "经办窗口",
}  # fmt: skip
_TABLES = {m._meta.db_table: d for d, m in MODELS.items()}
_LABELS = {
    "jobs_job": "后台任务", "ledger_unexplained": "对账差异",
    "collection_submission": "提交", "collection_inheritanceorder": "存量接收令", "parties_agency": "机构",
    "parties_staff": "人员", "parties_account": "账号", "parties_appointment": "岗位授权",
    "parties_instance": "本系统", "standards_version": "标准版本", "standards_dataset": "数据集",
    "standards_item": "数据项目", "standards_codelist": "代码表", "standards_code": "代码",
    "standards_rule": "规则", "standards_parameter": "参数", "records_datakey": "密钥",
    "quality_snapshot": "冻结数据", "quality_run": "质量检查", "quality_figure": "指标", "quality_finding": "问题行",
    "usage_alert": "查询预警", "usage_batchlookup": "批量查询",
    "quality_report": "整改报告", "quality_task": "整改任务",
}  # fmt: skip


class Entries(Page):
    """台账: the newest first, narrowed by act, outcome, person, day and subject."""

    template = "ledger/entries.html"
    room = "ledger"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        since, until = _day(asked.get("since", "")), _day(asked.get("until", ""))
        chosen = queries.EntryFilter(
            act=asked.get("act", ""),
            outcome=asked.get("outcome", ""),
            staff=_uuid(asked.get("staff", "")),
            subject=_uuid(asked.get("subject", "")),
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
        )
        found, following = queries.entries(chosen, queries.Key.read(asked.get("before", "")))
        kept = asked.copy()
        kept.pop("before", None)
        return {
            "rows": _lines(found),
            "following": following,
            "before": asked.get("before", ""),
            "kept": kept.urlencode(),
            "asked": asked,
            "narrowed": any(kept.values()),
            "acts": sorted(ACTS.values(), key=lambda a: a.name),
            "colleagues": _colleagues(self.by.district, self.by.city_wide),
            "own": "全市" if self.by.city_wide else DISTRICTS.get(self.by.district, self.by.district),
        }


class OneEntry(Page):
    """One entry in full."""

    template = "ledger/entry.html"
    room = "ledger"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        key = kwargs["key"]
        entry = queries.entry(key)
        if entry is None:
            raise Http404(str(key))
        items = catalogue().items.get(_dataset(entry.dataset), {})
        return {
            **_lines([entry])[0],
            "agency": Agency.objects.filter(pk=entry.agency_id).first() if entry.agency_id else None,
            "channel": CHANNELS.get(entry.channel, entry.channel),
            "items": [items[i].label if i in items else i for i in entry.items],
            "covered": [(table_label(t), n) for t, n in queries.covered(key)],
        }


def _lines(entries: Any) -> list[dict[str, Any]]:
    found = list(entries)
    names = dict(Staff.objects.filter(pk__in={e.staff_id for e in found if e.staff_id}).values_list("id", "name"))
    return [
        {
            "entry": e,
            "act": ACTS.get(e.act),
            "who": names.get(e.staff_id, "") if e.staff_id else "",
            "post": POSTS[e.post].label if e.post in POSTS else "",
            "district": DISTRICTS.get(e.district or "", CITY[1] if e.district == CITY[0] else ""),
            "subject": subject(e),
        }
        for e in found
    ]


def subject(entry: EntryShown) -> dict[str, str]:
    """What an entry is about: a label, and the address of its page where it has one."""
    if not entry.dataset and not entry.subject_id:
        return {}
    label = table_label(entry.dataset.replace(".", "_"))
    if not entry.subject_id:
        return {"label": label, "url": ""}
    dataset = _dataset(entry.dataset)
    addresses = {
        "collection.submission": f"/collection/{entry.subject_id}",
        "ledger.unexplained": f"/ledger/reconcile/{entry.subject_id}",
        "jobs.job": f"/jobs/{entry.subject_id}",
        "parties.staff": f"/parties/staff/{entry.subject_id}",
        "parties.agency": f"/parties/#a{entry.subject_id}",
    }
    url = f"/records/{dataset}/{entry.subject_id}" if dataset in MODELS else addresses.get(entry.dataset, "")
    return {"label": label, "url": url}


def _dataset(name: str) -> str:
    """The dataset behind a subject's name: records.person or person itself; "" for anything else."""
    if name in MODELS:
        return name
    return _TABLES.get(name.replace(".", "_"), "")


def table_label(table: str) -> str:
    """个人 for records_person; the table's own name where nobody gave it one."""
    dataset = _TABLES.get(table) or (table if table in DATASETS else "")
    return DATASETS.get(dataset) or _LABELS.get(table, table)


def _colleagues(district: str, city_wide: bool) -> list[Staff]:
    found = Staff.objects.select_related("agency").order_by("agency__code", "staff_no")
    return list(found if city_wide else found.filter(agency__division=district))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)
