"""依据: files behind an order, kept in the store of the electronic archive. Art. 2(4), 9(3)."""

from collections.abc import Iterable, Sequence

from jiuye.lib.store import Damaged
from jiuye.lib.verdict import Refused, no
from jiuye.maintenance.models import Evidence
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records.custody.contents import let_go, store
from jiuye.records.custody.papers import File, put_by


def keep(files: Sequence[File]) -> list[Evidence]:
    """Read each and put its content into the store. Raises `Refused` for one that cannot be read, is too large or
    carries a virus; then none is kept that nobody refers to."""
    kept: list[Evidence] = []
    try:
        for file in files:
            kept.append(Evidence(**put_by(file)))
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
            raise Refused(no("依据文件已损坏或丢失", code="A014", help="请告诉信息机构运维岗，从备份恢复。")) from None
