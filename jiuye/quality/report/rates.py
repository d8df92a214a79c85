"""A rate keeps its parts: met, of and the goal, judged unrounded and shown with two decimals. Art. 14."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction

NONE = "不适用"  # the text of a rate over no rows
# The five indicators in the order of Art. 14, with the unit their numerator counts.
INDICATORS = {
    "entry": "数据入库率",
    "completeness": "数据项目齐全率",
    "recording": "数据项目记实率",
    "anomaly": "数据项目异常率",
    "duplication": "数据重复率",
}
UNITS = {"entry": "件", "completeness": "项", "recording": "项次", "anomaly": "条", "duplication": "条"}
LOWER_IS_BETTER = frozenset({"anomaly", "duplication"})


def percent(value: Fraction) -> str:
    """Two decimals, halves away from zero, with the sign: "97.98%". indicators.md §2."""
    return f"{hundredths(value)}%"


def hundredths(value: Fraction) -> Decimal:
    """A fraction as percentage points with two decimals, rounded exactly once (ROUND_HALF_UP)."""
    scaled = abs(value) * 10_000
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-2)


@dataclass(frozen=True)
class Rate:
    """`met` out of `of` against `goal` (a fraction of one: Decimal("0.98")).

    Raises ValueError when a count is negative, or `met` exceeds `of`.
    """

    met: int
    of: int
    lower_is_better: bool
    goal: Fraction | Decimal

    def __post_init__(self) -> None:
        if not 0 <= self.met <= self.of:
            raise ValueError(f"分子分母不成立：{self.met}/{self.of}")
        object.__setattr__(self, "goal", Fraction(self.goal))

    @property
    def goal_value(self) -> Fraction:
        return Fraction(self.goal)

    @property
    def value(self) -> Fraction | None:
        """The unrounded rate; None over no rows."""
        return Fraction(self.met, self.of) if self.of else None

    @property
    def text(self) -> str:
        """ "97.98%", or 不适用 over no rows."""
        return NONE if self.value is None else percent(self.value)

    @property
    def parts(self) -> str:
        """ "1,215/1,240": a rate keeps its parts."""
        return f"{self.met:,}/{self.of:,}"

    @property
    def goal_text(self) -> str:
        """ "≥98%" or "≤0.1%"."""
        goal = self.goal_value * 100
        points = (Decimal(goal.numerator) / goal.denominator).normalize()
        return f"{'≤' if self.lower_is_better else '≥'}{points:f}%"

    @property
    def reached(self) -> bool | None:
        """Judged on the unrounded fraction; None over no rows (nothing to judge)."""
        if self.value is None:
            return None
        return self.value <= self.goal if self.lower_is_better else self.value >= self.goal

    @property
    def lacking(self) -> int:
        """How many more rows must be put right before the goal is reached, 0 when it is."""
        line = self.goal_value * self.of
        if self.lower_is_better:
            return max(0, self.met - line.numerator // line.denominator)
        return max(0, -(-line.numerator // line.denominator) - self.met)


@dataclass(frozen=True)
class Indicators:
    """The five rates of Art. 14."""

    entry: Rate
    completeness: Rate
    recording: Rate
    anomaly: Rate
    duplication: Rate

    @classmethod
    def of(cls, figures: Mapping[str, tuple[int, int]], goals: Mapping[str, Fraction | Decimal]) -> "Indicators":
        """From {"entry": (met, of), …} and {"entry": Decimal("0.98"), …}. KeyError when one is missing."""
        return cls(**{n: Rate(*figures[n], n in LOWER_IS_BETTER, goals[n]) for n in INDICATORS})

    def items(self) -> list[tuple[str, Rate]]:
        """(name, rate) in the order of Art. 14."""
        return [(f.name, getattr(self, f.name)) for f in fields(self)]

    @property
    def short(self) -> list[str]:
        """Names of those whose goal is not reached."""
        return [name for name, rate in self.items() if rate.reached is False]
