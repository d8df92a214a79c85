"""教育: degrees, of who says he has one."""

from datetime import timedelta

from jiuye.collection.sharing.contracts.base import OTHER, SAME, Contract, Query

_HIGHER = {code: code for code in ("10", "11", "14", "20", "21", "30", "31")}

EDUCATION = Contract(
    "30", "教育", "市教育局学历学籍信息系统",
    (
        Query(
            "301", "学历学籍", "jiaoyu-301-1", "/jiaoyu/v1/degree", ("person",), "id_number",
            {"id_number": "zjhm", "name": "xm", "education": "xlcc", "graduated_school": "yxmc"}, "hyjg",
            {"OK": SAME, "DIFF": OTHER, "NONE": None}, timedelta(days=180), optional=("graduated_school",),
            words={"education": _HIGHER}, differs="cy",
            facts={SAME: "学历学籍与申报一致", OTHER: "学历学籍与申报不一致"},
        ),
    ),
)  # fmt: skip
