"""One page of a document or image as a picture, so that it is looked at without opening the file itself."""

import io
import threading

import pypdfium2
from PIL import Image

WIDTH = 1000  # pixels
PDFIUM = threading.Lock()  # PDFium takes one caller at a time
PICTURED = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff"})


def page_png(data: bytes, mime: str, page: int) -> bytes:
    """Page `page` (from 0) as PNG. Raises IndexError past the last page, ValueError for a kind without pictures."""
    if mime not in PICTURED:
        raise ValueError(mime)
    image = _pdf_page(data, page) if mime == "application/pdf" else _frame(data, page)
    if image.width > WIDTH:
        image = image.resize((WIDTH, round(image.height * WIDTH / image.width)))
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG")
    return out.getvalue()


def _pdf_page(data: bytes, page: int) -> Image.Image:
    return pdf_pages(data, page)[1]


def pdf_pages(data: bytes, page: int) -> tuple[int, Image.Image]:
    """How many pages a PDF has, and one of them. Raises IndexError past the last, and what PDFium raises."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            count = len(document)
            if not 0 <= page < count:
                raise IndexError(page)
            sheet = document[page]
            picture: Image.Image = sheet.render(scale=WIDTH / sheet.get_width()).to_pil().copy()
            return count, picture
        finally:
            document.close()


def _frame(data: bytes, page: int) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        if not 0 <= page < getattr(image, "n_frames", 1):
            raise IndexError(page)
        image.seek(page)
        return image.copy()
