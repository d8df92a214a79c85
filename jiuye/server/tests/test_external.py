"""A server of the city's own: the same logins, no server of ours. Tried on Debian's and on ours."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from jiuye.server import external, processes, testing
from jiuye.server.account import server_account
from jiuye.server.connect import Instance
from jiuye.server.errors import NotRunning, ServerError
from jiuye.server.files import free_port
from jiuye.server.keyring import LOGINS
from jiuye.server.run_file import RunFile
from jiuye.server.tests.conftest import run


def system_postgresql() -> Path | None:
    """The newest of the system's own servers from 15 on."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "postgres").exists()]
    usable = [path for path in found if int(path.parent.name) >= 15]
    return max(usable, key=lambda path: int(path.parent.name), default=None)


@pytest.fixture(scope="module")
def debian() -> Iterator[str]:
    """A server of the system's PostgreSQL; the superuser's URL."""
    programs = system_postgresql()
    if programs is None:
        pytest.skip("本机没有安装系统的 PostgreSQL 15 或更新（apt-get install postgresql）")
    home = testing.temporary_data()
    account = server_account(home / "absent")
    if account:
        account.own(home)
    options = dict(cwd="/", env={"PATH": os.defpath, "LC_ALL": "C"}, **(account.become if account else {}))
    subprocess.run(
        [programs / "initdb", "-D", home / "pg", "-U", "boss", "--auth=trust", "--no-sync", "-E", "UTF8"],
        check=True, stdout=subprocess.DEVNULL, **options,
    )  # fmt: skip
    port = free_port()
    hba = home / "pg" / "pg_hba.conf"
    hba.write_text("host all boss all trust\nhost all all all scram-sha-256\n")
    argv = [str(programs / "postgres"), "-D", str(home / "pg"), "-p", str(port), "-k", str(home)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen([*argv, "-h", "127.0.0.1", "-c", "fsync=off"], stderr=log, **options)
    url = f"postgresql://boss@127.0.0.1:{port}/postgres"
    assert processes.wait_until(lambda: _answers(url), 30), (home / "log").read_text()
    yield url
    server.terminate()
    server.wait(30)
    shutil.rmtree(home)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def check_logins(instance: Instance) -> None:
    for login in LOGINS:
        assert run(instance.dsn(login), "select current_user, current_database()") == [
            (f"{instance.prefix}_{login}", instance.database)
        ]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(instance.dsn("reader"), "create table t (n int)")
    run(instance.dsn("owner"), "create table t (name text); create index on t using gin (name gin_trgm_ops)")


def test_superuser_of_the_systems_server(debian: str, data: Path) -> None:
    instance = Instance.open(data, url=debian)
    assert instance.cluster is None
    assert instance.database == "jiuye"
    assert instance.lacking == ()
    assert not instance.paths.pg.exists(), "no server of ours"
    check_logins(instance)
    said = instance.describe()
    assert said["embedded"] is False
    assert f"@{said['url_host']}/" in debian
    assert Instance.open(data, url=debian).secrets.logins == instance.secrets.logins
    instance.stop()
    assert _answers(debian), "not ours to stop"


def test_environment_and_running_instance_name_the_server(
    debian: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", external.changed(debian, dbname="employment"))
    instance = Instance.open(data)
    assert instance.database == "employment"
    check_logins(instance)
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(NotRunning):
        Instance.find(data)
    file = RunFile(instance.paths)
    with file.claim():
        file.write(database_url=instance.url)
        assert Instance.find(data).dsn("app") == instance.dsn("app")


@pytest.mark.parametrize("server", ["debian", "ours"])
def test_without_superuser(server: str, data: Path, request: pytest.FixtureRequest) -> None:
    """A role with CREATEROLE and CREATEDB makes nearly all; the rest is said in sentences."""
    boss = request.getfixturevalue("debian") if server == "debian" else testing.test_cluster().superuser_dsn("postgres")
    run(boss, "drop role if exists managed")
    run(boss, "create role managed login createrole createdb password 'managed'")
    url = external.changed(boss, user="managed", password="managed")
    instance = Instance.open(data, url=url, database="managed_db", prefix="managed")
    check_logins(instance)
    assert [line for line in instance.lacking if "managed_backup" in line and "replication" in line]
    assert Instance.open(data, url=url, database="managed_db", prefix="managed").lacking == instance.lacking
    stranger = external.changed(boss, user="jiuye_app", dbname="managed_db", password="x")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(stranger)
    instance.drop()
    run(boss, "drop owned by managed cascade")
    for role in [f"managed_{login}" for login in (*LOGINS, "keeper")]:
        run(boss, f"drop role {role}")
    run(boss, "drop role managed")


def test_unreachable_server_is_named_without_password(data: Path) -> None:
    with pytest.raises(ServerError, match=re.escape("127.0.0.1:1")) as refused:
        Instance.open(data, url="postgresql://u:topsecret@127.0.0.1:1/postgres")
    assert "topsecret" not in str(refused.value)
    with pytest.raises(ServerError, match="DATABASE_URL"):
        Instance.open(data, url="mysql://nowhere")


@pytest.mark.parametrize(
    "given",
    [
        {"user": "a", "password": "p@:/?#ß", "host": "db.example", "port": "5433", "dbname": "名字"},
        {"user": "a", "host": "/run/a b", "port": "5432", "dbname": "d"},
        {"user": "a", "host": "::1", "dbname": "d", "sslmode": "require"},
        {"user": "a", "host": "one,two", "port": "1,2", "dbname": "d", "options": "-c a=b"},
        {"dbname": "d"},
    ],
)
def test_urls_say_what_was_given(given: dict[str, str]) -> None:
    assert conninfo_to_dict(external.url(**given)) == given


def test_url_keeps_tls_settings() -> None:
    changed = external.changed("postgresql://a:b@h/x?sslmode=verify-full&sslrootcert=ca", user="c", password="d")
    kept = {"host": "h", "dbname": "x", "sslmode": "verify-full", "sslrootcert": "ca"}
    assert conninfo_to_dict(changed) == {"user": "c", "password": "d", **kept}
    assert external.product_database("postgresql://h/postgres") == "jiuye"
    assert external.product_database("postgresql://h") == "jiuye"
    assert external.product_database("host=h dbname=town") == "town"
