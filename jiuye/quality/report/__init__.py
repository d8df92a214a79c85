"""《数据质量整改报告》: a Report in, DOCX or PDF out. Pure: no table, no clock. Art. 15."""

from jiuye.lib.official import FontsMissing, Pdf
from jiuye.quality.report.frozen import check_code, from_json, to_json
from jiuye.quality.report.model import (
    AgencyLine,
    DatasetLine,
    Deadline,
    FindingLine,
    ItemLine,
    Previous,
    Report,
    masked,
)
from jiuye.quality.report.rates import Indicators, Rate
from jiuye.quality.report.requirements import requirements
from jiuye.quality.report.set import to_docx, to_pdf

__all__ = [
    "AgencyLine", "DatasetLine", "Deadline", "FindingLine", "FontsMissing", "Indicators", "ItemLine", "Pdf",
    "Previous", "Rate", "Report", "check_code", "from_json", "masked", "requirements", "to_docx", "to_json",
    "to_pdf",
]  # fmt: skip
