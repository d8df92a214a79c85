"""A QR code as SVG, black on white, for a page or a paper (ISO/IEC 18004)."""

import segno


def svg(text: str, *, scale: int = 3) -> str:
    """Markup without styles or scripts; level M, so that a stain does not make it unreadable."""
    return str(segno.make_qr(text, error="m").svg_inline(scale=scale, border=2, svgclass="qr", lineclass=None))
