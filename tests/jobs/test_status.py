"""`jiuye status` tells of worker, jobs and timers what is the case, and not what was meant."""

import pytest

from jiuye.front.commands.status import _health, _reconciliation, _schema_current, _text, _timers
from jiuye.jobs.desk import Desk
from jiuye.jobs.queries import standing
from jiuye.server.connect import Instance

pytestmark = pytest.mark.article("9(2)")


def test_a_timer_that_never_ran_or_failed_is_not_well(house: Instance) -> None:
    assert [t["ok"] for t in _timers()] == [False] * len(_timers())
    desk = Desk()
    desk.timer_began("seal")
    desk.timer_ended("seal", "")
    desk.timer_began("sweep")
    desk.timer_ended("sweep", "OSError")
    desk.close()
    told = {t["name"]: t for t in _timers()}
    assert (told["seal"]["ok"], told["seal"]["error"]) == (True, "")
    assert (told["sweep"]["ok"], told["sweep"]["error"]) == (False, "OSError")


def test_a_worker_is_at_work_while_it_holds_its_place(house: Instance) -> None:
    assert not standing().worker
    desk = Desk()
    assert desk.sole()
    assert standing().worker
    desk.close()


def test_the_structure_is_compared_with_the_code(house: Instance) -> None:
    assert _schema_current()


def test_people_read_what_is_wrong(house: Instance) -> None:
    value = {
        "database": {"version": "18.6", "embedded": True, "url_host": ""}, "web": {"port": 8000, "healthy": False},
        "worker": {"at_work": True}, "jobs": {"counts": {"queued": 2}}, "timers": _timers(), "schema_current": True,
        "standard": {"version": 1}, "regulation": {"edition": "某文", "expires_on": "2026-11-25"},
        "reconciliation": _reconciliation(), "health": _health(), "fonts": {"rare": True},
    }  # fmt: skip
    said = _text(value).splitlines()
    assert "停 网页　没有应答" in said
    assert "✓ 后台任务　queued 2" in said
    assert "停 对账　变更流断了，下次对账会查出并接上" in said
    assert "✓ 表结构　与本版一致" in said
