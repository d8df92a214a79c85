"""The house for tests: the real embedded PostgreSQL, a fresh database for every module, the demo's cast.

Each worker has one throw-away server; a template is built on it once (foundation, tables, standard, cast)
and cloned for every module that asks for `house`, so that real commits never leak between modules.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("JIUYE_MASTER_KEY", secrets.token_hex(32))
os.environ.setdefault("JIUYE_SECRET_KEY", secrets.token_hex(32))
os.environ["JIUYE_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "jiuye.front.settings"
os.environ.pop("DATABASE_URL", None)

import django

django.setup()

from django.db import connections  # noqa: E402
from psycopg.conninfo import conninfo_to_dict  # noqa: E402

from jiuye.front import installation  # noqa: E402
from jiuye.server import testing  # noqa: E402
from jiuye.server.connect import Instance  # noqa: E402

if TYPE_CHECKING:
    from jiuye.parties.sessions import Session

SHARED = Path(__file__).resolve().parents[2] / "shared"
LOGINS = ("app", "inspector", "sealer", "owner", "reader")


def enter(instance: Instance) -> None:
    """Point Django and the environment at a database of the test server."""
    os.environ.update(instance.environment(*LOGINS))
    for alias, login in (("default", "app"), ("inspector", "inspector")):
        dsn = conninfo_to_dict(instance.dsn(login))
        connection = connections[alias]
        connection.close()
        connection.settings_dict.update(
            NAME=dsn["dbname"], USER=dsn["user"], PASSWORD=dsn["password"], HOST=dsn["host"], PORT=str(dsn["port"])
        )


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A database with the standard and the cast, to be cloned."""
    from django.conf import settings

    files = tmp_path_factory.mktemp("files")
    os.environ["JIUYE_FILES"] = str(files)
    settings.FILES, settings.SNAPSHOTS = files, files / "snapshots"
    instance = testing.test_cluster().on("house_template")
    installation.prepare(instance, demo=True, say=lambda _: None)
    enter(instance)
    installation.furnish(instance, demo=True, say=lambda _: None)
    connections.close_all()
    yield instance
    connections.close_all()


@pytest.fixture(scope="module")
def house(template: Instance) -> Iterator[Instance]:
    """A fresh database of one module, entered."""
    connections.close_all()
    instance = testing.fresh_database(template)
    enter(instance)
    yield instance
    connections.close_all()
    instance.drop()


@pytest.fixture
def session(house: Instance) -> "Callable[[str], Session]":
    """A session of a member of the cast: `session("reviewer")`."""
    from jiuye.front.demo import session_of

    return session_of


@pytest.fixture
def shared() -> Path:
    """The material beside the repository; the test is reported as not run where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the material beside the repository is not here")
    return SHARED
