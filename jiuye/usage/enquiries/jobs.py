"""Long work of governed look-up: a batch."""

from django.urls import reverse

from jiuye.jobs.kinds import Kind, Order, Outcome, register
from jiuye.lib.progress import Tell
from jiuye.usage.enquiries import batches


def _run(order: Order, tell: Tell) -> Outcome:
    done = batches.look_up_batch(order.job.subject_id, by=order.by, tell=tell)
    seen = len({n for n, *_ in done.found})
    return Outcome(f"{done.rows} 个号码，查到 {seen} 个。", reverse("usage:batch", args=[done.pk]), f"看 {done.number}")


def _stopped(order: Order) -> Outcome:
    return Outcome("已取消，一个也没有查。")


register(Kind(batches.KIND, "批量查询", batches.BATCH, _run, _stopped))
