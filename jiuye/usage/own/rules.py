"""Judgements about a person's own papers: values in, a verdict out."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiuye.ledger.own_book import head
from jiuye.lib.verdict import YES, Verdict, first_no, no

NOTHING_SEALED = no("还没有封存的查看记录，过几分钟再留存根", code="U020")


@dataclass(frozen=True)
class Stub:
    """What somebody holds: after how many looks, and the link then (hexadecimal)."""

    count: int
    link: str


def may_stand(stub: Stub, leaves: Sequence[bytes]) -> Verdict:
    """Is the book up to the stub what it was? `leaves`: of the entries there now, computed from their content, in the
    order they are sealed. Yes, or in words what is wrong."""
    return first_no(
        YES if len(leaves) == stub.count else no(
            f"存根上是 {stub.count} 次查看，台账里现在是 {len(leaves)} 次：有记录被删去或添进", code="U021",
            help="请带存根到市人社行政部门，或打 12333。",
        ),
        YES if head(leaves).hex() == stub.link else no(
            "次数对得上，但有记录的内容或先后和存根不一致：被改动过", code="U022",
            help="请带存根到市人社行政部门，或打 12333。",
        ),
    )  # fmt: skip
