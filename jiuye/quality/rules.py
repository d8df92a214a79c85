"""Judgements of the quality room: values in, verdict out."""

from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.quality.models import NEXT, Task
from jiuye.quality.report import masked

# Who inspects, who puts right, who supervises: the posts this room is for.
READERS = frozenset({"data_manager", "quality_contact", "supervisor"})
# Who opens the records behind a finding and corrects them, each in his own district.
HANDS = frozenset({"clerk", "reviewer"})
LONGEST = 2000  # characters of an answer


def may_read(post: str, *, rows: bool = False) -> Verdict:
    """Inspections are seen by those who inspect, put right or supervise; the rows behind them (`rows`) also
    by those who open the records."""
    if post in READERS or (rows and post in HANDS):
        return YES
    return no("本岗位不看质量检查", code="JY403", help="由市级数据管理岗或本区市质量整改联系岗办理。")


def may_issue(number: str, issued: bool) -> Verdict:
    """A run has one report, which is never made again. Art. 15."""
    return no(f"检查 {number} 的报告已出具", code="Q001", help="在检查页下载已出具的报告。") if issued else YES


def may_verify(task: Task | None, by: UUID, inspected: bool, left: int, note: str) -> Verdict:
    """Another one holds an answer against what was found since; a way back says what to do. Art. 15."""
    if task is None or "verified" not in NEXT[task.state]:
        return no("该整改任务还没有答复，或已经复测过", code="Q007")
    said = note.strip()
    return first_no(
        no("答复的人不得自己复测", code="Q008", help="由另一名市级数据管理岗办理。")
        if task.answered_by_id == by
        else YES,
        YES if inspected else no("答复以后还没有检查过", code="Q009", help="先做一次检查，再来复测。"),
        YES if not left or len(said) >= 5 else no(f"复测还有 {left} 处，退回时请写明要做什么", code="Q010"),
        YES if len(said) <= LONGEST else no(f"意见最多 {LONGEST} 个字", code="Q005"),
        YES if masked(said) == said else no("意见里不要写证件号码或手机号码，写编号或规则", code="Q006"),
    )


def may_close(task: Task | None) -> Verdict:
    """Only what a later inspection has cleared is closed. Art. 15."""
    done = task is not None and "closed" in NEXT[task.state]
    return YES if done else no("复测没有问题以后才能销号", code="Q011", help="请先复测。")


def may_answer(task: Task | None, district: str, city_wide: bool, answer: str) -> Verdict:
    """A district answers its own task, once, in words, and names nobody by number. Art. 15."""
    if task is None or not (city_wide or task.district == district):
        return no("这不是本区市的整改任务", code="Q003", help="由该区市的质量整改联系岗答复。")
    said = answer.strip()
    return first_no(
        YES if "answered" in NEXT[task.state] else no("该整改任务现在不能答复", code="Q002"),
        YES if len(said) >= 5 else no("请写明已改正什么、还剩什么、何时改完", code="Q004"),
        YES if len(said) <= LONGEST else no(f"答复最多 {LONGEST} 个字", code="Q005"),
        YES if masked(said) == said else no("答复里不要写证件号码或手机号码，写编号或规则", code="Q006"),
    )
