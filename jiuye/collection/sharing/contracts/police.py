"""公安: who somebody is, and whether he lives."""

from datetime import timedelta

from jiuye.collection.sharing.contracts.base import OTHER, SAME, Contract, Query

_PERSONAL = ("person", "employment_registration", "unemployment_registration")

POLICE = Contract(
    "10", "公安", "市公安局人口信息系统",
    (
        Query(
            "101", "身份信息核验", "gongan-101-1", "/gongan/v1/identity", _PERSONAL, "id_number",
            {"id_number": "gmsfhm", "name": "xm"}, "bdjg", {"1": SAME, "2": OTHER, "3": None},
            timedelta(days=30), differs="butong", facts={SAME: "身份信息一致", OTHER: "身份信息不一致"},
        ),
        Query(
            "103", "死亡注销户口", "gongan-103-1", "/gongan/v1/death", _PERSONAL, "id_number",
            {"id_number": "gmsfhm"}, "zxbs", {"0": "alive", "1": "dead", "9": None},
            timedelta(days=1), claim="alive", claim_item="survival_status",
            claims={"": "alive", "1": "alive", "2": "dead"}, since="zxrq",
            facts={"dead": "死亡注销户口"},
        ),
    ),
)  # fmt: skip
