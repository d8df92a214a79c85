"""Where an instance keeps its things: one data directory, private to its user."""

import os
from dataclasses import dataclass
from pathlib import Path

from jiuye.server.account import Account
from jiuye.server.errors import ServerError

# What an empty volume may hold; and what tells a directory of ours, from the first moments of a start on.
_HARMLESS = {"lost+found", "logs"}
_OURS = {"secrets.json", "secrets.lock", "cluster.lock"}


@dataclass(frozen=True)
class Paths:
    """The layout of a data directory. `root` is absolute with links resolved."""

    root: Path

    @classmethod
    def of(cls, data: Path | str | None = None) -> "Paths":
        """`data`, else JIUYE_DATA, else /var/lib/jiuye for root and ~/.local/share/jiuye for others."""
        given = data or os.environ.get("JIUYE_DATA")
        if not given:
            given = "/var/lib/jiuye" if os.geteuid() == 0 else "~/.local/share/jiuye"
        return cls(Path(given).expanduser().resolve())

    @property
    def pg(self) -> Path:
        """The cluster."""
        return self.root / "pg"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.json"

    @property
    def run(self) -> Path:
        """The running instance: pid, ports, children."""
        return self.root / "run.json"

    @property
    def cluster(self) -> Path:
        """What the cluster remembers between starts: port and socket directory."""
        return self.root / "cluster.json"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def socket(self) -> Path:
        """The socket's directory, as long as the path is short enough (see `cluster`)."""
        return self.root / "socket"

    def lock(self, name: str) -> Path:
        return self.root / f"{name}.lock"

    def prepare(self, account: Account | None) -> None:
        """Make the directory, closed to others. `account` is the server's account (None: we ourselves),
        which may pass through but not list. Parents are made as usual and never opened further.

        Raises ServerError when the directory holds something else, or cannot be reached by the account.
        """
        try:
            self._make(account)
        except PermissionError as e:
            raise ServerError(f"不能建立或写入数据目录 {self.root}：{e.strerror}") from e
        if account and not account.can_use(self.root):
            raise ServerError(
                f"数据库以账号 {account.name} 运行，但该账号进不了数据目录 {self.root}（上级目录不允许）；"
                "请用 --data 或 JIUYE_DATA 指定别处，例如 /var/lib/jiuye"
            )

    def _make(self, account: Account | None) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        found = {entry.name for entry in self.root.iterdir()} - _HARMLESS
        if found and not found & _OURS:
            raise ServerError(f"数据目录 {self.root} 里有别的东西，请指定一个空目录")
        owner = self.root.stat().st_uid
        if owner != os.geteuid() and (found or os.geteuid() != 0):
            raise ServerError(f"数据目录 {self.root} 属于另一个用户（uid {owner}），请用该用户运行")
        if account:
            os.chown(self.root, 0, account.gid)
        self.root.chmod(0o710 if account else 0o700)
        self.logs.mkdir(mode=0o700, exist_ok=True)
