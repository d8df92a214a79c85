"""Work done beside the making of what it is done to: one thread takes what comes, in order."""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


def beside(items: Iterable[T], work: Callable[[T], object], done: Callable[[], object], *, ahead: int = 2) -> None:
    """`work` on each item, in order, in one thread and in the caller's context, while the next ones are made here,
    at most `ahead` before it. `done` is called in that thread at the end, also when something was raised. Whatever
    is raised there or here is raised here; the thread has ended then."""
    context, waiting = copy_context(), deque[Future[object]]()
    with ThreadPoolExecutor(1) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(context.run, work, item))
                while len(waiting) > ahead:
                    waiting.popleft().result()
            while waiting:
                waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()
            pool.submit(done)
