"""`jiuye worker`: the timers, each acting as machine staff. Started by `jiuye run`."""

import argparse
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from jiuye.front.commands.common import Outcome, progress, running
from jiuye.front.commands.ledger import checkpoints

NAME, HELP = "worker", "后台定时任务（由 jiuye run 启动）"


def _seal() -> None:
    from jiuye.ledger.seal import seal

    seal(os.environ["JIUYE_DSN_SEALER"], checkpoints())


def _ask_again() -> None:
    from jiuye.collection.sharing.actions import ask_again
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session

    ask_again(by=machine_session(founding.MACHINE))


@dataclass(frozen=True)
class Timer:
    """What runs, under which act's name, how often."""

    name: str
    act: str
    seconds: int
    call: Callable[[], None]


TIMERS = [
    Timer("seal", "ledger.seal", 30, _seal),
    Timer("ask_again", "collection.ask_department", 20, _ask_again),
]


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(args: argparse.Namespace) -> Outcome:
    """Until SIGTERM or SIGINT. A timer that fails says so and runs again at its next time."""
    running(args)
    stop = threading.Event()
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, lambda *_: stop.set())
    due = {t.name: time.monotonic() for t in TIMERS}
    while not stop.wait(1.0):
        for timer in TIMERS:
            if time.monotonic() >= due[timer.name]:
                due[timer.name] = time.monotonic() + timer.seconds
                try:
                    timer.call()
                except Exception as e:
                    progress(f"{timer.name} 没有成功：{type(e).__name__}: {e}")
    return 0, None, ""
