"""Where the PDF's Chinese faces come from: an installed package, so that a machine without fonts will do."""

from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pylopdf-fonts-zh-cn"  # Noto Serif SC and Noto Sans SC, SIL OFL 1.1
_MODULE = "pylopdf_fonts_zh_cn"
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"


class FontsMissing(Exception):
    """No Chinese font is installed; the message says which package to install."""


def folder() -> Path:
    """The folder with both faces. Raises FontsMissing."""
    spec = find_spec(_MODULE)
    found = Path(spec.origin).parent if spec and spec.origin else None
    if found is None or not any(found.glob("NotoSerifSC-*.otf")):
        raise FontsMissing(f"没有中文字体，不能生成 PDF：请安装 Python 包 {PACKAGE}（pip install {PACKAGE}）")
    return found
