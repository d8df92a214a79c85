"""Judgements about changing many rows at once: values in, verdict out. Art. 9(3), last sentence."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.maintenance.models import Order
from jiuye.maintenance.rules import may_move

MOST_ROWS = 20_000  # of one batch: one transaction
LONGEST = timedelta(days=366)  # an approval holds
SCAN = "07"  # what the document's scan is in the standard's list of materials: another proof
LEAST_DIGEST = 16  # characters of the digest that the document is to quote
_NUMBER = re.compile(r"\S{4,60}")

DIFFERS = no("现在算出的清单与批准的不同，没有执行", code="M053", help="请重新试算申请，并另报省级批准。")
MORE_ROWS = no("现在符合条件的档案比批准的清单多", code="M054", help="请重新试算申请，并另报省级批准。")
NOT_RESTORED = no("反向执行没有把档案逐字还原，没有执行", code="M058", help="请告诉信息机构运维岗。")
NOT_AS_WRITTEN = no("写入后核验不符，已全部撤回", code="M059", help="请告诉信息机构运维岗。")
NO_SCAN = no("请附省级批复的扫描件", code="M069")
NO_APPROVAL = no("没有登记省级批复", code="M070", help="由审批岗先登记。")
USED = no("这份批复已经用过（文号或扫描件与另一次批量修改相同）", code="M055", help="一份批复只用一次，请核对。")
MOVED_SINCE = no("有的档案在执行以后又改过，不能整批反向执行", code="M057", help="请逐份申报更正，或另报省级批准。")


@dataclass(frozen=True)
class Document:
    """What the provincial document says. quoted: the digest of the difference as the document quotes it."""

    number: str
    office: str
    scope: str
    issued_on: date | None
    valid_until: date | None
    quoted: str


def is_batch(order: Order) -> Verdict:
    return YES if order.kind == "batch" else no("这张不是批量修改", code="M019")


def may_propose(rows: int, stops: Sequence[str]) -> Verdict:
    """A batch changes something, not too much at once, and breaks nothing that holds now. stops: what it would
    break, row by row in words."""
    told = "；".join(stops[:5])
    return first_no(
        YES if rows else no("没有要改的档案：条件没有选中，或新值与库中一样", code="M004"),
        YES if rows <= MOST_ROWS else no(f"一次最多改 {MOST_ROWS:,} 份，现在更多", code="M046", help="请分批。"),
        no(f"有 {len(stops):,} 份改后不合标准：{told}", code="M047", help="请改正新值或缩小条件后重新试算。")
        if stops
        else YES,
    )


def good_document(told: Document, digest: str, today: date) -> Verdict:
    """The approval names itself, its office and scope, holds today, and quotes the digest of this very difference."""
    quoted = re.sub(r"\s", "", told.quoted).lower()
    return first_no(
        YES if _NUMBER.fullmatch(told.number) else no("请写批复文号（4 到 60 个字，不含空格）", code="M048"),
        YES if 2 <= len(told.office) <= 60 else no("请写批准机关", code="M049"),
        YES if 4 <= len(told.scope) <= 500 else no("请写批准的范围（4 到 500 个字）", code="M050"),
        YES if told.issued_on and told.valid_until else no("请写批复日期和有效期", code="M051"),
        _period(told.issued_on, told.valid_until, today),
        YES if len(quoted) >= LEAST_DIGEST and digest.startswith(quoted)
        else no("批复引用的摘要与这份清单的不同", code="M052", help=f"请照批复录入，至少前 {LEAST_DIGEST} 位。"),
    )  # fmt: skip


def _period(issued: date | None, until: date | None, today: date) -> Verdict:
    if issued is None or until is None:
        return YES
    return first_no(
        YES if issued <= today else no("批复日期在今天以后", code="M051"),
        YES if today <= until else no("批复已过有效期", code="M056", help="请另报省级批准。"),
        YES if issued <= until <= issued + LONGEST else no("有效期最长一年", code="M051"),
    )


def in_force(issued: date, until: date, today: date) -> Verdict:
    """An approval is used within its days, both included."""
    return first_no(
        YES if issued <= today else no("省级批复还没有到日期", code="M056"),
        YES if today <= until else no(f"省级批复已于 {until} 到期", code="M056", help="请退回，另报省级批准。"),
    )


def may_invert(order: Order, hands: Collection[UUID]) -> Verdict:
    """What the recheck sent back after it was written is put back as it was, by somebody who had no hand in it."""
    earlier = {order.applied_by_id, order.decided_by_id, order.modified_by_id, order.returned_by_id}
    return first_no(
        may_move(order, "inverted"),
        YES if order.kind == "batch" and order.modified_at is not None
        else no("没有执行过的批量修改不用反向执行", code="M024"),
        no("办过前面环节的人不得反向执行", code="M072", help="由另一位维护岗办理。")
        if not earlier.isdisjoint(hands)
        else YES,
    )  # fmt: skip
