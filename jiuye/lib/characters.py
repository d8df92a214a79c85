"""Characters of names: the middle dot and its look-alikes, private-use twins, GB 18030-2022.

Three things are kept apart. Stored is what was sent, but for the middle dot, which is always U+00B7. Compared is
the name without all that people and machines write otherwise (`folded`). Shown and printed is the name with its
private-use twins replaced by the characters that fonts have (`legible`).
"""

import re
import unicodedata

DOT = "\u00b7"
# What keyboards, input methods and spreadsheets put for the dot: the confusables of U+00B7 (Unicode UTS 39) and
# the dots that Chinese, Japanese and Korean input methods offer.
DOTS = (
    "\u0387\u119e\u1427\u16eb\u2022\u2024\u2027\u2219\u22c5\u25cf\u2981\u2e31\u2e33\u30fb\u318d\ua78f\ufe52"
    "\uff0e\uff65\U00010101"
)
# Full stops: a dot only where they stand between two Chinese characters ("J. Kim" keeps its own).
STOPS = ".\u3002\uff61"

# GBK gave 80 ideographs a place in the private use area, E815 to E864 in the order of FE50 to FEA0. All are in
# Unicode by now (GB 18030-2005, appendix E; the last ones moved in 2022). Python's codec is of the edition of 2000.
_PLACES = [bytes((0xFE, low)) for low in range(0x50, 0xA1) if low != 0x7F]
_MOVED_LATER = {
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8, 0xE843: 0x9FB9,
    0xE854: 0x9FBA, 0xE864: 0x9FBB,
}  # fmt: skip
_NEVER_MOVED = {0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE}
TWINS = {0xE815 + n: ord(place.decode("gb18030")) for n, place in enumerate(_PLACES)} | _MOVED_LATER | _NEVER_MOVED
# Positions that another character has held since 2005 (ḿ) or 2022 (eight ideographs, upright punctuation).
_UPRIGHT = zip(range(0xE78D, 0xE797), (0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A)), strict=True)
_SWAPPED = {0xE7C7: 0x1E3F, **_MOVED_LATER, **dict(_UPRIGHT)}
_EDITION_2022 = _SWAPPED | {b: a for a, b in _SWAPPED.items()}
_EITHER = re.compile(f"[{''.join(map(chr, _EDITION_2022))}]")

# Not compared: spaces, dots, and the signs within names.
_SIGNS = re.compile(rf"[\s{re.escape(DOT + DOTS + STOPS)}'’‘ʼ`´‐‑–—_-]+")

# What folding may change: anything but unified ideographs.
_ODD = re.compile("[^\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002f7ff\U00030000-\U000323af]")


def by_edition_2022(text: str) -> str:
    """Text that Python's GB 18030 codec has decoded, or will encode, as the edition of 2022 has it."""
    return text.translate(_EDITION_2022) if _EITHER.search(text) else text


def legible(text: str) -> str:
    """The name as it is shown and printed: private-use twins as the characters they stand for."""
    return text if text.isascii() else text.translate(TWINS)


def folded(text: str) -> str:
    """The name as it is compared: twins, compatibility forms, width and case made one; no spaces, dots, hyphens or
    apostrophes. "" when nothing is left."""
    if not _ODD.search(text):
        return text
    return unicodedata.normalize("NFKC", _SIGNS.sub("", text.translate(TWINS))).upper()
