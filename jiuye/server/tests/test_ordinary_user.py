"""The same as an ordinary user, with the default data directory under his home."""

import os
import pwd
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jiuye.server import processes
from jiuye.server.account import Account
from jiuye.server.binaries import wheel
from jiuye.server.connect import Instance
from jiuye.server.testing import temporary_data
from jiuye.server.tests.conftest import run


@pytest.fixture
def home() -> Iterator[Path]:
    made = temporary_data()
    yield made
    shutil.rmtree(made)


def whole_life() -> None:
    """Made, killed, recovered, stopped, started again."""
    first = Instance.open(port=0)
    assert first.cluster is not None
    assert first.paths.root == Path.home() / ".local/share/jiuye"
    assert first.paths.root.stat().st_mode & 0o777 == 0o700
    assert first.paths.pg.stat().st_uid == os.getuid() != 0
    run(first.dsn("owner"), "create table kept as select 5 as n")
    cluster = first.cluster
    assert cluster.pid is not None
    os.kill(cluster.pid, signal.SIGKILL)
    assert processes.wait_until(lambda: not cluster.is_running(), 10)  # the kill has arrived
    second = Instance.open(port=0)
    assert run(second.dsn("owner"), "select n from kept") == [(5,)]
    second.stop()
    third = Instance.open(port=0)
    assert run(third.dsn("owner"), "select n from kept") == [(5,)]
    third.stop()
    assert not first.cluster.is_running()


def as_user(account: Account | None, home: Path, deed: Callable[[], None]) -> str:
    """Do it in a process of that account; the traceback of a failure, else "". A fork rather than a new
    interpreter: root's Python may lie where the account cannot go."""
    report = home / "report"
    report.touch()
    if account:
        account.own(home)
        account.own(report)
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
        return report.read_text()
    try:
        report.write_text("ended early")
        if account:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
        os.environ["HOME"] = str(home)
        deed()
        report.write_text("")
    except BaseException:
        report.write_text(traceback.format_exc())
    finally:
        os._exit(0)


def test_whole_life_as_an_ordinary_user(home: Path) -> None:
    account = None
    if os.geteuid() == 0:
        entry = pwd.getpwnam("nobody")
        account = Account("nobody", entry.pw_uid, entry.pw_gid)
        if not account.can_use(wheel()[0] / "pginstall" / "bin" / "postgres"):
            pytest.skip(f"账号 nobody 到不了 {wheel()[0]}，不能以普通用户身份试")
    assert as_user(account, home, whole_life) == ""
