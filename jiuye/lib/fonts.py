"""Type for characters that usual fonts lack: CJK extensions A to F, all of GB 18030-2022 level 3.

HanaMinA and HanaMinB (GlyphWiki, under the free Hanazono licence or the OFL) come in Debian's package
`fonts-hanazono`; no Python package carries them. Pages load them from here for the few characters that want
them; a PDF embeds the glyphs it uses.
"""

import os
from pathlib import Path

PACKAGE = "fonts-hanazono"
FACES = ("HanaMinA", "HanaMinB")
_DEBIAN = "/usr/share/fonts/truetype/hanazono"


def rare() -> Path | None:
    """The folder with both faces, as installed or as JIUYE_RARE_FONTS names it; None where they are not."""
    folder = Path(os.environ.get("JIUYE_RARE_FONTS") or _DEBIAN)
    return folder if all((folder / f"{face}.ttf").is_file() for face in FACES) else None
