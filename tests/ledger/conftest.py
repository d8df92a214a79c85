"""Databases whose change stream is kept."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections

from jiuye.front import reconciling
from jiuye.server import testing
from jiuye.server.connect import Instance


@pytest.fixture(scope="module")
def watched(house: Instance) -> Instance:
    """The module's database, every change of it held against the book from now on."""
    reconciling.begin(house)
    return house


@pytest.fixture
def scratch(template: Instance) -> Iterator[Instance]:
    """A database of one test, watched: to be attacked."""
    connections.close_all()
    instance = testing.fresh_database(template)
    reconciling.begin(instance)
    reconciling.reconcile(instance, whole=False)  # its shape is on file
    yield instance
    connections.close_all()
    instance.drop()


@pytest.fixture
def found() -> Callable[..., list[tuple[str, str, str]]]:
    """Reconcile; the findings nobody has accounted for as (kind, table, op), each once."""

    def reconcile(instance: Instance, *, whole: bool = False) -> list[tuple[str, str, str]]:
        told: dict[str, Any] = reconciling.reconcile(instance, whole=whole)
        return sorted({(u["kind"], u["tbl"], u["op"]) for u in told["unexplained"]})

    return reconcile
