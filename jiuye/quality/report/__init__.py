"""《数据质量整改报告》: a Report in, DOCX or PDF out. Pure: no table, no clock. Art. 15."""

from jiuye.quality.report.docx import to_docx
from jiuye.quality.report.fonts import FontsMissing
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
from jiuye.quality.report.pdf import Pdf, to_pdf
from jiuye.quality.report.rates import Indicators, Rate
from jiuye.quality.report.requirements import requirements

__all__ = [
    "AgencyLine", "DatasetLine", "Deadline", "FindingLine", "FontsMissing", "Indicators", "ItemLine", "Pdf",
    "Previous", "Rate", "Report", "check_code", "from_json", "masked", "requirements", "to_docx", "to_json",
    "to_pdf",
]  # fmt: skip
