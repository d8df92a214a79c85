"""The 《数据质量整改报告》 as frozen values: what was counted, by whom, over which snapshot. Art. 14, 15.

Nothing here reads a table or a clock; the same Report always gives the same words, DOCX and PDF.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from jiuye.quality.report.rates import Indicators, Rate

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{15}|[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9A-Za-z])")


def masked(key: str) -> str:
    """A key as the report may show it: an identity, phone or like number keeps its first four and last
    four characters ("3710**********0029"); anything else is returned as it is."""
    return _IDENTITY.sub(lambda m: m[0][:4] + "*" * (len(m[0]) - 8) + m[0][-4:], key)


@dataclass(frozen=True)
class AgencyLine:
    """One district or agency: its five rates and its rows among the findings."""

    code: str
    name: str
    indicators: Indicators
    findings: int = 0


@dataclass(frozen=True)
class DatasetLine:
    """One dataset: records inspected and their five rates. `label` is its Chinese name."""

    dataset: str
    label: str
    rows: int
    indicators: Indicators


@dataclass(frozen=True)
class ItemLine:
    """A required item filled below the threshold. `rate.of` counts the rows it applies to."""

    dataset: str
    item: str
    label: str
    rate: Rate


@dataclass(frozen=True)
class FindingLine:
    """What one rule found. severity: "error" (必须改正) or "warning" (请确认). by_agency: (name, count).
    examples: keys already masked (`masked`). previous: the last run's count, None when not comparable.

    Raises ValueError when an example still shows an identity or phone number.
    """

    rule_id: str
    description: str
    dataset: str
    count: int
    examples: tuple[str, ...] = ()
    severity: str = "error"
    by_agency: tuple[tuple[str, int], ...] = ()
    previous: int | None = None

    def __post_init__(self) -> None:
        if any(_IDENTITY.search(key) for key in self.examples):
            raise ValueError(f"{self.rule_id} 的示例键未遮盖，不能写入报告")
        if self.severity not in ("error", "warning"):
            raise ValueError(f"{self.rule_id} 的严重程度不是 error 或 warning")


@dataclass(frozen=True)
class Deadline:
    """By when an agency must have answered its findings. Art. 15 (限期整改)."""

    agency: str
    due: date
    findings: int = 0


@dataclass(frozen=True)
class Previous:
    """The run compared with."""

    run_id: str
    snapshot_at: datetime
    indicators: Indicators


@dataclass(frozen=True)
class Report:
    """Everything the document says. Times are aware; they are shown in the city's zone.

    inspected: whom it is addressed to; inspecting: who issues it; letterhead: the red head (none when "").
    scope, engine, edition: one line each. demo: marks every page as synthetic and withholds the seal.
    Raises ValueError on a naive time.
    """

    number: str
    inspected: str
    inspecting: str
    edition: str
    snapshot_at: datetime
    standard_version: str
    scope: str
    engine: str
    overall: Indicators
    by_agency: tuple[AgencyLine, ...]
    by_dataset: tuple[DatasetLine, ...]
    items_below: tuple[ItemLine, ...]
    findings: tuple[FindingLine, ...]
    previous: Previous | None
    deadlines: tuple[Deadline, ...]
    run_id: str
    snapshot_digest: str
    generated_at: datetime
    demo: bool
    title: str = "数据质量整改报告"
    letterhead: str = ""
    place: str = "山东威海"
    rules_run: int = 0
    rules_not_decidable: int = 0
    exempted: int = 0
    compliance: tuple[int, int] | None = None  # acts without a fault, all acts: Art. 14(5), outside the five

    def __post_init__(self) -> None:
        moments = [self.snapshot_at, self.generated_at]
        moments += [self.previous.snapshot_at] if self.previous else []
        if any(m.tzinfo is None for m in moments):
            raise ValueError("报告里的时间必须带时区")

    @property
    def rows(self) -> int:
        """Records inspected."""
        return sum(line.rows for line in self.by_dataset)

    @property
    def found(self) -> int:
        """Rows among the findings that must be put right."""
        return sum(f.count for f in self.findings if f.severity == "error")

    @property
    def doubtful(self) -> int:
        """Rows among the findings to be confirmed."""
        return sum(f.count for f in self.findings if f.severity == "warning")

    @property
    def ordered_findings(self) -> list[FindingLine]:
        """What must be corrected first, then by rows; the rule's number settles ties."""
        return sorted(self.findings, key=lambda f: (f.severity != "error", -f.count, f.rule_id))
