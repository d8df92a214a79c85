"""What other departments may ask of us: one question about one person on one day, and the least there is to tell."""

from collections.abc import Mapping
from dataclasses import dataclass

YES_, NO_, NOBODY, WITHHELD = "yes", "no", "no_such_record", "withheld"
TOLD = {
    YES_: "是，并告知起始日", NO_: "否", NOBODY: "库中没有此人", WITHHELD: "有记录，但数据不合标准，暂不提供",
}  # fmt: skip
A_MINUTE = 60  # questions of one department


@dataclass(frozen=True)
class Offer:
    """dataset, since and until: our registrations and the items that bound them in time. departments: who may
    ask, and on what grounds."""

    contract: str
    label: str
    dataset: str
    since: str
    until: str
    departments: Mapping[str, str]


OFFERS = {
    o.contract: o
    for o in (
        Offer(
            "jiuye-unemployed-1", "某日是否登记失业", "unemployment_registration", "registered_date", "cancel_date",
            {"20": "最低生活保障审核", "40": "社区矫正对象帮扶", "10": "居住证积分核验"},
        ),
        Offer(
            "jiuye-employed-1", "某日是否登记就业", "employment_registration", "start_date", "end_date",
            {"20": "最低生活保障审核", "30": "毕业去向核验", "40": "社区矫正对象帮扶", "50": "用工情况核验"},
        ),
    )
}  # fmt: skip
