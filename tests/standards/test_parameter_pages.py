"""Parameters, as people use them: one sets, another sees the effect and activates. Art. 9(1)."""

from datetime import timedelta

import pytest

from jiuye.lib import clock
from jiuye.server.connect import Instance
from jiuye.standards.models import ParameterValue
from tests.quality.small_town import signed_in
from tests.standards.test_pages import page, post

pytestmark = pytest.mark.article("9(1)")
PATH = "/standards/parameters"


def told(**changed: str) -> dict[str, str]:
    day = (clock.today() + timedelta(days=1)).isoformat()
    return {"value": "2200", "effective_from": day, "basis": "鲁政字〔2026〕1号", "reason": "<b>调整</b>"} | changed


def test_set_by_one_and_activated_by_another(house: Instance) -> None:
    admin, manager = signed_in("admin"), signed_in("manager")
    assert "改环翠区的值" in page(admin, f"{PATH}/minimum_wage")
    assert "由市级统一设置" in page(admin, f"{PATH}/hire_register_days")
    post(admin, f"{PATH}/minimum_wage/set", told())
    made = ParameterValue.objects.get(name="minimum_wage")
    assert "这是您拟订的" in page(admin, f"{PATH}/minimum_wage")
    waits = page(manager, "/")
    assert "审批参数" in waits
    assert "最低工资标准改为 2200" in waits
    assert "&lt;b&gt;调整" in page(manager, f"{PATH}/minimum_wage")
    assert "会变为不合格" in page(manager, f"/quality/parameters/{made.pk}/effect")
    post(manager, f"{PATH}/{made.pk}/activate", {})
    course = page(admin, f"{PATH}/minimum_wage")
    assert "至 今后" in course
    assert "标准第 1 版的默认值" in course
    post(manager, f"{PATH}/{made.pk}/refuse", {"answer": "晚了"}, 422)


def test_what_is_typed_stays_when_refused(house: Instance) -> None:
    shown = post(signed_in("manager"), f"{PATH}/max_headcount/set", told(value="很多"), 422)
    assert 'value="很多"' in shown
    assert "不合格式" in shown


def test_strangers_and_wrong_addresses(house: Instance) -> None:
    clerk = signed_in("clerk")
    assert "改环翠区的值" not in page(clerk, f"{PATH}/minimum_wage")
    post(clerk, f"{PATH}/minimum_wage/set", told(), 403)
    page(clerk, f"{PATH}/no_such", 404)
    page(signed_in("manager"), f"{PATH}/00000000-0000-7000-8000-000000000000/activate", 404)
