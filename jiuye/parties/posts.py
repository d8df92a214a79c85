"""Posts, as design and glossary name them. Code, 岗位 and the levels a post exists at."""

from dataclasses import dataclass

CITY, DISTRICT, TOWN = "1", "2", "3"


@dataclass(frozen=True)
class Post:
    code: str
    label: str
    levels: frozenset[str]


def _post(code: str, label: str, levels: str) -> Post:
    return Post(code, label, frozenset(levels))


POSTS = {
    p.code: p
    for p in [
        _post("clerk", "经办岗", "123"),
        _post("reviewer", "审核岗", "12"),
        _post("approver", "审批岗", "12"),
        _post("operator", "维护岗", "12"),
        _post("rechecker", "复核岗", "12"),
        _post("district_admin", "区市系统管理员", "12"),
        _post("data_manager", "市级数据管理岗", "1"),
        _post("quality_contact", "质量整改联系岗", "2"),
        _post("usage_approver", "数据使用审批岗", "12"),
        _post("statistician", "统计分析岗", "12"),
        _post("archivist", "档案管理岗", "12"),
        _post("technician", "技术管理岗", "123"),
        _post("supervisor", "行政监督岗", "12"),
        _post("machine", "系统任务", "1"),
        _post("department", "共享部门", "1"),
        _post("person", "个人", ""),
        _post("employer", "用人单位", ""),
        _post("agent", "受托人", ""),
    ]
}
# Who acts for himself, through a public channel; nobody is appointed to that (no level has the post).
PUBLIC = frozenset({"person", "employer", "agent"})
# Nor to these: timers, and the interfaces of other departments.
UNMANNED = frozenset({"machine", "department"})
STAFF = frozenset(POSTS) - UNMANNED - PUBLIC
