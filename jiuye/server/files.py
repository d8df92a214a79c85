"""Small matters of files and ports: atomic writes, locks between processes, rotation, free ports."""

import contextlib
import fcntl
import json
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jiuye.server.errors import ServerError


class Patience:
    """How long to wait, in seconds, and who may call it off (`cancelled` answers True)."""

    def __init__(self, seconds: float, cancelled: Callable[[], bool] | None = None) -> None:
        self._until = time.monotonic() + seconds
        self._seconds = seconds
        self.cancelled = cancelled or (lambda: False)

    def pause(self, waiting_for: str, step: float = 0.05) -> None:
        """Sleep one step. Raises ServerError when time is up or the wait was called off."""
        if self.cancelled():
            raise ServerError(f"已取消：{waiting_for}")
        if time.monotonic() > self._until:
            raise ServerError(f"等了 {self._seconds:.0f} 秒仍未完成：{waiting_for}")
        time.sleep(step)


@contextlib.contextmanager
def locked(path: Path, patience: Patience, waiting_for: str) -> Iterator[None]:
    """Hold the lock of this file, alone among all processes and threads; it ends with the process."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                patience.pause(waiting_for)
        yield
    finally:
        os.close(handle)


def write_json(path: Path, value: Any) -> None:
    """Replace the file in one step, readable by us alone; it is whole on disk before it gets its name."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(value, out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def read_json(path: Path) -> Any:
    """The file's value, or None when there is no such file. Raises ServerError when it is damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except PermissionError as e:
        raise ServerError(f"无权读取 {path}；请用启动本系统的那个用户") from e
    except ValueError as e:
        raise ServerError(f"{path} 已损坏，请从备份恢复该文件") from e


def rotate(path: Path, *, limit: int, keep: int = 3) -> None:
    """When the log is over `limit` bytes, move its text to .1 (.1 to .2 …) and empty it in place, so that a
    writer in append mode goes on."""
    if not path.exists() or path.stat().st_size <= limit:
        return
    for n in range(keep - 1, 0, -1):
        older = path.with_name(f"{path.name}.{n}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{n + 1}"))
    shutil.copyfile(path, path.with_name(f"{path.name}.1"))
    os.truncate(path, 0)


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just given up counts as free
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def free_port(preferred: int = 0, host: str = "127.0.0.1") -> int:
    """`preferred` or the next free TCP port after it (100 are tried), else any; 0 asks for any.

    `host` is the address that is to be listened on ("0.0.0.0" for all).
    """
    if preferred:
        for port in range(preferred, min(preferred + 100, 65536)):
            if port_is_free(port, host):
                return port
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
