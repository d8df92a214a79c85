"""A throw-away server with honest settings (fsync on), a furnished template, and a fresh database per round."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from jiuye.front import installation
from jiuye.server.connect import Instance
from jiuye.server.testing import temporary_data


def template() -> Instance:
    """A server of its own with a furnished demo database; it ends and goes with this process. Makes this
    process a part of the installation (Django ready)."""
    data = temporary_data()
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    server = Instance.open(data, url="", bound=True, port=0)
    atexit.register(server.stop)
    instance = server.on("bench_template")
    installation.prepare(instance, demo=True, say=lambda _: None)
    installation.enter(instance, demo=True)
    installation.furnish(instance, demo=True, say=lambda _: None)
    from django.db import connections

    from jiuye.front.demo import order

    order()
    connections.close_all()
    return instance


@contextmanager
def fresh(furnished: Instance, name: str) -> Iterator[Instance]:
    """A copy of the furnished database for one round."""
    instance = furnished.on(name, template=furnished.database)
    try:
        yield instance
    finally:
        instance.drop()
