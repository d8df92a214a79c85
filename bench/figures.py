"""What a bench says: medians of interleaved rounds, and the ratios the contract of `jiuye bench` names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Peer:
    """One peer. seconds: for all the rows; measured_rows: how many it really worked on (fewer: the rest is
    reckoned at the same pace, and said). failing: rows it listed as at fault, None where it can list none."""

    name: str
    version: str
    seconds: float
    measured_rows: int
    failing: int | None
    note: str = ""


@dataclass
class Rounds:
    """Seconds of each round, and the largest memory of the product's process."""

    product: list[float] = field(default_factory=list)
    limit: list[float] = field(default_factory=list)
    peers: dict[str, list[Peer]] = field(default_factory=dict)
    peak_mib: float = 0.0


def absent(peers: Mapping[str, str]) -> list[str]:
    """Of peers (name → module) those that are not installed: they come with the `bench` extra."""
    return [name for name, module in peers.items() if find_spec(module) is None]


def told(name: str, rows: int, rounds: Rounds, **more: Any) -> dict[str, Any]:
    """The contract's JSON value. The headline peer is the fastest, null where none is installed; every peer stands in
    `peers`."""
    product, limit = median(rounds.product), median(rounds.limit)
    peers = {n: _median(some) for n, some in rounds.peers.items()}
    best = min(peers.values(), key=lambda p: p.seconds, default=None)
    return {
        "name": name, "rows": rows, "rounds": len(rounds.product),
        "product_seconds": round(product, 3), "limit_seconds": round(limit, 3),
        "peer": f"{best.name} {best.version}" if best else None,
        "peer_seconds": round(best.seconds, 3) if best else None,
        "ratio_to_limit": round(product / limit, 3),
        "ratio_to_peer": round(product / best.seconds, 4) if best else None,
        "rows_per_second": round(rows / product), "peak_mib": round(rounds.peak_mib),
        "seconds_by_round": {
            "product": [round(s, 3) for s in rounds.product], "limit": [round(s, 3) for s in rounds.limit],
        },
        "peers": {n: peer_value(p, product) for n, p in peers.items()},
        **more,
    }  # fmt: skip


def _median(some: list[Peer]) -> Peer:
    return sorted(some, key=lambda p: p.seconds)[len(some) // 2]


def peer_value(p: Peer, product: float) -> dict[str, Any]:
    return {
        "version": p.version, "seconds": round(p.seconds, 3), "measured_rows": p.measured_rows,
        "failing": p.failing, "ratio": round(product / p.seconds, 4), "note": p.note,
    }  # fmt: skip


def peak_mib() -> float:
    """The largest resident memory of this process so far. Not `ru_maxrss`: that remembers the parent's."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
