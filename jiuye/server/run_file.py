"""run.json: the running instance, as the command line finds it."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from typing import Any

from jiuye.lib import clock
from jiuye.server import processes
from jiuye.server.errors import AlreadyRunning, ServerError
from jiuye.server.files import Patience, locked, read_json, write_json
from jiuye.server.paths import Paths


class RunFile:
    """Written by the one supervisor of a data directory, read by everybody else of the same user.

    Keys: pid, born (clock ticks since boot), started_at (ISO 8601), web_port, database {version, embedded,
    url_host, host, port, socket}, children {name: {pid, state, restarts}}, and whatever was given to `write`.
    """

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._content: dict[str, Any] = {}

    @contextlib.contextmanager
    def claim(self) -> Iterator[None]:
        """Be the supervisor of this data directory while the block lasts; at its end the file goes.

        Raises AlreadyRunning when there is one.
        """
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(locked(self._paths.lock("run"), Patience(1), ""))
            except ServerError as e:
                raise AlreadyRunning(f"数据目录 {self._paths.root} 已有正在运行的实例") from e
            stack.callback(self._paths.run.unlink, missing_ok=True)
            me, started = os.getpid(), clock.now().isoformat(timespec="seconds")
            self._content = {"pid": me, "born": processes.birth(me), "started_at": started}
            self.write()
            yield

    def write(self, **entries: Any) -> None:
        """Add or replace entries."""
        self._content.update(entries)
        write_json(self._paths.run, self._content)

    def read(self) -> Mapping[str, Any] | None:
        """The running instance, None when none runs (a file left by a killed one does not count)."""
        found: dict[str, Any] | None = read_json(self._paths.run)
        alive = found is not None and processes.birth(int(found["pid"])) == found["born"]
        return found if alive else None
