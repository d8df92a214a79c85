"""市场监管: employers, as the register of enterprises has them."""

from datetime import timedelta

from jiuye.collection.sharing.contracts.base import OTHER, SAME, Contract, Query

_STANDING = {"K": "open", "Z": "cancelled", "D": "revoked", "0": None}

MARKET_REGULATION = Contract(
    "50", "市场监管", "市市场监督管理局登记注册信息系统",
    (
        Query(
            "501", "市场主体登记", "scjg-501-1", "/scjg/v1/registration", ("employer",), "uscc",
            {"uscc": "tyshxydm", "employer_name": "qymc", "legal_representative": "fddbr"}, "hcjg",
            {"1": SAME, "2": OTHER, "0": None}, timedelta(days=7), optional=("legal_representative",),
            differs="bhx", facts={SAME: "登记信息一致", OTHER: "登记信息不一致"},
        ),
        Query(
            "502", "市场主体注销吊销", "scjg-502-1", "/scjg/v1/standing",
            ("employer", "employment_registration"), "uscc", {"uscc": "tyshxydm"}, "jyzt", _STANDING,
            timedelta(days=1), claim="open", claim_item="employer_status",
            claims={"": "open", "1": "open", "2": "open", "3": "cancelled", "4": "revoked", "5": "open"},
            since="bgrq", facts={"cancelled": "已注销", "revoked": "已吊销"},
        ),
    ),
)  # fmt: skip
