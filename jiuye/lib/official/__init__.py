"""An official Chinese document (GB/T 9704): an Outline in, DOCX or PDF out. Pure: no table, no clock."""

from jiuye.lib.official.docx import write_docx
from jiuye.lib.official.fonts import FontsMissing
from jiuye.lib.official.outline import Outline
from jiuye.lib.official.pdf import Pdf, write_pdf

__all__ = ["FontsMissing", "Outline", "Pdf", "write_docx", "write_pdf"]
