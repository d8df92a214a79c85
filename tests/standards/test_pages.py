"""The pages from request to standard, as people use them: a district asks, one drafts, another publishes. Art. 5."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jiuye.lib import clock
from jiuye.server.connect import Instance
from jiuye.standards.in_force import current_version
from jiuye.standards.models import Draft, Request
from tests.book import entries
from tests.quality.small_town import signed_in
from tests.standards.steps import ASKED

pytestmark = pytest.mark.article("5")

FORM = {
    "dataset": "person", "label": "技能方向", "name": "skill_direction", "data_type": "string", "max_length": "40",
    "code_list": "", "required": "no", "condition": "", "condition_zh": "", "sensitivity": "internal",
    "upkeep": "handling", "substantive": "1", "source": "威海市",
}  # fmt: skip


def post(client: Client, path: str, told: dict[str, Any], status: int = 302) -> str:
    answer = client.post(path, told)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.headers.get("Location", "") if status == 302 else answer.content.decode()


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_from_a_district_s_wish_to_a_version_in_force(house: Instance) -> None:
    admin, contact = signed_in("admin"), signed_in("contact-371082")
    manager, other = signed_in("manager"), signed_in("manager2")
    first = post(admin, "/standards/requests/new", ASKED)
    second = post(contact, "/standards/requests/new", ASKED | {"what": "<b>技能</b>种类"})
    assert "技能方向" in page(admin, "/standards/requests")
    assert "&lt;b&gt;技能" in page(manager, second)
    assert page(admin, second, 404)
    post(manager, f"{first}/merge", {"others": second.rpartition("/")[2]})
    assert "一并办理" in page(contact, second)
    draft = post(manager, "/standards/drafts/new", {
        "title": "补充技能信息", "basis": "会议纪要", "requests": first.rpartition("/")[2],
    })  # fmt: skip
    for kind in ("item", "code", "rule", "duty", "retire", "tighten", "parameter"):
        page(manager, f"{draft}/change/{kind}")
    assert "S015" in post(manager, f"{draft}/change/item", FORM | {"sensitivity": "sealed"}, 422)
    post(manager, f"{draft}/change/item", FORM)
    page(manager, f"{draft}/change/tighten?about=R011")
    post(manager, f"{draft}/change/tighten", {
        "about": "R011", "severity": "error", "expression": "not match(name, '^[一-鿿]{3,50}$')",
        "description": "姓名应是三个以上汉字", "message": "姓名太短，请核对证件。",
    })  # fmt: skip
    page(manager, f"{draft}/change/duty?about=person.political_status")
    post(manager, f"{draft}/change/duty", {
        "about": "person.political_status", "required": "yes", "max_length": "2",
    })  # fmt: skip
    page(manager, f"{draft}/change/retire?about=marital_status")
    post(manager, f"{draft}/change/retire", {"about": "marital_status", "code": "20", "replaced_by": "21"})
    post(manager, f"{draft}/change/code", {"list": "marital_status", "code": "91", "label": "另一种"})
    page(manager, f"{draft}/change/parameter?about=hire_register_days")
    post(manager, f"{draft}/change/parameter", {"about": "hire_register_days", "value": "20"})
    shown = page(manager, draft)
    for word in ("新增项目：技能方向", "修改规则", "停用，改用 21 初婚", "另一种", "<del>30</del>", "拟订人不得发布"):
        assert word in shown, word
    post(manager, f"{draft}/take-back", {"place": "0"})
    assert "另一种" not in page(manager, draft)
    impact = page(manager, f"/quality/impact/{draft.rpartition('/')[2]}")
    assert "技能方向" in impact
    behind = re.search(r'href="(/quality/impact/[^"]+/rows[^"]+)"', impact)
    if behind:
        page(manager, behind[1].replace("&amp;", "&"))
    assert "S065" in post(manager, f"{draft}/publish", {"day": "", "hour": ""}, 422)
    assert "S089" in post(other, f"{draft}/publish", {"day": "明天", "hour": ""}, 422)
    tomorrow = clock.today() + timedelta(days=1)
    post(other, f"{draft}/publish", {"day": tomorrow.isoformat(), "hour": "08:00", "note": "同意"})
    assert "待施行" in page(other, "/standards/drafts")
    assert current_version() == 1
    assert entries(house, "standards.publish", "done")[-1].why == "同意"
    assert Draft.objects.get(pk=draft.rpartition("/")[2]).state == "published"


def test_a_request_is_declined_with_its_reason(house: Instance) -> None:
    asked = post(signed_in("admin"), "/standards/requests/new", ASKED | {"what": "血型"})
    assert "S058" in post(signed_in("manager"), f"{asked}/decline", {"answer": "不"}, 422)
    post(signed_in("manager"), f"{asked}/decline", {"answer": "与就业业务无关，依法不采集"})
    assert "依法不采集" in page(signed_in("admin"), asked)


def test_what_is_typed_stays_when_refused(house: Instance) -> None:
    shown = post(signed_in("admin"), "/standards/requests/new", ASKED | {"sample": " ", "why": "写了很久的理由\0"}, 422)
    assert "写了很久的理由" in shown
    assert "S052" in shown
    assert not Request.objects.filter(why__contains="写了很久").exists()


def test_other_posts_read_and_change_nothing(house: Instance) -> None:
    clerk = signed_in("clerk")
    page(clerk, "/standards/drafts")
    page(clerk, "/standards/requests")
    assert "JY403" in page(clerk, "/standards/drafts/new", 403)
    assert "JY403" in page(clerk, "/standards/requests/new", 403)
    page(clerk, "/standards/drafts/00000000-0000-7000-8000-000000000000", 404)
    draft = Draft.objects.order_by("-id")[0]
    page(clerk, f"/standards/drafts/{draft.pk}")
    page(clerk, f"/quality/impact/{draft.pk}", 403)


@pytest.mark.parametrize("dataset", ["person", "employer", "acceptance"])
def test_templates_are_there_for_who_imports(house: Instance, dataset: str) -> None:
    answer = signed_in("clerk").get(f"/collection/import/template/{dataset}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    assert f"/collection/import/template/{dataset}" in page(signed_in("clerk"), "/collection/import")
    assert signed_in("clerk").get(f"/collection/import/template/{dataset}?version=99").status_code == 404
    assert signed_in("clerk").get("/collection/import/template/nowhere").status_code == 404
