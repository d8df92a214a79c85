"""The supervisor: keeps the database and the child processes up, and takes all of them down in order."""

import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from jiuye.lib import clock
from jiuye.server.child import LOG_LIMIT, Child, Running
from jiuye.server.connect import Instance
from jiuye.server.errors import ServerError
from jiuye.server.files import rotate
from jiuye.server.run_file import RunFile

__all__ = ["Child", "Supervisor"]

TICK = 0.2
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """children: started in this order, stopped in reverse, the database last.

    logs: directory of the children's logs. instance: whose embedded server to keep up and stop at the end.
    run_file: gets the children's states. verbose: the children's output also goes to stderr.
    on_ready: called once, when every child with a health check has answered (must be quick).
    """

    def __init__(
        self,
        children: Sequence[Child],
        *,
        logs: Path,
        instance: Instance | None = None,
        run_file: RunFile | None = None,
        verbose: bool = False,
        on_ready: Callable[[], None] | None = None,
    ) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._children = [Running(child, logs, self._say) for child in children]
        self._cluster = instance.cluster if instance else None
        self._run_file, self._on_ready = run_file, on_ready
        self._tails = [_Tail(child.child.name, child.log) for child in self._children] if verbose else []
        self._signals = 0
        self._told: dict[str, Any] = {}
        self._address: tuple[Path, int] | None = None

    def run(self) -> int:
        """Until SIGINT, SIGTERM or SIGHUP: 0. 1 when an essential child or the database cannot be kept up.

        Call from the main thread: signals and the children's tie to us belong to it. After a second signal
        the children are no longer waited for.
        """
        before = {sig: signal.signal(sig, self._on_signal) for sig in _STOPPING if not _shielded(sig)}
        status = 1
        try:
            self._address = self._cluster.address if self._cluster else None
            status = self._watch()
        except ServerError as e:
            self._say(str(e))
        finally:
            self._stop_all()
            for sig, handler in before.items():
                signal.signal(sig, handler)
        return status

    def _watch(self) -> int:
        while not self._signals:
            self._tend_cluster()
            for child in self._children:
                child.tend()
                if child.hopeless:
                    self._say(f"{child.child.name} 启动不了，全部停止；原因见 {child.log}")
                    return 1
            self._tell()
            time.sleep(TICK)
        return 0

    def _tend_cluster(self) -> None:
        """A dead server is started again: its recovery may take minutes, and a Ctrl-C ends the wait."""
        if self._cluster is None or self._cluster.is_running():
            return
        self._say("数据库意外停止，正在重新启动并恢复")
        try:
            self._cluster.start(bound=True, cancelled=lambda: self._signals > 0)
        except ServerError:
            if self._signals:
                return
            raise
        self._say("数据库已恢复")
        if self._cluster.address != self._address:  # its port was taken meanwhile: the old addresses are void
            self._address = self._cluster.address
            for child in self._children:
                child.restart()

    def _tell(self) -> None:
        states = {c.child.name: {"pid": c.pid, "state": c.state, "restarts": c.restarts} for c in self._children}
        if states != self._told and self._run_file:
            self._run_file.write(children=states)
        self._told = states
        if self._on_ready and all(child.state == "up" for child in self._children):
            ready, self._on_ready = self._on_ready, None
            ready()
        for child in self._children:
            rotate(child.log, limit=10 * LOG_LIMIT)
        for tail in self._tails:
            tail.pass_on()

    def _stop_all(self) -> None:
        self._say("正在停止……")
        for child in reversed(self._children):
            child.stop(hurry=lambda: self._signals > 1)
        for tail in self._tails:
            tail.pass_on()
        if self._cluster:
            self._cluster.stop()
        self._say("已全部停止")

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1

    @staticmethod
    def _say(text: str) -> None:
        print(f"{clock.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


def _shielded(sig: signal.Signals) -> bool:
    """Started under nohup, we outlive the terminal."""
    return sig == signal.SIGHUP and signal.getsignal(sig) == signal.SIG_IGN


class _Tail:
    """Passes on what is new in a log. Children write to files, not to us: they outlive a broken pipe."""

    def __init__(self, name: str, log: Path) -> None:
        self._name, self._log = name, log
        self._at = log.stat().st_size if log.exists() else 0

    def pass_on(self) -> None:
        if not self._log.exists():
            return
        size = self._log.stat().st_size
        self._at = 0 if size < self._at else self._at
        if size == self._at:
            return
        with self._log.open("rb") as log:
            log.seek(self._at)
            new = log.read(size - self._at)
        whole = new.rpartition(b"\n")[0] + b"\n" if b"\n" in new else b""
        self._at += len(whole)
        for line in whole.decode(errors="replace").splitlines():
            print(f"[{self._name}] {line}", file=sys.stderr)
        sys.stderr.flush()
