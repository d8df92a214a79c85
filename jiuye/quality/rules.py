"""Judgements of the quality room: values in, verdict out."""

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.quality.models import NEXT, Task


def may_answer(task: Task, district: str, city_wide: bool, answer: str) -> Verdict:
    """A district answers its own task, in words. Art. 15."""
    return first_no(
        YES if "answered" in NEXT[task.state] else no("该整改任务现在不能答复", code="Q002"),
        YES if city_wide or task.district == district else no("这不是本区市的整改任务", code="Q003"),
        YES if len(answer.strip()) >= 5 else no("请写明已改正什么、还剩什么、何时改完", code="Q004"),
    )
