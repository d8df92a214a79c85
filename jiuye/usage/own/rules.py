"""Judgements about a person's own papers and objections: values in, a verdict out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jiuye.ledger.own_book import head
from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.standards.queries import catalogue
from jiuye.usage.own.withheld import SHOWN, reason

STATE_LABELS = {"reported": "办理中", "corrected": "已更正", "upheld": "经核对不改"}
_LONG_NUMBER = re.compile(r"\d{8,}")
NOTHING_SEALED = no("还没有封存的查看记录，过几分钟再留存根", code="U220")


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
            f"存根上是 {stub.count} 次查看，台账里现在是 {len(leaves)} 次：有记录被删去或添进", code="U221",
            help="请带存根到市人社行政部门，或打 12333。",
        ),
        YES if head(leaves).hex() == stub.link else no(
            "次数对得上，但有记录的内容或先后和存根不一致：被改动过", code="U222",
            help="请带存根到市人社行政部门，或打 12333。",
        ),
    )  # fmt: skip


def may_report(dataset: str, item: str, said: str, his: bool, post: str) -> Verdict:
    """About an item of a record of `his` that he is shown, in words, without numbers of people."""
    known = catalogue().items.get(dataset, {}).get(item)
    return first_no(
        YES if his and dataset in SHOWN.get(post, ()) else no("没有这份档案，或者不是您的", code="U231"),
        no("请选是哪一项有误", code="U232") if known is None or reason(known) else YES,
        YES if len(said.strip()) >= 4 else no("请写明哪里不对、应当是什么", code="U233"),
        no("不用写证件号码、电话这样的长号码", code="U234", help="号码有误的，附上证件照片，由工作人员看证件核对。")
        if _LONG_NUMBER.search(said) else YES,
        YES if len(said) <= 500 else no("最多写 500 字", code="U235", help="其余的写在依据里。"),
    )  # fmt: skip
