"""A server for tests: one throw-away cluster per test process, gone when the process ends.

Under pytest-xdist each worker has its own: making one takes a second or two, and no worker can end or
disturb another's. Import the module, not the function, into test modules: pytest would collect its name.
"""

import atexit
import os
import shutil
import tempfile
import uuid
from functools import cache
from pathlib import Path

from jiuye.server.account import server_account
from jiuye.server.connect import Instance
from jiuye.server.tuning import CARELESS


@cache
def test_cluster() -> Instance:
    """The embedded server of this test process, started at the first call, without fsync.

    DATABASE_URL and JIUYE_DATA are ignored: a test never touches a server that runs. Stopped and removed when
    the process ends; the server also ends with a killed process. Call it first from the main thread.
    """
    data = temporary_data()
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    instance = Instance.open(data, url="", bound=True, settings=CARELESS, port=0)
    atexit.register(instance.stop)  # runs before the removal
    return instance


def fresh_database(template: Instance | None = None) -> Instance:
    """A database of its own on the test cluster, empty or a copy of `template`'s (with nobody in it).
    `.drop()` it when done."""
    cluster = test_cluster()
    name = f"test_{uuid.uuid4().hex[:12]}"
    return cluster.on(name, template=template.database if template else None)


def temporary_data() -> Path:
    """A new empty directory in which a server may be made. As root this cannot be under pytest's own
    directories or a private TMPDIR: the server's account must get there."""
    account = server_account(Path("/nonexistent"))
    for base in (tempfile.gettempdir(), "/var/tmp", "/tmp"):
        if os.access(base, os.W_OK) and (account is None or account.can_use(Path(base))):
            return Path(tempfile.mkdtemp(prefix="jiuye-test-", dir=base)).resolve()
    raise FileNotFoundError("no temporary directory is open to the server's account")
