"""A file as it is handed in behind a fact or an order: read, scanned for viruses, put into the store. Art. 2(4)."""

from dataclasses import dataclass
from typing import Any

from jiuye.lib import virus
from jiuye.lib.media import Unreadable, read
from jiuye.lib.verdict import Refused, no
from jiuye.records.custody.contents import store
from jiuye.standards.queries import catalogue

LARGEST = 20 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class File:
    """A file as it was handed in. kind: a code of the standard's list of materials."""

    name: str
    kind: str
    data: bytes


def put_by(file: File) -> dict[str, Any]:
    """What is kept of a file beside its content, which is now in the store: whoever refers to it holds it, whoever
    does not lets it go (`contents`). Raises `Refused` for one that cannot be read, is too large or carries a virus."""
    if file.kind not in catalogue().code_lists["material_kind"]:
        no("请选择依据是哪种材料", code="A003").or_refuse()
    if len(file.data) > LARGEST:
        no(f"文件超过 {LARGEST // 1024 // 1024} MB", code="A005", help="请降低分辨率或分成几个文件。").or_refuse()
    try:
        media = read(file.data)
    except Unreadable as bad:
        raise Refused(no(str(bad), code="A010")) from bad
    virus.scan(file.data).or_refuse()
    stored = store().put(file.data)
    return {
        "material_kind": file.kind, "file_name": file.name[:200], "mime_type": media.mime,
        "file_size": len(file.data), "page_count": media.pages, "sha256": stored.sha256, "sm3": stored.sm3,
    }  # fmt: skip
