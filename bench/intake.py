"""`jiuye bench intake`: a file of persons taken over with all rules, sealing, history and ledger.

limit: COPY of the very rows the product stored, in binary from a file on the server, into a table of the same
columns and indexes without triggers. peer: django-import-export with validation, on a sample. Then a workbook
of twice as many rows, once (`intake_xlsx`).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from bench import intake_xlsx, server
from bench.figures import Peer, Rounds, absent, peer_value, told
from jiuye.front import installation
from jiuye.lib import clock
from jiuye.server.connect import Instance
from jiuye.town import generate

PEERS = {"django-import-export": "import_export"}
ROWS, SAMPLE, SEED, FAULTS, ROUNDS = 50_000, 2_000, 15, 0.03, 3


def run(rows: int, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """The bench's JSON value."""
    with tempfile.TemporaryDirectory(prefix="jiuye-bench-") as name:
        folder = Path(name)
        say(f"生成 {rows:,} 人")
        town = generate(rows, SEED, FAULTS, folder, as_of=clock.today())
        sample = _head(town.files["person"], folder / "sample.csv", SAMPLE)
        say("建立一次性的数据库服务器")
        furnished = server.template()
        done, stored = Rounds(), 0
        for n in range(rounds):
            with server.fresh(furnished, f"bench_{n}") as instance:
                say(f"第 {n + 1} 轮")
                one = _product(instance, town.files["person"])
                stored = one["stored"]
                done.product.append(one["seconds"])
                done.peak_mib = max(done.peak_mib, one["peak_mib"])
                done.limit.append(_limit(instance))
                for peer in _peer(instance, sample, rows):
                    done.peers.setdefault(peer.name, []).append(peer)
        xlsx = _xlsx(furnished, 2 * rows, folder, say)
        note = f"同类软件只导入前 {SAMPLE:,} 行，按每行用时推算到 {rows:,} 行；它只做单行校验，不加密、不留痕、不记台账"
        return told(
            "intake", rows, done, stored=stored, cores=os.cpu_count(), xlsx=xlsx, absent=absent(PEERS),
            peer_note=note if done.peers else "",
        )  # fmt: skip


def _xlsx(furnished: Instance, rows: int, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """The same for XLSX: import, annotated copy, and the peers."""
    say(f"生成 {rows:,} 人的 XLSX")
    town = generate(rows, SEED, FAULTS, folder / "xlsx", as_of=clock.today())
    book = intake_xlsx.write(town.files["person"], folder / "person.xlsx", rows)
    sample = intake_xlsx.write(town.files["person"], folder / "sample.xlsx", SAMPLE)
    with server.fresh(furnished, "bench_xlsx") as instance:
        say("XLSX 一轮")
        env = installation.environment(instance, demo=True)
        ours = _child("bench.intake_xlsx", "product", str(book), env=env)
        peers = _peer(instance, sample, rows)
    alone = _child("bench.intake_xlsx", "openpyxl", str(book), env={})
    peers.append(Peer("openpyxl", version("openpyxl"), alone["seconds"], rows, None, "只读出每一格，不校验，不入库"))
    return {
        "rows": rows, "product_seconds": round(ours["seconds"], 3), "rows_per_second": round(rows / ours["seconds"]),
        "annotate_seconds": round(ours["annotate_seconds"], 3), "faulty_rows": ours["faulty_rows"],
        "peak_mib": round(ours["peak_mib"]), "peers": {p.name: peer_value(p, ours["seconds"]) for p in peers},
    }  # fmt: skip


def _head(file: Path, to: Path, rows: int) -> Path:
    with file.open(encoding="utf-8") as source, to.open("w", encoding="utf-8") as out:
        for _, line in zip(range(rows + 1), source, strict=False):
            out.write(line)
    return to


def _child(module: str, *arguments: str, env: dict[str, str]) -> Any:
    """What a process of its own prints as JSON: so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], env=os.environ | env, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout)


def _product(instance: Instance, file: Path) -> dict[str, Any]:
    return dict(_child("bench.intake_product", str(file), env=installation.environment(instance, demo=True)))


def _limit(instance: Instance) -> float:
    """Seconds of the raw COPY, its commit included."""
    with psycopg.connect(instance.superuser_dsn(), autocommit=True) as db:
        (where,) = db.execute("show data_directory").fetchone() or ("",)
        rows = Path(where) / "bench.copy"
        db.execute(f"copy jiuye.records_person to '{rows}' (format binary)")
        db.execute("create schema bench; create table bench.person (like jiuye.records_person including all)")
        db.execute("checkpoint")
        began = time.perf_counter()
        db.execute(f"copy bench.person from '{rows}' (format binary)")
        seconds = time.perf_counter() - began
        rows.unlink(missing_ok=True)
    return seconds


def _peer(instance: Instance, sample: Path, rows: int) -> list[Peer]:
    """None where it is not installed."""
    if absent(PEERS):
        return []
    dsn = {"BENCH_DSN": instance.superuser_dsn()}
    told_ = _child("bench.peers.import_export", str(sample), env=dsn)
    return [
        Peer(
            p["name"], p["version"], p["seconds"] / p["rows"] * rows, p["rows"], p["failing"], p["note"]
        )
        for p in told_
    ]  # fmt: skip
