"""How the city wants submissions reviewed: parameters of the standard in force, the district's own where it has one."""

from dataclasses import dataclass
from decimal import Decimal

from jiuye.lib import clock
from jiuye.standards.queries import catalogue


@dataclass(frozen=True)
class Terms:
    """weights: sign of risk → points; middle, high: points from which a risk is called so; returns: days looked
    back, fewest cases that make a rate, rate that is too high; share: what part of the sampled channels a person
    reviews; double_from: amount from which on two review; batch_rows: most rows accepted in one go."""

    weights: dict[str, int]
    middle: int
    high: int
    returns: tuple[int, int, Decimal]
    channels: frozenset[str]
    share: Decimal
    double_from: Decimal
    batch_rows: int


# The signs of risk, the gravest first, in the words of the pages.
SIGNS = {
    "doubt": "与部门数据不一致，没有处理",
    "money": "金额达到双人审核界限",
    "likeness": "可能与库中的重复",
    "returns": "经办近期退回偏多",
    "awaiting": "部门核验还没有结果",
    "late": "逾期补录",
    "question": "经办确认过校验的提问",
}


def terms(district: str = "") -> Terms:
    """The terms in force for a district ("" for the city's)."""

    def of(name: str) -> str:
        return catalogue().parameters[name].on(clock.today(), district)

    days, least, limit = int(of("return_rate_days")), int(of("return_rate_least")), Decimal(of("return_rate_limit"))
    return Terms(
        {sign: int(of(f"risk_{sign}")) for sign in SIGNS}, int(of("risk_middle")), int(of("risk_high")),
        (days, least, limit), frozenset(of("sample_channels").split()), Decimal(of("sample_share")),
        Decimal(of("double_review_amount")), int(of("batch_accept_rows")),
    )  # fmt: skip
