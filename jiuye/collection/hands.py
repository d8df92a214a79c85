"""Several processes make the slices of a large file, one for each processor.

They are started by name and spoken to through pipes, rather than forked or spawned by multiprocessing: a web
worker has threads and connections that a fork must not copy, and no main module that a spawn could read again.
Keys and rows pass through the pipes only, never through the command line, the environment or a file.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue
from typing import Any, TypeVar

from jiuye.collection.slices import Maker

MOST = 4  # beyond it the database, which stores what they make, is what is waited for
T = TypeVar("T")
Task = tuple[Any, ...]  # the arguments of `Maker.make`
# What a child needs of the environment: where its modules are, and nothing of ours.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "VIRTUAL_ENV")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def made(maker: Maker, tasks: Iterable[tuple[T, Task]], hands: int) -> Iterator[tuple[T, bytes]]:
    """What the tasks give, in order, each beside what came with it; made by `hands` processes (one: by this one),
    never more than two a process ahead of what was taken. Raises RuntimeError when one of the processes ends
    early."""
    if hands < 2:
        for told, task in tasks:
            yield told, maker.make(*task)
        return
    with ExitStack() as ends:
        children = [ends.enter_context(_Child(maker)) for _ in range(hands)]
        idle: SimpleQueue[_Child] = SimpleQueue()
        for child in children:
            idle.put(child)
        # A thread waits for each child's answer. Left before the end, what is waited for is cut off.
        pool = ends.enter_context(ThreadPoolExecutor(hands))
        for child in children:
            ends.callback(child.end)
        ends.callback(pool.shutdown, wait=False, cancel_futures=True)
        yield from _in_order(lambda task: pool.submit(_ask, idle, task), tasks, 2 * hands)


def _ask(idle: "SimpleQueue[_Child]", task: Task) -> bytes:
    child = idle.get()
    try:
        return child.ask(task)
    finally:
        idle.put(child)


def _in_order(
    submit: Callable[[Task], Future[bytes]], tasks: Iterable[tuple[T, Task]], ahead: int
) -> Iterator[tuple[T, bytes]]:
    waiting: deque[tuple[T, Future[bytes]]] = deque()
    for told, task in tasks:
        waiting.append((told, submit(task)))
        if len(waiting) >= ahead:
            first, answer = waiting.popleft()
            yield first, answer.result()
    for first, answer in waiting:
        yield first, answer.result()


class _Child:
    """One process; a context manager that ends it."""

    def __init__(self, maker: Maker) -> None:
        env = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        # One thread each for polars: there are as many children as processors.
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=env | {"POLARS_MAX_THREADS": "1"},
        )  # fmt: skip
        self._maker: Maker | None = maker

    def __enter__(self) -> "_Child":
        return self

    def __exit__(self, *exc: object) -> None:
        self.end()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def ask(self, task: Task) -> bytes:
        """What the child makes of a task; what it raises is raised here."""
        into, out = self._process.stdin, self._process.stdout
        assert into is not None
        assert out is not None
        try:
            if self._maker is not None:
                maker, self._maker = self._maker, None
                pickle.dump(maker.parts(), into, pickle.HIGHEST_PROTOCOL)
            pickle.dump(task, into, pickle.HIGHEST_PROTOCOL)
            into.flush()
            answer = pickle.load(out)
        except (EOFError, BrokenPipeError, ValueError, pickle.UnpicklingError) as e:
            raise RuntimeError("加密进程中途结束，文件没有收下，请重新上传") from e
        if isinstance(answer, Exception):
            raise answer
        return bytes(answer)


def serve() -> None:
    """The child: the maker first, then task after task until the pipe ends."""
    # What a library prints must not come between the answers.
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    try:
        maker = Maker.of(pickle.load(sys.stdin.buffer))
        while True:
            task = pickle.load(sys.stdin.buffer)
            try:
                answer: bytes | Exception = maker.make(*task)
            except Exception as e:
                answer = e
            pickle.dump(answer, out, pickle.HIGHEST_PROTOCOL)
            out.flush()
    except EOFError:
        return


if __name__ == "__main__":
    serve()
