"""Under whose name the database runs. PostgreSQL refuses root, and so do we."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiuye.server.errors import ServerError

NAME = "jiuye"
# Accounts to fall back on where no account can be created, in this order.
_EXISTING = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An unprivileged account of this machine."""

    name: str
    uid: int
    gid: int

    @property
    def become(self) -> dict[str, Any]:
        """Arguments for `subprocess` that start a process under this account, with no other groups."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_use(self, path: Path) -> bool:
        """Whether the account can enter the directory or run the file: asked of the system, as that account
        (permissions of every parent and access lists count, so that reading modes would not do)."""
        argv = ["/bin/sh", "-c", '[ -x "$1" ]', "sh", str(path)]
        try:
            asked = subprocess.run(argv, cwd="/", check=False, **self.become)
        except PermissionError as e:  # a container without the right to change users
            raise ServerError(f"不能以账号 {self.name} 启动程序：请以普通用户运行，或设置 DATABASE_URL") from e
        return asked.returncode == 0

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)


def server_account(cluster: Path) -> Account | None:
    """The account for the cluster directory `cluster`; None when we are no root and run it ourselves.

    As root: the owner of an existing cluster, else the system account `jiuye` (created when possible), else
    `postgres` or `nobody`. Raises ServerError when nobody can be found.
    """
    if os.geteuid() != 0:
        return None
    if cluster.exists():
        uid = cluster.stat().st_uid
        if uid == 0:
            raise ServerError(f"{cluster} 属于 root，数据库不能以 root 运行；请把该目录改为普通账号所有")
        return _by_uid(uid, cluster.stat().st_gid)
    found = _by_name(NAME) or _create() or next(filter(None, map(_by_name, _EXISTING)), None)
    if not found:
        raise ServerError(f"没有可供数据库使用的普通账号；请先建立系统账号 {NAME}")
    return found


def _by_name(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid) if entry.pw_uid != 0 else None


def _by_uid(uid: int, gid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:  # a volume brought from another machine
        return Account(str(uid), uid, gid)
    return Account(entry.pw_name, uid, entry.pw_gid)


def _create() -> Account | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if not useradd:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    shell = ["--shell", "/usr/sbin/nologin"]
    # A failure (read-only /etc, or another starter was first) leaves the look-up to decide.
    subprocess.run([useradd, *options, *shell, NAME], capture_output=True, check=False)
    return _by_name(NAME)
