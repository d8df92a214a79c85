"""The five departments as real servers on loopback, connected to the module's house under keys of its own."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings

from jiuye.collection.models import Circuit
from jiuye.collection.sharing.actions import connect_department
from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.front.demo import session_of
from jiuye.partners.server import Department
from jiuye.server.connect import Instance


@pytest.fixture(scope="module")
def departments(house: Instance) -> Iterator[dict[str, Department]]:
    """Department code → its server."""
    with ExitStack() as running:
        servers = {}
        for code in CONTRACTS:
            key, secret = connect_department(code, by=session_of("technician"), why="测试协议")
            servers[code] = running.enter_context(Department(code, key.key_id, secret).running())
        before, settings.PARTNERS = settings.PARTNERS, {c: d.address for c, d in servers.items()}
        yield servers
        settings.PARTNERS = before


@pytest.fixture(autouse=True)
def well(request: pytest.FixtureRequest) -> None:
    """Before each test every department is well, and nothing is held against it."""
    if "departments" in request.fixturenames:
        for department in request.getfixturevalue("departments").values():
            department.fault.set("")
            department.register.entries.clear()
        Circuit.objects.all().delete()
