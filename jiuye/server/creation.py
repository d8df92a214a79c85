"""Making the cluster: initdb, as the server's account, under its final name only when complete."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from jiuye.server import postmaster
from jiuye.server.account import Account
from jiuye.server.binaries import bin_directory
from jiuye.server.errors import ServerError
from jiuye.server.keyring import Secrets
from jiuye.server.paths import Paths

# Sorting and case come from the builtin C.UTF-8. The system's ctype matters all the same: under plain "C"
# pg_trgm sees no letters in Chinese text and every search by trigrams misses. Old systems have only "C".
_CTYPES = ("C.UTF-8", "C")


def create(paths: Paths, account: Account | None, secrets: Secrets, superuser: str) -> None:
    """Make the cluster unless it is there; check that it is of our version. Call under the cluster's lock.

    Raises ServerError with initdb's words, or when an older server made the cluster.
    """
    programs = bin_directory(paths.root, account)
    if paths.pg.exists():
        _check_version(paths.pg, programs)
        return
    unfinished = paths.root / "pg.new"
    said = ""
    for ctype in _CTYPES:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if account:
            account.own(unfinished)
        done = _initdb(programs, unfinished, ctype, account, secrets.superuser, superuser)
        said = done.stderr or done.stdout
        if done.returncode == 0:
            with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as conf:
                conf.write(f"\ninclude_if_exists = '{postmaster.SETTINGS}'\n")
            unfinished.rename(paths.pg)
            return
    raise ServerError(f"建立数据库失败：{said.strip()[-1500:]}")


def _initdb(
    programs: Path, target: Path, ctype: str, account: Account | None, password: str, superuser: str
) -> subprocess.CompletedProcess[str]:
    """initdb reads the password from a file of its own account, there for this moment only."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".password-")
    password_file = Path(name)
    try:
        with os.fdopen(handle, "w") as out:
            out.write(password)
        if account:
            account.own(password_file)
        return subprocess.run(
            [
                str(programs / "initdb"), f"--pgdata={target}", f"--username={superuser}", f"--pwfile={name}",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                "--locale=C", f"--lc-ctype={ctype}", "--data-checksums",
                "--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--no-instructions",
            ],
            cwd="/", env={"PATH": os.defpath, "LC_ALL": "C"}, capture_output=True, text=True, check=False,
            **(account.become if account else {}),
        )  # fmt: skip
    finally:
        password_file.unlink(missing_ok=True)


def _check_version(pg: Path, programs: Path) -> None:
    made_by = (pg / "PG_VERSION").read_text().strip()
    said = subprocess.run(
        [str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True, cwd="/"
    ).stdout
    ours = said.split()[2].partition(".")[0]
    if made_by != ours:
        raise ServerError(
            f"数据目录由 PostgreSQL {made_by} 建立，本版本内置的是 {ours}：请先用旧版本导出，再在新目录导入"
        )
