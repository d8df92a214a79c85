"""Steps the tests of the standard begin with: a draft, changes to it, a version published by another person."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from jiuye.lib import clock
from jiuye.standards import actions
from jiuye.standards.changes import Change
from jiuye.standards.changing import item_added
from jiuye.standards.models import Draft, Request, Version
from tests.book import SessionOf

ASKED = {
    "kind": "item", "dataset": "person", "what": "技能方向", "why": "推荐岗位时要知道会什么",
    "legal_basis": "就业服务与就业管理规定第二十六条", "sample": "焊工、家政、月嫂",
}  # fmt: skip


def asked(session: SessionOf, *, by: str = "admin", **changed: str) -> Request:
    """A district's request."""
    return actions.request(by=session(by), **ASKED | changed)


def drafted(session: SessionOf, *changes: Change, by: str = "manager", requests: Sequence[Request] = ()) -> Draft:
    """A draft with these changes."""
    basis = "威人社办会议纪要 2026 年第 3 号"
    made = actions.draft(by=session(by), title="补充技能信息", basis=basis, requests=requests)
    for one in changes:
        actions.change(made, one, by=session(by))
    return made


def published(session: SessionOf, *changes: Change, at: datetime | None = None) -> Version:
    """A version with these changes, in force at once unless told otherwise."""
    return actions.publish(drafted(session, *changes), by=session("manager2"), effective_from=at)


def item(dataset: str = "person", name: str = "skill_direction", **changed: Any) -> Change:
    """An optional text of forty characters, as the form asks for it."""
    told = {
        "label": "技能方向", "data_type": "string", "max_length": "40", "code_list": "", "required": "no",
        "condition": "", "condition_zh": "", "substantive": False, "sensitivity": "internal", "upkeep": "handling",
        "source": "威海市",
    }  # fmt: skip
    return item_added(dataset, name, **told | changed)


@contextmanager
def later(**by: float) -> Iterator[None]:
    """The clock set forward for this process."""
    clock.inject(lambda: datetime.now(clock.ZONE) + timedelta(**by))
    try:
        yield
    finally:
        clock.inject(None)
