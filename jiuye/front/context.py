"""What every page's frame shows: who, where, which rooms, and the edition in force."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jiuye.accountability import editions
from jiuye.front.middleware import idle_seconds
from jiuye.lib import clock
from jiuye.parties.models import Agency, Staff
from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import POSTS

# Room code, label, address, and the posts that enter it ("" = everyone signed in).
ROOMS = [
    ("worklist", "工作台", "/", ""),
    ("collection", "采集审核", "/collection/", "clerk reviewer data_manager"),
    ("departments", "部门共享", "/collection/departments", "technician data_manager"),
    ("records", "就业库", "/usage/look-up", " ".join(sorted(ACTS["usage.look_up"].posts))),
    ("maintenance", "数据维护", "/maintenance/", " ".join(sorted(ACTS["maintenance.view_evidence"].posts))),
    ("usage", "查询使用", "/usage/exports/", " ".join(sorted(ACTS["usage.request_export"].posts))
     + " usage_approver supervisor"),
    ("enquiries", "查询监督", "/usage/alerts", "supervisor"),
    ("archive", "电子档案", "/archive/", "archivist data_manager"),
    ("quality", "质量检查", "/quality/", "data_manager quality_contact supervisor"),
    ("statistics", "统计分析", "/usage/statistics", "statistician usage_approver data_manager supervisor"),
    ("standards", "标准参数", "/standards/", ""),
    ("parties", "机构人员", "/parties/", "district_admin data_manager supervisor"),
    ("ledger", "台账", "/ledger/", ""),
]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the base template."""
    by = getattr(request, "by", None) or getattr(request, "own", None)
    shown: dict[str, Any] = {
        "edition_line": editions.line(clock.today()),
        "demo": settings.DEMO,
        "by": by,
        "terminal": getattr(request, "terminal", None),
        "idle": idle_seconds() if getattr(request, "terminal", None) else 0,
    }
    if by is not None:
        shown["me"] = {
            "name": Staff.objects.values_list("name", flat=True).get(pk=by.staff_id),
            "agency": Agency.objects.values_list("name", flat=True).get(pk=by.agency_id),
            "post": POSTS[by.post].label,
        }
        shown["rooms"] = [r for r in ROOMS if not r[3] or by.post in r[3].split()]
    return shown
