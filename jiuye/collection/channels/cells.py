"""One spreadsheet cell as text: numbers without .0, day numbers as dates, lost digits named."""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from jiuye.standards.catalogue import Item

from .names import Known
from .table import Note, RowFault

# A spreadsheet keeps 15 digits; a number of 16 and more has lost its end.
EXACT = 10**15
# Bare day numbers are taken for dates only from 1920 to 2100: below lie years and ages.
_SERIALS = range(7306, 73416)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
PRECISION = (
    "号码在表格里被当成数字保存，末尾几位已丢失（显示为 3.7E+17 一类）。请把整列设为“文本”格式，再重新录入完整号码。"
)


@dataclass
class Column:
    """How the cells of one column become text, and what was met on the way. item: what it is taken for."""

    header: str
    item: Item | None
    known: Known
    date1904: bool = False
    faults: list[RowFault] = field(default_factory=list)
    serials: int = 0
    zeros: int = 0
    example: str = ""

    def text(self, value: object, row_no: int) -> str | None:
        """The cell's text; None when empty."""
        if isinstance(value, str):
            return value or None
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, int | float):
            return self._number(value, row_no)
        if isinstance(value, datetime):
            return _moment(value)
        if isinstance(value, date | time):
            return value.isoformat()
        return None if value is None else str(value)

    def _number(self, value: float, row_no: int) -> str:
        if abs(value) >= EXACT:
            raw = f"{value:.14E}"
            self.faults.append(RowFault(row_no, self.header, "F05", PRECISION, raw))
            return raw
        text = number_text(value)
        if self.item is None:
            return text
        if self.item.data_type in ("date", "datetime") and value == int(value) and int(value) in _SERIALS:
            self.serials += 1
            start = _EPOCH_1904 if self.date1904 else _EPOCH
            return (start + timedelta(days=int(value))).isoformat()
        full = restored(text, self.known.code_lists.get(self.item.code_list))
        if full is None:
            return text
        self.zeros += 1
        self.example = self.example or f"{text} → {full}"
        return full

    def told(self) -> list[RowFault]:
        """The faults since this was asked last."""
        faults, self.faults = self.faults, []
        return faults

    def notes(self) -> list[Note]:
        found = []
        if self.serials:
            words = f"“{self.header}”列有 {self.serials} 格是日期序号，已换成年-月-日。"
            found.append(Note("serial", words, self.header, self.serials))
        if self.zeros:
            words = f"“{self.header}”列有 {self.zeros} 格丢失了前面的 0，已按代码表补齐"
            words += f"（如 {self.example}），请核对。"
            found.append(Note("zeros_restored", words, self.header, self.zeros))
        return found


def number_text(value: float) -> str:
    """At most 15 significant digits, no exponent, no trailing .0."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value == int(value):
        return str(int(value))
    return format(Decimal(format(value, ".15g")), "f")


def restored(text: str, codes: dict[str, str] | None) -> str | None:
    """The code that `text` is without its leading zeros: only when the list's codes all have one width,
    the text is no code of the list and the filled one is. Else None."""
    if not codes or text in codes or not text.isdigit():
        return None
    width = len(next(iter(codes)))
    full = text.zfill(width)
    return full if full in codes and all(len(c) == width for c in codes) else None


def _moment(value: datetime) -> str:
    """A date at midnight is a date; times are rounded to seconds (they are fractions of a day)."""
    whole = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    return whole.date().isoformat() if whole.time() == time(0) else whole.strftime("%Y-%m-%d %H:%M:%S")
