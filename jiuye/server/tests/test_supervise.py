"""The supervisor: one Ctrl-C ends everything in order; whatever is killed comes back."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jiuye.server import processes
from jiuye.server.cluster import Cluster
from jiuye.server.connect import Instance
from jiuye.server.errors import AlreadyRunning
from jiuye.server.paths import Paths
from jiuye.server.run_file import RunFile
from jiuye.server.tests.conftest import run

HOUSE = """
import sys
from jiuye.server.connect import Instance
from jiuye.server.paths import Paths
from jiuye.server.run_file import RunFile
from jiuye.server.supervise import Child, Supervisor
paths = Paths.of(sys.argv[1])
instance = Instance.open(paths.root, url="", port=0, bound=True) if "database" in sys.argv else None
paths.root.mkdir(exist_ok=True)
code = "import time; print('{} here', flush=True); time.sleep(600)"
sleeping = lambda name: Child(name, [sys.executable, "-c", code.format(name)])
children = eval(sys.argv[2]) if sys.argv[2] else [sleeping("web"), sleeping("worker")]
run_file = RunFile(paths)
with run_file.claim():
    house = Supervisor(children, logs=paths.logs, instance=instance, run_file=run_file, verbose=True,
                       on_ready=lambda: print("ready", flush=True))
    sys.exit(house.run())
