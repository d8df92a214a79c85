"""Work done beside other work: one thread takes what is being made, in order; several share what is there."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from queue import SimpleQueue
from threading import Event
from typing import TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")
HANDS = 2  # threads, each with a connection of its own, that have work between them


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


def shared(
    items: Iterable[T], work: Callable[[T], R], done: Callable[[], object], *, hands: int = HANDS
) -> Iterator[R]:
    """What `work` gives for each item, as it comes, from so many threads in the caller's context. `done` is called in
    each thread at its end. When one raises, the others end what they have in hand and begin nothing more; it is
    raised here."""
    left, given, broken = deque(items), SimpleQueue[R | None](), Event()

    def hand() -> None:
        try:
            while not broken.is_set() and (item := _next(left)) is not None:
                given.put(work(item))
        except BaseException:
            broken.set()
            raise
        finally:
            done()
            given.put(None)

    with ThreadPoolExecutor(hands) as pool:
        running = [pool.submit(copy_context().run, hand) for _ in range(hands)]
        try:
            for _ in running:
                yield from cast(Iterator[R], iter(given.get, None))
        finally:
            broken.set()
        for one in running:
            one.result()


def _next(left: deque[T]) -> T | None:
    try:
        return left.popleft()
    except IndexError:
        return None
