"""The one worker: lanes that do jobs, timers between them. Ends when told to; what runs then waits for the next."""

import signal
import sys
import threading
import time
from collections.abc import Sequence

from jiuye.jobs.desk import Desk
from jiuye.jobs.runner import LOST, run_next
from jiuye.jobs.timer import Timer

LANES = 2  # a short job does not wait for a long one
IDLE = 0.5  # seconds between two looks at an empty queue
GRACE = 8.0  # seconds a job is given to come to a place where it may stop


class Worker:
    """Call `run` from the main thread."""

    def __init__(self, timers: Sequence[Timer]) -> None:
        self._timers = timers
        self._stop = threading.Event()
        self._lost = False

    def run(self) -> int:
        """Until SIGTERM or SIGINT: 0. 1 when the database went away: whoever started us starts us again."""
        for sig in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sig, lambda *_: self._stop.set())
        desk = Desk()
        while not desk.sole():  # one killed a moment ago is still known to the database
            if self._stop.wait(IDLE):
                return 0
        desk.recover()
        lanes = [threading.Thread(target=self._lane, daemon=True, name=f"lane-{n}") for n in range(LANES)]
        for lane in lanes:
            lane.start()
        try:
            self._keep_time(desk)
        except LOST as e:
            self._away(e)
        ends = time.monotonic() + GRACE
        for lane in lanes:
            lane.join(max(0.0, ends - time.monotonic()))
        return 1 if self._lost else 0

    def _lane(self) -> None:
        try:
            desk = Desk()
            while not self._stop.is_set():
                if not run_next(desk, self._stop.is_set):
                    self._stop.wait(IDLE)
        except LOST as e:
            self._away(e)

    def _away(self, error: Exception) -> None:
        print(f"数据库断开：{type(error).__name__}", file=sys.stderr, flush=True)
        self._lost = True
        self._stop.set()

    def _keep_time(self, desk: Desk) -> None:
        """A timer that fails says so and runs again at its next time."""
        due = {t.name: time.monotonic() for t in self._timers}
        while not self._stop.wait(IDLE):
            for timer in self._timers:
                if time.monotonic() >= due[timer.name]:
                    due[timer.name] = time.monotonic() + timer.seconds
                    desk.timer_began(timer.name)
                    desk.timer_ended(timer.name, _tried(timer))


def _tried(timer: Timer) -> str:
    try:
        timer.call()
    except Exception as e:
        print(f"{timer.name} 没有成功：{type(e).__name__}", file=sys.stderr, flush=True)
        return type(e).__name__
    return ""
