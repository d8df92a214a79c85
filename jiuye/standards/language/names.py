"""Normalised names of employers, and their SQL: width (brackets too), blanks, case, the kind of company.

Widths follow Unicode's NFKC for every character that becomes one other, and for the numbered and
bracketed signs that become several; the sequences NFKC would compose are left alone.
"""

import unicodedata
from functools import lru_cache

from .dialects import Engine
from .terms import text_literal

SUFFIXES = ("有限责任公司", "股份有限公司", "有限公司", "公司")
# What Python calls white space (str.isspace), so that SQL and Python take away the same.
BLANKS = "".join(c for c in map(chr, range(1, 0x3001)) if c.isspace())
WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
NARROW = "".join(map(chr, range(0x21, 0x7F)))
# Names of these characters only need nothing but their suffix taken away.
USUAL = "^[一-鿿A-Z0-9()]*$"


@lru_cache
def widths() -> tuple[str, str, dict[str, str]]:
    """Characters with a one-character NFKC form, those forms, and the signs that become several."""
    single, several = {}, {}
    for c in map(chr, [*range(0xA1, 0xD800), *range(0xF900, 0xFFEF)]):
        form = unicodedata.normalize("NFKC", c)
        if form != c and len(form) == 1:
            single[c] = form
        elif "①" <= c <= "⒛" or "㈠" <= c <= "㉃":
            several[c] = form
    return "".join(single), "".join(single.values()), {c: f for c, f in several.items() if f != c}


def normalize_name(name: str) -> str:
    """The Python twin of `normalized`."""
    before, after, several = widths()
    text = name.translate({ord(c): form for c, form in several.items()})
    text = text.translate(str.maketrans(before, after))
    text = text.translate(str.maketrans("", "", BLANKS)).upper()
    return next((text[: -len(s)] for s in SUFFIXES if text.endswith(s)), text)


def without_blanks(value: str) -> str:
    """SQL without white space."""
    return f"translate({value}, {text_literal(BLANKS)}, '')"


def normalized(value: str, engine: Engine) -> str:
    """SQL of the normalised name. Most names need nothing, most others full-width brackets and letters
    narrowed; only the rest pay for the long table."""
    before, after, several = widths()
    long = value
    for sign, form in several.items():
        long = f"replace({long}, '{sign}', '{form}')"
    long, short = _narrow(long, before, after), _narrow(value, WIDE, NARROW)
    plain = (
        f"(case when {engine.matches(value, USUAL)} then {value}"
        f" when {engine.matches(short, USUAL)} then {short} else {long} end)"
    )
    return engine.strip(plain, "(" + "|".join(SUFFIXES) + ")$")


def _narrow(value: str, before: str, after: str) -> str:
    # Blanks stand last in the list and have no counterpart: they are deleted.
    return f"upper(translate({value}, {text_literal(before + BLANKS)}, {text_literal(after)}))"
