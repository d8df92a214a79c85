"""One child process of the supervisor: started in its own group, started again when it dies, stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiuye.server import processes
from jiuye.server.files import rotate

LOG_LIMIT = 10 << 20
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
SETTLED = 10.0  # seconds after which a process counts as well started
CHECK_EVERY, CHECKS_FAILED = 5.0, 3
HOPELESS = 5  # starts in a row that ended by the process's own error


@dataclass(frozen=True)
class Child:
    """name: also of its log. argv: command. env: its whole environment, or a function that gives it at each
    start (None: ours). essential: everything stops when it never gets on its feet; others are tried again.
    healthy: whether it answers; must return within a second or two, an exception counts as no. A process that
    answered once and then fails three times in a row is replaced; one that never answered is given time."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] | Callable[[], Mapping[str, str]] | None = None
    essential: bool = True
    healthy: Callable[[], bool] | None = None


class Running:
    """A child under supervision. `tend` is called again and again from the supervisor's main thread."""

    def __init__(self, child: Child, logs: Path, say: Callable[[str], None]) -> None:
        self.child, self.restarts, self.answered = child, 0, child.healthy is None
        self.log = logs / f"{child.name}.log"
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._delay, self._errors, self._failed = FIRST_DELAY, 0, 0
        self._proven = False  # once it has been up for a while, its troubles are taken to pass
        self._started = self._due = self._next_check = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def state(self) -> str:
        """One of "up", "starting" (not answering yet) and "waiting" (before the next start)."""
        if not self._process:
            return "waiting"
        return "up" if self.answered else "starting"

    @property
    def hopeless(self) -> bool:
        return self.child.essential and not self._proven and self._errors >= HOPELESS

    def tend(self) -> None:
        """Start it when due, notice its death, ask for its health."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._due:
                self._start(now)
        elif self._process.poll() is not None:
            self._bury(now, self._process)
        else:
            if now - self._started > SETTLED:
                self._delay, self._errors, self._proven = FIRST_DELAY, 0, True
            if now >= self._next_check:
                self._check(now)

    def restart(self) -> None:
        """Replace the process now."""
        self.stop()
        self._due = 0.0

    def stop(self, grace: float = 10.0, hurry: Callable[[], bool] = lambda: False) -> None:
        """SIGTERM, then after `grace` seconds (or when `hurry` answers True) SIGKILL to the whole group."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            processes.wait_until(lambda: process.poll() is not None or hurry(), grace)
        _kill_group(process.pid)
        process.wait()

    def _start(self, now: float) -> None:
        env = self.child.env() if callable(self.child.env) else self.child.env
        rotate(self.log, limit=LOG_LIMIT)
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self._process = subprocess.Popen(
                list(self.child.argv), env=None if env is None else dict(env), stdin=subprocess.DEVNULL,
                stdout=handle, stderr=handle, start_new_session=True,
                preexec_fn=processes.die_with_parent(signal.SIGTERM),
            )  # fmt: skip
        except OSError as e:
            self._errors += 1
            self._put_off(now, f"{self.child.name} 不能启动（{e.strerror}）")
        finally:
            os.close(handle)
        self._started, self._next_check, self._failed = now, now, 0
        self.answered = self.child.healthy is None

    def _bury(self, now: float, process: subprocess.Popen[bytes]) -> None:
        _kill_group(process.pid)  # what it left behind may hold its port
        self._process = None
        status = process.returncode
        # Killed from outside it deserves another try; leaving by itself at once, it will do so again.
        young = now - self._started < SETTLED
        self._errors = self._errors + 1 if status >= 0 and young else 0
        how = f"被信号 {-status} 结束" if status < 0 else f"退出（状态 {status}）"
        self._put_off(now, f"{self.child.name} {how}，日志在 {self.log}")

    def _put_off(self, now: float, why: str) -> None:
        self.restarts += 1
        self._due = now + self._delay
        self._say(f"{why}；{self._delay:g} 秒后重新启动")
        self._delay = min(self._delay * 2, LONGEST_DELAY)

    def _check(self, now: float) -> None:
        if self.child.healthy is None:
            return
        self._next_check = now + (CHECK_EVERY if self.answered else 0.5)
        try:
            well = self.child.healthy()
        except Exception:
            well = False
        if well:
            self.answered, self._failed = True, 0
        elif self.answered:
            self._failed += 1
            if self._failed >= CHECKS_FAILED:
                self._say(f"{self.child.name} 连续 {CHECKS_FAILED} 次没有应答，重新启动")
                self.restarts += 1
                self.restart()


def _kill_group(pid: int) -> None:
    """The child leads a group of its own; the number stays the group's while a member lives."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
