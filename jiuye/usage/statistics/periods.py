"""Statistical periods: a month, a quarter or a year of the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}
LABELS = {"month": "月报", "quarter": "季报", "year": "年报"}
QUARTERS = "一二三四"


@dataclass(frozen=True)
class Period:
    """kind: month, quarter or year; from its first day to its last."""

    kind: str
    first: date
    last: date

    @property
    def label(self) -> str:
        if self.kind == "month":
            return f"{self.first.year}年{self.first.month}月"
        if self.kind == "quarter":
            return f"{self.first.year}年第{QUARTERS[self.first.month // 3]}季度"
        return f"{self.first.year}年"

    @property
    def code(self) -> str:
        """2026-10, 2026Q3, 2026."""
        if self.kind == "month":
            return f"{self.first:%Y-%m}"
        return f"{self.first.year}Q{self.first.month // 3 + 1}" if self.kind == "quarter" else str(self.first.year)


def period(kind: str, day: date) -> Period:
    """The period of a kind a day lies in."""
    months = MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = first.year * 12 + first.month - 1 + months
    return Period(kind, first, date(after // 12, after % 12 + 1, 1) - timedelta(days=1))


def before(one: Period) -> Period:
    return period(one.kind, one.first - timedelta(days=1))


def parse(code: str) -> Period | None:
    """The period a code names (`Period.code`), or None."""
    try:
        if "Q" in code:
            year, quarter = code.split("Q")
            return period("quarter", date(int(year), int(quarter) * 3, 1))
        if "-" in code:
            return period("month", date.fromisoformat(f"{code}-01"))
        return period("year", date(int(code), 1, 1))
    except ValueError:
        return None
