"""How figures are put into the report."""

from collections.abc import Sequence
from fractions import Fraction

from jiuye.quality.report.rates import NONE, Rate, hundredths


def listed(names: Sequence[str], *, most: int = 6) -> str:
    """ "甲、乙、丙", cut to `most` with "等9个"."""
    head = "、".join(names[:most])
    return head if len(names) <= most else f"{head}等{len(names)}个"


def change(now: Rate, before: Rate) -> tuple[str, str]:
    """The change in percentage points ("+0.23") and its reading (好转, 变差, 持平); 不适用 over no rows.

    Counted from the unrounded fractions.
    """
    if now.value is None or before.value is None:
        return NONE, NONE
    moved: Fraction = now.value - before.value
    points = hundredths(moved)
    if not moved:
        return "0.00", "持平"
    better = (moved < 0) is now.lower_is_better
    return signed(f"{abs(points)}", moved > 0), "好转" if better else "变差"


def signed(text: str, up: bool) -> str:
    """With a plus or a true minus sign (a hyphen would read as a dash)."""
    return f"{'+' if up else '−'}{text}"
