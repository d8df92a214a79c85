"""Work beside the making: in order, at most so far behind, and what is raised on either side is raised here."""

import threading
from collections.abc import Iterator
from contextvars import ContextVar

import pytest

from jiuye.lib.beside import beside

NAMED: ContextVar[str] = ContextVar("named", default="")


def test_items_are_worked_on_in_order_in_one_thread_of_the_caller_s_context() -> None:
    NAMED.set("here")
    seen: list[tuple[int, str, bool]] = []
    ended: list[bool] = []
    away = threading.get_ident()

    def work(item: int) -> None:
        seen.append((item, NAMED.get(), threading.get_ident() != away))

    beside(range(20), work, lambda: ended.append(threading.get_ident() != away))
    assert seen == [(n, "here", True) for n in range(20)]
    assert ended == [True]


def test_what_the_work_raises_ends_the_making() -> None:
    made: list[int] = []
    ended: list[int] = []

    def items() -> Iterator[int]:
        for n in range(100):
            made.append(n)
            yield n

    with pytest.raises(ZeroDivisionError):
        beside(items(), lambda n: 1 // (3 - n), lambda: ended.append(1))
    assert len(made) <= 7
    assert ended == [1]


def test_what_the_making_raises_is_raised_when_the_thread_has_ended() -> None:
    done: list[int] = []

    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise LookupError

    with pytest.raises(LookupError):
        beside(items(), done.append, lambda: done.append(0))
    assert done[-1] == 0
