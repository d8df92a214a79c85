"""A QR code, black on white, for a page or a paper (ISO/IEC 18004); level M, so that a stain does not spoil it."""

from io import BytesIO

import segno


def svg(text: str) -> str:
    """Markup without styles or scripts."""
    held = BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(held, kind="svg", scale=3, border=2, svgclass="qr", lineclass=None, xmldecl=False, nl=False)
    return held.getvalue().decode()


def png(text: str) -> bytes:
    """Eight dots a module."""
    held = BytesIO()
    segno.make_qr(text, error="m").save(held, kind="png", scale=8, border=2)
    return held.getvalue()
