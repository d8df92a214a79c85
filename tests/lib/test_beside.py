"""Work beside other work: in order and at most so far behind, or shared; what is raised anywhere is raised here."""

import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar

import pytest

from jiuye.lib.beside import beside, shared

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


def test_shared_items_are_worked_on_once_each_by_several_threads() -> None:
    NAMED.set("there")
    both, ended = threading.Barrier(2, timeout=20), []

    def work(item: int) -> tuple[int, str]:
        if item < 2:
            both.wait()  # goes on only when another hand has come as far
        return item, NAMED.get()

    assert sorted(shared(range(9), work, lambda: ended.append(1))) == [(n, "there") for n in range(9)]
    assert ended == [1, 1]


def test_what_one_hand_raises_stops_the_other_and_is_raised() -> None:
    done: list[int] = []
    failed = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            failed.set()
            raise LookupError
        failed.wait(20)
        time.sleep(0.002)
        done.append(item)
        return item

    with pytest.raises(LookupError):
        list(shared(range(500), work, lambda: None))
    assert len(done) < 500
