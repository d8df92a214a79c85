"""民政: marriage and the minimum living allowance. Asked only of who says something of either."""

from datetime import timedelta

from jiuye.collection.sharing.contracts.base import OTHER, SAME, Contract, Query

_MARRIAGE = {"10": "N", "20": "M", "21": "M", "22": "M", "23": "M", "40": "D"}

CIVIL_AFFAIRS = Contract(
    "20", "民政", "市民政局婚姻和救助信息系统",
    (
        Query(
            "202", "最低生活保障对象", "minzheng-202-1", "/minzheng/v1/low-income", ("person",), "id_number",
            {"id_number": "sfzh", "name": "xm"}, "dbzt", {"Y": "listed", "N": "not listed", "X": None},
            timedelta(days=30), claim_item="low_income_flag", claims={"1": "listed"}, since="qsrq",
            facts={"listed": "最低生活保障对象"}, ends=True,
        ),
        Query(
            "203", "婚姻登记", "minzheng-203-1", "/minzheng/v1/marriage", ("person",), "id_number",
            {"id_number": "sfzh", "name": "xm", "marital_status": "sbzt"}, "hdjg",
            {"1": SAME, "2": OTHER, "9": None}, timedelta(days=30), words={"marital_status": _MARRIAGE},
            facts={SAME: "婚姻登记与申报一致", OTHER: "婚姻登记与申报不一致"},
        ),
    ),
)  # fmt: skip
