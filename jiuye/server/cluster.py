"""The embedded PostgreSQL: made once, started, found again, recovered after a crash, stopped."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from jiuye.server import postmaster, processes, tuning
from jiuye.server.account import server_account
from jiuye.server.binaries import bin_directory
from jiuye.server.creation import create
from jiuye.server.errors import NotRunning, ServerError
from jiuye.server.files import Patience, free_port, locked, port_is_free, read_json, write_json
from jiuye.server.keyring import Secrets
from jiuye.server.paths import Paths
from jiuye.server.sockets import release, socket_directory

SUPERUSER = "postgres"
FIRST_PORT = 15432


class Cluster:
    """The cluster of one data directory. Several objects and processes may look after the same one: starting
    and stopping are serialised by a file lock, and what runs is read from the cluster itself."""

    def __init__(
        self,
        data: Path | str | None = None,
        *,
        settings: Mapping[str, str] | None = None,
        port: int = FIRST_PORT,
    ) -> None:
        """data: the data directory (see `Paths.of`). settings: PostgreSQL settings over ours. port: the TCP
        port to try first when none is remembered (0: any)."""
        self.paths = Paths.of(data)
        self._settings, self._first_port = settings, port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log_directory(self) -> Path:
        """The server's own log, one file a weekday."""
        return self.paths.pg / "log"

    def binary(self, name: str) -> Path:
        """A program of this server's version, e.g. "pg_basebackup"."""
        return bin_directory(self.paths.root, server_account(self.paths.pg)) / name

    def init(self) -> None:
        """Make the cluster unless it is there. An attempt cut short leaves nothing that counts."""
        account = server_account(self.paths.pg)
        self.paths.prepare(account)
        with locked(self.paths.lock("cluster"), Patience(600), "等待另一个进程建好数据库"):
            create(self.paths, account, Secrets.load_or_create(self.paths), SUPERUSER)

    def start(
        self, *, timeout: float = 600.0, bound: bool = False, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """Make sure the server runs and answers; return at once when it does.

        timeout: seconds, long enough for crash recovery. bound: the server stops when this process dies
        (call from the main thread). cancelled: asked while waiting.
        Raises ServerError with the end of the server's log when it does not come up.
        """
        patience = Patience(timeout, cancelled)
        self.init()
        with locked(self.paths.lock("cluster"), patience, "等待另一个进程启动数据库"):
            if self._pid() and postmaster.wait_ready(self.paths.pg, patience):
                return
            self._collect()
            postmaster.clear_away(self.paths.pg)
            self._launch(bound, patience)

    def stop(self, *, timeout: float = 60.0) -> None:
        """Fast shutdown: sessions end, everything is on disk. After `timeout` seconds, without checkpoint."""
        if not self.paths.pg.exists():
            return
        with locked(self.paths.lock("cluster"), Patience(timeout), "等待另一个进程放开数据库"):
            for sig, seconds in ((signal.SIGINT, timeout), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
                if pid := self._pid():
                    processes.send(pid, sig)
                if processes.wait_until(lambda: not self._pid(), seconds):
                    break
            self._collect()
            postmaster.clear_away(self.paths.pg)
            release(self.paths, (read_json(self.paths.cluster) or {}).get("socket"))

    def is_running(self) -> bool:
        """The postmaster is alive (perhaps still recovering)."""
        return self._pid() is not None

    @property
    def address(self) -> tuple[Path, int]:
        """Socket directory and port of the running server. Raises NotRunning."""
        status = postmaster.status(self.paths.pg)
        if not status or not self._pid():
            raise NotRunning("数据库没有运行")
        return status.socket, status.port

    @property
    def pid(self) -> int | None:
        """The postmaster's process number, None when it does not run."""
        return self._pid()

    def _pid(self) -> int | None:
        self._collect()
        return postmaster.running(self.paths.pg)

    def _collect(self) -> None:
        """Take note of our own dead child, which would otherwise look alive to the next postmaster."""
        if self._process and self._process.poll() is not None:
            self._process = None

    def _launch(self, bound: bool, patience: Patience) -> None:
        kept = read_json(self.paths.cluster) or {}
        port = int(kept.get("port") or self._first_port)
        directory = socket_directory(self.paths, kept.get("socket"), server_account(self.paths.pg))
        for _ in range(5):
            port = free_port(port)
            write_json(self.paths.cluster, {"port": port, "socket": str(directory)})
            self._spawn(directory, port, bound)
            try:
                if postmaster.wait_ready(self.paths.pg, patience, self._alive):
                    return
            except KeyboardInterrupt:
                self._abandon()
                raise
            except ServerError:
                if patience.cancelled():
                    self._abandon()
                raise
            if port_is_free(port):  # otherwise somebody took it between our look and the server's
                break
        raise ServerError(f"数据库没有启动起来。日志末尾：\n{self._last_words()}")

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _abandon(self) -> None:
        if self._process and self._alive():
            self._process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(60)

    def _spawn(self, sockets: Path, port: int, bound: bool) -> None:
        account = server_account(self.paths.pg)
        postmaster.write_settings(self.paths.pg, tuning.settings(self._settings), account)
        ours = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": str(sockets)}
        argv = [str(self.binary("postgres")), "-D", str(self.paths.pg)]
        argv += [part for name, value in ours.items() for part in ("-c", f"{name}={value}")]
        with (self.paths.logs / "postgres-start.log").open("wb") as log:
            # A session of its own: a Ctrl-C at the terminal is the supervisor's, who stops the server last.
            self._process = subprocess.Popen(
                argv, cwd="/", env={"PATH": os.defpath, "LC_ALL": "C"}, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
                preexec_fn=processes.die_with_parent(signal.SIGINT) if bound else None,
                **(account.become if account else {}),
            )  # fmt: skip

    def _last_words(self) -> str:
        logs = [self.paths.logs / "postgres-start.log", *self.log_directory.glob("*.log")]
        newest = sorted((log for log in logs if log.exists()), key=lambda log: log.stat().st_mtime)[-2:]
        text = "".join(log.read_text(errors="replace")[-2000:] for log in newest)
        return "\n".join(text.splitlines()[-12:])
