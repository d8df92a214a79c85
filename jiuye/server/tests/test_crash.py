"""kill -9 of the server: what was committed is there, and the next start needs no help."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from jiuye.server import processes
from jiuye.server.cluster import Cluster
from jiuye.server.connect import Instance
from jiuye.server.tests.conftest import run
from jiuye.server.tests.test_cluster import START


def open_(data: Path) -> Instance:
    """With fsync: crashes are tried on the real settings."""
    return Instance.open(data, url="", port=0)


def cluster_of(instance: Instance) -> Cluster:
    assert instance.cluster is not None
    return instance.cluster


def kill_postmaster(cluster: Cluster) -> None:
    assert cluster.pid is not None
    os.kill(cluster.pid, signal.SIGKILL)


def test_committed_rows_survive(data: Path) -> None:
    instance = open_(data)
    run(instance.dsn("owner"), "create table rows (n int primary key)")
    conn = psycopg.connect(instance.dsn("owner"), autocommit=True)
    for n in range(50):
        conn.execute("insert into rows values (%s)", [n])
    conn.execute("begin; insert into rows values (1000)")
    kill_postmaster(cluster_of(instance))
    again = open_(data)
    conn.close()
    assert run(again.dsn("owner"), "select count(*), max(n) from rows") == [(50, 49)]


def test_orphaned_backend_is_ended_first(data: Path) -> None:
    """A backend in the middle of work does not notice at once that its postmaster is gone."""
    instance = open_(data)

    def work() -> None:
        with contextlib.suppress(psycopg.OperationalError):
            run(
                instance.superuser_dsn(),
                "select count(*) from generate_series(1, 2000000000) a where a * 7 < 0",
            )

    busy = threading.Thread(target=work)
    busy.start()
    cluster = cluster_of(instance)
    query = "select count(*) from pg_stat_activity where state = 'active' and query like '%generate_series(1, 2%'"
    assert processes.wait_until(lambda: run(instance.dsn("backup"), "select 1") == [(1,)], 5)
    assert processes.wait_until(lambda: run(instance.superuser_dsn(), query) == [(2,)], 10)
    kill_postmaster(cluster)
    assert processes.wait_until(lambda: not cluster.is_running(), 5)
    assert processes.working_in(cluster.paths.pg, "postgres"), "the orphan is there"
    again = open_(data)
    busy.join(10)
    assert not busy.is_alive()
    assert run(again.dsn("app"), "select 1") == [(1,)]


@pytest.mark.parametrize("impostor", ["this test", "nobody"])
def test_stale_lock_file_does_not_count(data: Path, impostor: str) -> None:
    """The number in postmaster.pid may be another process by now, even one of the server's own user."""
    instance = open_(data)
    cluster = cluster_of(instance)
    lines = (cluster.paths.pg / "postmaster.pid").read_text().splitlines()
    kill_postmaster(cluster)
    processes.wait_until(lambda: not processes.working_in(cluster.paths.pg, "postgres"), 5)
    pid = str(os.getpid()) if impostor == "this test" else "4194303"
    (cluster.paths.pg / "postmaster.pid").write_text("\n".join([pid, *lines[1:]]) + "\n")
    assert not cluster.is_running()
    assert run(open_(data).dsn("app"), "select 1") == [(1,)]


def test_interrupted_creation_starts_over(data: Path) -> None:
    cluster = Cluster(data, port=0)
    starter = subprocess.Popen([sys.executable, "-c", START, str(data)], start_new_session=True)
    assert processes.wait_until(lambda: (data / "pg.new" / "base").exists(), 20, step=0.002)
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()
    assert not cluster.paths.pg.exists()
    assert run(open_(data).dsn("app"), "select 1") == [(1,)]


def test_bound_server_ends_with_its_starter(data: Path) -> None:
    code = START.replace("port=0", "port=0, bound=True") + "import time; sys.stdout.flush(); time.sleep(60)"
    argv = [sys.executable, "-c", code, str(data)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline()
        cluster = Cluster(data)
        assert cluster.is_running()
        starter.kill()
    assert processes.wait_until(lambda: not cluster.is_running(), 20)
    assert not processes.working_in(cluster.paths.pg, "postgres")
