"""Judgements about material: values in, verdict out."""

from jiuye.collection.models import Submission
from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.records.custody.papers import LARGEST

MOST = 30  # files of a submission


def may_attach(submission: Submission, own: bool, kind: str, kinds: frozenset[str], size: int, count: int) -> Verdict:
    """Material comes before the review, from whoever handed the case in. Art. 7."""
    return first_no(
        YES if own else no("只能给本人提交的件附材料", code="A001"),
        YES if submission.kind == "window" and submission.state == "submitted"
        else no("这一件不在待审核状态，不能再附材料", code="A002", help="退回以后更正时可以附。"),
        YES if kind in kinds else no("请选择是哪种材料", code="A003"),
        no("文件是空的", code="A004", help="请重新扫描后再传。") if size == 0 else YES,
        no(f"文件超过 {LARGEST // 1024 // 1024} MB", code="A005", help="请降低分辨率或分成几个文件。")
        if size > LARGEST else YES,
        no(f"一件最多附 {MOST} 个文件", code="A006") if count >= MOST else YES,
    )  # fmt: skip


def may_detach(submission: Submission, own: bool, removed: bool) -> Verdict:
    """What nobody has reviewed yet may be taken off by whoever attached it."""
    return first_no(
        YES if own else no("只能撤下本人所附的材料", code="A007"),
        YES if submission.state == "submitted" else no("已经审核过的材料不能撤下", code="A008"),
        no("这份材料已经撤下了", code="A009") if removed else YES,
    )
