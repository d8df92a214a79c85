"""Judgements about behaviour data: values in, verdict out. Art. 2(5)."""

from collections.abc import Sequence

from jiuye.collection.behaviour.models import PURPOSES
from jiuye.lib.verdict import YES, Verdict, first_no, no


def may_consent(purposes: Sequence[str], there: bool) -> Verdict:
    """Somebody agrees to named purposes; a change of mind begins with an objection."""
    known = bool(purposes) and set(purposes) <= set(PURPOSES)
    return first_no(
        no("您已经同意过了", code="B001", help="要改用途，请先停止记录，再重新选择。") if there else YES,
        YES if known else no("请至少勾选一项用途", code="B002"),
    )


def may_object(there: bool) -> Verdict:
    return YES if there else no("现在没有记录您的操作，不用停止", code="B003")
