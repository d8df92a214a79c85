"""kill -9 in the middle of an import: afterwards the batch is absent or goes on, and every row is in once. Art. 8."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from jiuye.collection import actions
from jiuye.collection.models import InheritanceOrder, Submission
from jiuye.front import installation
from jiuye.front.demo import ORDER, order, session_of
from jiuye.ledger.seal import seal
from jiuye.ledger.verify import verify
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.records.keys import sealer
from jiuye.server import testing
from jiuye.server.connect import Instance
from jiuye.town import generate
from tests.book import asked
from tests.clean import Row, write
from tests.conftest import enter

pytestmark = pytest.mark.article("8")

ROOT = Path(__file__).resolve().parents[2]
WHOLE, PIECE = 6_000, 400
# An import that ends itself, as if by kill -9, where it is told to.
CHILD = """
import os, signal, sys
import django
django.setup()
from pathlib import Path
from jiuye.collection import actions, files, staging
from jiuye.collection.channels import delimited
from jiuye.front.demo import ORDER, session_of
from jiuye.records import actions as records

where, file, size = sys.argv[1:]
inherit = sys.modules["jiuye.collection.actions.inherit"]
inherit.CHUNK = inherit.FIRST = int(size)
calls = 0

def dying(whole, on, *, after):
    def step(*given, **named):
        global calls
        mine = calls = calls + 1
        if mine == on and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        done = whole(*given, **named)
        if mine == on:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    return step

if where == "while rows are staged":
    delimited.SLICE = 100
    files.Maker.make = dying(files.Maker.make, 2, after=True)
if where == "before they are judged":
    staging.judge_among = dying(staging.judge_among, 1, after=False)
if where == "before the first chunk":
    records.admit = dying(records.admit, 1, after=False)
if where == "in the first chunk, before it is committed":
    records.admit = dying(records.admit, 1, after=True)
if where == "in the third chunk, before it is committed":
    records.admit = dying(records.admit, 3, after=True)
if where == "between two chunks":
    inherit._one_of = dying(inherit._one_of, 1, after=True)
if where == "after the last chunk":
    inherit._settle = dying(inherit._settle, 5, after=False)
actions.inherit("person", Path(file), by=session_of("manager"), order_number=ORDER)
"""
POINTS = {  # how many rows are in when the process ends here: after the first chunk two are stored at once
    "while rows are staged": {0},
    "before they are judged": {0},
    "before the first chunk": {0},
    "in the first chunk, before it is committed": {0},
    "in the third chunk, before it is committed": {100, 200, 300},
    "between two chunks": {200, 300, 400},
    "after the last chunk": {400},
}


@dataclass
class Files:
    """One large file, and a small one for every point."""

    whole: Path
    pieces: dict[str, Path]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("town")
    town = generate(WHOLE + len(POINTS) * PIECE, 9, 0, folder, as_of=clock.today())
    with town.files["person"].open(encoding="utf-8", newline="") as f:
        rows: list[Row] = list(csv.DictReader(f))
    starts = range(WHOLE, len(rows), PIECE)
    pieces = {
        point: write(folder / f"{at}.csv", rows[at : at + PIECE]) for point, at in zip(POINTS, starts, strict=True)
    }
    return Files(write(folder / "whole.csv", rows[:WHOLE]), pieces)


def started(where: str, file: Path, chunk: int) -> "subprocess.Popen[bytes]":
    argv = [sys.executable, "-c", CHILD, where, str(file), str(chunk)]
    return subprocess.Popen(argv, cwd=ROOT, env=dict(os.environ), stderr=subprocess.DEVNULL)


def numbers(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as f:
        return [row["person_id"] for row in csv.DictReader(f)]


def stored(house: Instance, file: Path) -> tuple[int, int]:
    """(rows of the file that are in the records, persons they are)."""
    sql = "select array[count(*), count(distinct person_id)] from jiuye.records_person where person_id = any(%s)"
    rows, persons = asked(house, sql, numbers(file))
    return rows, persons


def imported_again(house: Instance, file: Path) -> None:
    """The same import once more: every row in exactly once, the books of the order and the ledger in order."""
    actions.inherit("person", file, by=session_of("manager"), order_number=ORDER)
    count = len(numbers(file))
    assert stored(house, file) == (count, count)
    assert asked(house, "select count(*) from work.stage_person where faults = '[]'") == 0  # nobody's rows are swept
    taken = InheritanceOrder.objects.get(number=ORDER).rows_taken
    assert taken == asked(house, "select count(*) from jiuye.records_person")
    with scope(session_of("manager")):
        assert set(Submission.objects.values_list("state", flat=True)) == {"accepted"}
        assert sum(Submission.objects.values_list("admitted", flat=True)) == taken


def ledger_holds(house: Instance, folder: Path) -> None:
    seal(house.dsn("sealer"), folder / "checkpoints.jsonl")
    found = verify(house.dsn("sealer"), folder / "checkpoints.jsonl")
    assert found["ok"], found["faults"]
    assert found["sealed"] == found["entries"]


@pytest.mark.parametrize("point", POINTS)
def test_the_importing_process_is_killed(house: Instance, files: Files, tmp_path: Path, point: str) -> None:
    order()
    file = files.pieces[point]
    assert started(point, file, 100).wait(60) == -signal.SIGKILL
    assert stored(house, file)[0] in POINTS[point]
    imported_again(house, file)
    ledger_holds(house, tmp_path)


def until(there: Callable[[], bool], child: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + 90
    while not there():
        assert child.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_a_large_import_is_killed_somewhere(house: Instance, files: Files, tmp_path: Path) -> None:
    order()
    child = started("nowhere", files.whole, 500)
    until(lambda: stored(house, files.whole)[0] >= 1_500, child)
    child.kill()
    child.wait()
    assert 1_500 <= stored(house, files.whole)[0] < WHOLE
    imported_again(house, files.whole)
    ledger_holds(house, tmp_path)


@pytest.fixture
def server(template: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A server of its own with the settings of every day (fsync), whose postmaster may be killed."""
    monkeypatch.delenv("JIUYE_DATA", raising=False)
    connections.close_all()
    data = testing.temporary_data()
    instance = Instance.open(data, url="", port=0)
    installation.prepare(instance, demo=True, say=lambda _: None)
    enter(instance)
    sealer.cache_clear()
    installation.furnish(instance, demo=True, say=lambda _: None)
    yield data
    connections.close_all()
    sealer.cache_clear()  # the next module's database has keys of its own
    Instance.open(data, url="", port=0).stop()
    shutil.rmtree(data, ignore_errors=True)


def test_the_postmaster_is_killed(server: Path, files: Files, tmp_path: Path) -> None:
    order()
    house = Instance.open(server, url="", port=0)
    assert house.cluster is not None
    child = started("nowhere", files.whole, 500)
    with psycopg.connect(house.superuser_dsn(), autocommit=True) as db:
        until(lambda: taken_in(db) >= 1_000, child)
    assert house.cluster.pid is not None
    os.kill(house.cluster.pid, signal.SIGKILL)
    assert child.wait(60) != 0
    connections.close_all()
    again = Instance.open(server, url="", port=0)
    enter(again)
    assert 1_000 <= stored(again, files.whole)[0] < WHOLE
    imported_again(again, files.whole)
    ledger_holds(again, tmp_path)


def taken_in(db: "psycopg.Connection[tuple[int, ...]]") -> int:
    row = db.execute("select count(*) from jiuye.records_person").fetchone()
    return row[0] if row else 0
