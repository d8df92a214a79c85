"""The benches compare like with like: every party finds the same failing rows, and a figure is a median."""

from argparse import Namespace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench import inspect_one, portable
from bench.figures import Peer, Rounds, absent, told
from bench.inspect import PEERS
from jiuye.front.commands import bench
from jiuye.front.commands.common import CommandRefused


@pytest.fixture(scope="module")
def persons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return portable.write(20_000, tmp_path_factory.mktemp("bench") / "person.parquet")


def test_there_are_24_rules_and_each_is_broken_somewhere(persons: Path) -> None:
    assert len(portable.rules()) == 24
    assert inspect_one.product(persons) > 20 * 40


def test_the_limit_counts_what_the_product_lists(persons: Path) -> None:
    assert inspect_one.limit(persons) == inspect_one.product(persons)


@pytest.mark.parametrize("peer", PEERS)
def test_every_peer_lists_what_the_product_lists(peer: str, persons: Path) -> None:
    if find_spec(peer) is None:
        pytest.skip(f"{peer} comes with pip install jiuye[bench]")
    assert import_module(PEERS[peer]).inspect(persons) == inspect_one.product(persons)


def test_figures_are_medians_and_every_peer_is_told() -> None:
    rounds = Rounds(product=[3.0, 1.0, 2.0], limit=[0.5, 0.4, 9.0], peak_mib=100.4)
    rounds.peers = {n: [Peer(n, "1", s, 10, None) for s in some] for n, some in (("a", [8, 4, 6]), ("b", [20, 30, 10]))}
    value = told("intake", 1000, rounds)
    assert (value["product_seconds"], value["limit_seconds"], value["peer_seconds"]) == (2.0, 0.5, 6)
    assert (value["ratio_to_limit"], value["ratio_to_peer"], value["rows_per_second"]) == (4.0, 0.3333, 500)
    assert (value["peer"], value["peak_mib"]) == ("a 1", 100)
    assert value["peers"]["b"]["ratio"] == 0.1


def test_a_bench_that_is_not_there_yet_and_too_few_rows_are_refused() -> None:
    with pytest.raises(CommandRefused, match="还没有对照"):
        bench.run(Namespace(bench="link", rows=None, rounds=3))
    with pytest.raises(CommandRefused, match="至少 1000"):
        bench.run(Namespace(bench="intake", rows=5, rounds=3))


def test_without_its_peers_the_rest_is_measured_and_one_line_says_what_is_missing() -> None:
    assert absent({"here": "json", "peer": "nobody_has_this"}) == ["peer"]
    value = told("intake", 1000, Rounds(product=[2.0], limit=[0.5]), absent=["django-import-export"])
    assert (value["peer"], value["peer_seconds"], value["ratio_to_peer"], value["peers"]) == (None, None, None, {})
    [line] = [one for one in bench.text(value).splitlines() if "没有安装" in one]
    assert "django-import-export" in line
    assert "pip install -e .[bench]" in line
