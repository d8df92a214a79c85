"""The cluster's postmaster, as its own files and the system's process table tell of it."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jiuye.server import processes, tuning
from jiuye.server.account import Account
from jiuye.server.errors import ServerError
from jiuye.server.files import Patience

COMMAND = "postgres"
SETTINGS = "jiuye.conf"


@dataclass(frozen=True)
class Status:
    """The lines of postmaster.pid."""

    pid: int
    port: int
    socket: Path
    ready: bool


def status(pg: Path) -> Status | None:
    """What postmaster.pid says; None when absent or still being written. It may be stale: see `running`."""
    lines = _lines(pg)
    if len(lines) < 8 or not lines[3].isdigit():
        return None
    return Status(int(lines[0]), int(lines[3]), Path(lines[4]), lines[7].strip() in ("ready", "standby"))


def running(pg: Path) -> int | None:
    """The living postmaster's process number. A number that by now is another process's does not count.

    Raises ServerError when the server was taken into single-user mode by hand.
    """
    lines = _lines(pg)
    try:
        pid = int(lines[0]) if lines else 0
    except ValueError:
        return None
    if pid == 0 or not processes.works_in(abs(pid), pg, COMMAND):
        return None
    if pid < 0:
        raise ServerError("数据库正以单用户模式被人使用，请先结束该进程")
    return pid


def wait_ready(pg: Path, patience: Patience, alive: Callable[[], bool] | None = None) -> bool:
    """Wait until the server answers; False when it is gone instead. Crash recovery may take minutes."""
    alive = alive or (lambda: running(pg) is not None)
    while alive():
        seen = status(pg)
        if seen and seen.ready and running(pg) == seen.pid and _answers(seen):
            return True
        patience.pause("数据库启动（崩溃之后恢复可能要几分钟）")
    return False


def _answers(seen: Status) -> bool:
    """Somebody listens: a postmaster killed a moment ago is still in the process table, but deaf."""
    with socket.socket(socket.AF_UNIX) as knock:
        try:
            knock.connect(str(seen.socket / f".s.PGSQL.{seen.port}"))
        except OSError:
            return False
    return True


def clear_away(pg: Path) -> None:
    """After a postmaster was killed: end the processes it left, which hold its shared memory, and remove its
    lock file, whose number may by now be another process of the same user. Call under the cluster's lock."""
    try:
        processes.end_all(pg, COMMAND)
    except TimeoutError as e:
        raise ServerError("上次的数据库进程结束不了（可能磁盘没有响应），请检查后再启动") from e
    stale = pg / "postmaster.pid"
    before = status(pg)
    stale.unlink(missing_ok=True)
    if before and before.socket.is_absolute():
        name = before.socket / f".s.PGSQL.{before.port}"
        name.unlink(missing_ok=True)
        name.with_name(f"{name.name}.lock").unlink(missing_ok=True)


def write_settings(pg: Path, values: Mapping[str, str], account: Account | None) -> None:
    """Our settings as a file of their own, which postgresql.conf includes: ALTER SYSTEM comes after it."""
    target = pg / SETTINGS
    fresh = target.with_suffix(".new")
    fresh.write_text(tuning.as_file(values), encoding="utf-8")
    fresh.chmod(0o600)
    if account:
        account.own(fresh)
    fresh.replace(target)


def _lines(pg: Path) -> list[str]:
    try:
        return (pg / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
    except PermissionError as e:
        raise ServerError(f"无权读取 {pg}；请用启动本系统的那个用户") from e
