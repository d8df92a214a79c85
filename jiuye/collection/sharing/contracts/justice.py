"""司法行政: custody, which an unemployment registration does not go with."""

from datetime import timedelta

from jiuye.collection.sharing.contracts.base import Contract, Query

JUSTICE = Contract(
    "40", "司法", "市司法局监狱和社区矫正信息系统",
    (
        Query(
            "401", "在押服刑", "sifa-401-1", "/sifa/v1/custody", ("unemployment_registration",), "id_number",
            {"id_number": "zjhm"}, "zyzt", {"0": "free", "1": "in custody", "9": None},
            timedelta(days=1), claim="free", since="rjrq", facts={"in custody": "在押服刑"}, ends=True,
        ),
    ),
)  # fmt: skip
