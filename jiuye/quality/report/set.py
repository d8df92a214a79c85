"""The report set in type."""

from jiuye.lib.official import Pdf, write_docx, write_pdf
from jiuye.quality.report.compose import compose
from jiuye.quality.report.model import Report


def to_docx(report: Report) -> bytes:
    """The same Report gives the same bytes."""
    return write_docx(compose(report), author=report.inspecting, at=report.generated_at)


def to_pdf(report: Report) -> Pdf:
    """The same Report gives the same bytes (same Typst, same font package). Raises FontsMissing."""
    return write_pdf(compose(report), author=report.inspecting, at=report.generated_at)