"""


class House:
    """A supervisor in a process of its own."""

    def __init__(self, data: Path, *, database: bool = False, children: str = "") -> None:
        self.paths = Paths.of(data)
        self.errors = data.with_name(data.name + ".stderr")
        argv = [sys.executable, "-c", HOUSE, str(data), children, *(["database"] if database else [])]
        with self.errors.open("wb") as log:
            self.process = subprocess.Popen(argv, stderr=log, stdout=subprocess.PIPE, text=True, start_new_session=True)

    def ready(self) -> "House":
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n", self.said
        return self

    @property
    def said(self) -> str:
        return self.errors.read_text()

    def child(self, name: str) -> dict[str, Any]:
        running = RunFile(self.paths).read() or {}
        found: dict[str, Any] = running.get("children", {}).get(name, {})
        return found

    def back(self, name: str, *, instead_of: int) -> bool:
        return processes.wait_until(lambda: self.child(name).get("pid") not in (None, instead_of), 15)


@pytest.fixture
def house(data: Path) -> Iterator[list[House]]:
    """Whatever supervisor the test puts in is ended, and its notes removed."""
    made: list[House] = []
    yield made
    for one in made:
        one.process.kill()
        one.process.communicate()
        one.errors.unlink(missing_ok=True)


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_all(data: Path, house: list[House], sig: signal.Signals) -> None:
    house.append(one := House(data).ready())
    pids = [one.child(name)["pid"] for name in ("web", "worker")]
    assert all(processes.birth(pid) for pid in pids)
    started = time.monotonic()
    one.process.send_signal(sig)
    assert one.process.wait(10) == 0
    assert time.monotonic() - started < 5
    assert not any(processes.birth(pid) for pid in pids)
    assert RunFile(one.paths).read() is None
    assert "[web] web here" in one.said
    assert (one.paths.logs / "worker.log").read_text() == "worker here\n"


def test_ctrl_c_at_the_terminal_stops_the_database_last(data: Path, house: list[House]) -> None:
    """A terminal signals the whole foreground group; server and children are in groups of their own."""
    house.append(one := House(data, database=True).ready())
    assert run(Instance.find(data).dsn("app"), "select 1") == [(1,)]
    os.killpg(one.process.pid, signal.SIGINT)
    assert one.process.wait(30) == 0
    cluster = Cluster(data)
    assert not cluster.is_running()
    log = "".join(file.read_text() for file in cluster.log_directory.glob("*.log"))
    assert "database system is shut down" in log


def test_killed_child_comes_back(data: Path, house: list[House]) -> None:
    house.append(one := House(data).ready())
    for name in ("web", "worker"):
        pid = one.child(name)["pid"]
        os.kill(pid, signal.SIGKILL)
        assert one.back(name, instead_of=pid), one.said
        assert one.child(name)["restarts"] == 1


def test_killed_database_comes_back_with_its_rows(data: Path, house: list[House]) -> None:
    house.append(one := House(data, database=True).ready())
    instance = Instance.find(data)
    run(instance.dsn("owner"), "create table kept as select 9 as n")
    cluster = Cluster(data)
    before = cluster.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    assert processes.wait_until(lambda: "数据库已恢复" in one.said, 60), one.said
    assert cluster.pid != before
    assert run(instance.dsn("owner"), "select n from kept") == [(9,)], "the old address still holds"


def test_killed_supervisor_leaves_nothing_and_the_next_recovers(data: Path, house: list[House]) -> None:
    house.append(one := House(data, database=True).ready())
    run(Instance.find(data).dsn("owner"), "create table kept as select 9 as n")
    pids = [one.child(name)["pid"] for name in ("web", "worker")]
    one.process.kill()
    one.process.wait()
    assert processes.wait_until(lambda: not any(processes.birth(pid) for pid in pids), 10)
    assert processes.wait_until(lambda: not Cluster(data).is_running(), 30)
    house.append(two := House(data, database=True).ready())
    assert run(Instance.find(data).dsn("owner"), "select n from kept") == [(9,)]
    two.process.send_signal(signal.SIGTERM)
    assert two.process.wait(30) == 0


def test_all_killed_at_once_recovers(data: Path, house: list[House]) -> None:
    house.append(one := House(data, database=True).ready())
    run(Instance.find(data).dsn("owner"), "create table kept as select 9 as n")
    victims = [one.process.pid, *processes.working_in(one.paths.pg, "postgres")]
    for pid in victims:
        processes.send(pid, signal.SIGKILL)
    one.process.wait()
    house.append(House(data, database=True).ready())
    assert run(Instance.find(data).dsn("owner"), "select n from kept") == [(9,)]


def test_second_supervisor_is_refused(data: Path, house: list[House]) -> None:
    house.append(one := House(data).ready())
    with pytest.raises(AlreadyRunning), RunFile(one.paths).claim():
        pass
    assert RunFile(one.paths).read(), "the refused one leaves the file alone"
    assert json.loads(one.paths.run.read_text())["pid"] == one.process.pid


def test_hopeless_essential_child_ends_all(data: Path, house: list[House]) -> None:
    broken = "[sleeping('worker'), Child('web', [sys.executable, '-c', 'raise SystemExit(3)'])]"
    house.append(one := House(data, children=broken))
    assert one.process.wait(60) == 1
    assert "web 启动不了" in one.said


def test_stubborn_group_is_ended(data: Path, house: list[House]) -> None:
    """A child that leaves at once but whose own child ignores SIGTERM: the group goes with it."""
    inner = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    start = f"p = subprocess.Popen([sys.executable, '-c', {inner!r}])"
    outer = f"import subprocess, sys; {start}; print(p.pid, flush=True); p.wait()"
    house.append(one := House(data, children=f"[Child('web', [sys.executable, '-c', {outer!r}])]").ready())
    log = one.paths.logs / "web.log"
    assert processes.wait_until(lambda: log.exists() and log.read_text().endswith("\n"), 10)
    pid = int(log.read_text())
    one.process.send_signal(signal.SIGINT)
    assert one.process.wait(20) == 0
    assert processes.wait_until(lambda: processes.birth(pid) is None, 5)


def test_sick_child_is_replaced(data: Path, house: list[House], monkeypatch: pytest.MonkeyPatch) -> None:
    """Healthy once, then silent three times: replaced. Never healthy: given time (first-run work)."""
    well = data / "logs" / "well"
    well.parent.mkdir()
    well.touch()
    import_check = "__import__('jiuye.server.child').server.child.__dict__.update(CHECK_EVERY=0.1)"
    healthy = f"lambda: __import__('pathlib').Path({str(well)!r}).exists()"
    child = f"Child('web', sleeping('web').argv, healthy={healthy})"
    house.append(one := House(data, children=f"({import_check}, [{child}])[1]").ready())
    pid = one.child("web")["pid"]
    well.unlink()
    assert one.back("web", instead_of=pid), one.said
    again = one.child("web")["pid"]
    time.sleep(1.5)
    assert one.child("web")["pid"] == again
    assert one.child("web")["state"] == "starting"
