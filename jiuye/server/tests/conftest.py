"""Fixtures: an empty data directory, and the session's throw-away server."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jiuye.server import testing
from jiuye.server.cluster import Cluster
from jiuye.server.connect import Instance


@pytest.fixture(autouse=True)
def _no_server_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("JIUYE_DATA", raising=False)


@pytest.fixture
def data() -> Iterator[Path]:
    """A directory in which a real cluster may be made; whatever runs there is stopped afterwards."""
    root = testing.temporary_data()
    yield root
    for cluster in [root, *root.glob("*/")]:
        if (cluster / "pg").exists():
            Cluster(cluster).stop()
    shutil.rmtree(root)


@pytest.fixture
def instance() -> Instance:
    """The session's throw-away server."""
    return testing.test_cluster()


@pytest.fixture
def database(instance: Instance) -> Iterator[Instance]:
    """A database of its own there."""
    fresh = testing.fresh_database()
    yield fresh
    fresh.drop()


def run(dsn: str, query: str) -> list[tuple[object, ...]]:
    """Rows of one statement, committed."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        done = conn.execute(query.encode())
        return list(done.fetchall()) if done.description else []
