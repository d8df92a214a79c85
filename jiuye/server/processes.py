"""What the system knows of processes: alive or not, and where they work. Read from /proc (Linux)."""

import ctypes
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

_PROC = Path("/proc")
_PR_SET_PDEATHSIG = 1


def birth(pid: int) -> int | None:
    """When the process started, in clock ticks since boot: with the pid it names a process for good.

    None when there is no such process, or it is dead and merely not yet collected by its parent.
    """
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(fields[19]) if fields[0] not in "ZX" else None


def works_in(pid: int, directory: Path, command: str) -> bool:
    """Whether this living process has that name (15 characters at most) and that working directory.

    PostgreSQL's processes all work in their cluster, which tells them from those of another cluster; the
    name tells them from a shell somebody left there.
    """
    entry = _PROC / str(pid)
    try:
        here = os.readlink(entry / "cwd") == str(directory)
        return here and (entry / "comm").read_text().strip() == command and birth(pid) is not None
    except OSError:  # gone meanwhile, or not ours to see
        return False


def working_in(directory: Path, command: str) -> list[int]:
    """All processes for which `works_in` holds."""
    pids = [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if works_in(pid, directory, command)]


def end_all(directory: Path, command: str) -> int:
    """End the processes `working_in` finds: they get a second to leave by themselves, then SIGQUIT, then
    SIGKILL. Returns how many there were at first. Raises TimeoutError when one survives."""
    first = working_in(directory, command)
    for sig, seconds in ((None, 1.0), (signal.SIGQUIT, 3.0), (signal.SIGKILL, 30.0)):
        for pid in working_in(directory, command):
            if sig is not None:
                send(pid, sig)
        if wait_until(lambda: not working_in(directory, command), seconds):
            return len(first)
    raise TimeoutError(f"processes in {directory} survive SIGKILL")


def send(pid: int, sig: int) -> None:
    """Signal a process that may be gone."""
    try:
        os.kill(pid, sig)
    except ProcessLookupError:
        return


def wait_until(done: Callable[[], bool], seconds: float, step: float = 0.05) -> bool:
    """Whether it became true in time."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(step)
    return True


def die_with_parent(sig: int) -> Callable[[], None]:
    """A `preexec_fn`: the process gets `sig` when the thread that starts it ends (call from the main thread).

    Best effort: without prctl (not Linux) nothing happens.
    """
    parent = os.getpid()
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return lambda: None

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, sig, 0, 0, 0)
        if os.getppid() != parent:  # it died between fork and here
            os._exit(1)

    return bind
