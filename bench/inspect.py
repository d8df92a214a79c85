"""`jiuye bench inspect`: the 24 portable rules over a table of persons in Parquet, row lists included.

product: the engine and the findings of an inspection, as they are, over that file. limit: the same conditions
written by hand in one pass of DuckDB that only counts. peers: pointblank, pandera.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.figures import Peer, Rounds, absent, told

ROWS = 1_000_000
PEERS = {"pointblank": "bench.peers.with_pointblank", "pandera": "bench.peers.with_pandera"}


def run(rows: int, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """The bench's JSON value."""
    from bench import portable

    with tempfile.TemporaryDirectory(prefix="jiuye-bench-") as name:
        say(f"生成 {rows:,} 人")
        file = portable.write(rows, Path(name) / "person.parquet")
        missing = absent({peer: peer for peer in PEERS})
        here = [peer for peer in PEERS if peer not in missing]
        done, failing, peaks = Rounds(), 0, dict.fromkeys(here, 0.0)
        for n in range(rounds):
            say(f"第 {n + 1} 轮")
            one = _child("product", file)
            failing = one["failing"]
            done.product.append(one["seconds"])
            done.peak_mib = max(done.peak_mib, one["peak_mib"])
            done.limit.append(_child("limit", file)["seconds"])
            for peer in here:
                got = _child(peer, file)
                peaks[peer] = max(peaks[peer], got["peak_mib"])
                note = f"列出 {got['failing']:,} 处，内存 {peaks[peer]:,.0f} MiB"
                found = Peer(peer, got["version"], got["seconds"], rows, got["failing"], note)
                done.peers.setdefault(peer, []).append(found)
        counts = {"failing": failing, "rules": len(portable.rules()), "cores": os.cpu_count()}
        return told("inspect", rows, done, absent=missing, **counts)


def _child(who: str, file: Path) -> dict[str, Any]:
    """One party in a process of its own: its modules and its memory are its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.inspect_one", who, str(file)], capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{who}: {done.stderr.strip()[-2000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))
