"""`python -m jiuye.partners`: the five departments, as the environment tells them. Started by `jiuye run` in demo mode.

JIUYE_PARTNER_KEYS: {"10": {"port": 9010, "key_id": "…", "secret": "hex"}, …}
"""

import json
import os
import signal
import threading
from contextlib import ExitStack

from jiuye.partners.server import Department


def main() -> None:
    """Serve until SIGTERM."""
    stop = threading.Event()
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, lambda *_: stop.set())
    with ExitStack() as running:
        for code, told in json.loads(os.environ["JIUYE_PARTNER_KEYS"]).items():
            department = Department(code, told["key_id"], bytes.fromhex(told["secret"]), told["port"])
            running.enter_context(department.running())
        stop.wait()


if __name__ == "__main__":
    main()
