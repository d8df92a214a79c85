"""What server-drawn charts share: SVG text with classes only, no style attribute, no script (strict CSP)."""

from html import escape
from unicodedata import east_asian_width


def svg(name: str, size: str, title: str, told: str, body: str) -> str:
    """One <svg class="name">; title and `told` (the same in words) speak to who does not see it."""
    title, told = escape(title), escape(told)
    return (
        f'<svg class="{name}" {size} role="img" aria-label="{title}：{told}" focusable="false">'
        f"<title>{title}</title><desc>{told}</desc>{body}</svg>"
    )


def shortened(text: str, cells: int = 20) -> str:
    """At most `cells` half-width places, "…" for what was cut (a Chinese character takes two)."""
    used = 0
    for n, char in enumerate(text):
        used += 2 if east_asian_width(char) in "WFA" else 1
        if used > cells:
            return text[: max(0, n - 1)] + "…"
    return text
