"""依据: files behind an order, kept in the store of the electronic archive. Art. 2(4), 9(3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiuye.collection.archive.rules import LARGEST
from jiuye.lib import virus
from jiuye.lib.media import Unreadable, read
from jiuye.lib.store import Damaged
from jiuye.lib.verdict import Refused, no
from jiuye.maintenance.models import Evidence
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records.custody.contents import let_go, store
from jiuye.standards.queries import catalogue


@dataclass(frozen=True)
class File:
    """A file as it was handed in. kind: a code of the standard's list of materials."""

    name: str
    kind: str
    data: bytes


def keep(files: Sequence[File]) -> list[Evidence]:
    """Read each and put its content into the store. Raises `Refused` for one that cannot be read, is too large or
    carries a virus; then none is kept that nobody refers to."""
    kept: list[Evidence] = []
    try:
        for file in files:
            if file.kind not in catalogue().code_lists["material_kind"]:
                no("请选择依据是哪种材料", code="A003").or_refuse()
            if len(file.data) > LARGEST:
                size = LARGEST // 1024 // 1024
                no(f"文件超过 {size} MB", code="A005", help="请降低分辨率或分成几个文件。").or_refuse()
            media = read(file.data)
            virus.scan(file.data).or_refuse()
            stored = store().put(file.data)
            kept.append(
                Evidence(
                    material_kind=file.kind, file_name=file.name[:200], mime_type=media.mime,
                    file_size=len(file.data), page_count=media.pages, sha256=stored.sha256, sm3=stored.sm3,
                )
            )  # fmt: skip
    except Unreadable as bad:
        discard(kept)
        raise Refused(no(str(bad), code="A010")) from bad
    except Refused:
        discard(kept)
        raise
    return list({e.sha256: e for e in kept}.values())


def discard(kept: Iterable[Evidence]) -> None:
    """Nothing came of it: away with what nobody refers to."""
    for one in kept:
        let_go(one.sha256)


def view_evidence(evidence: Evidence, *, by: Session) -> bytes:
    """查看依据: seeing is an act; the entry names the order. Raises `Refused` when the file is damaged."""
    with act("maintenance.view_evidence", by=by, on=evidence, why=evidence.order.number):
        try:
            return store().get(evidence.sha256)
        except Damaged:
            raise Refused(
                no("依据文件已损坏或丢失", code="A014", help="请告诉信息机构运维岗，从备份恢复。")
            ) from None
