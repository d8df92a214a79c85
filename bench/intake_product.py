"""One import by the product in a process of its own: prints seconds, rows stored and memory as JSON."""

import json
import sys
import time
from pathlib import Path

import django


def main(file: Path) -> None:
    django.setup()
    from django.db import connections

    from bench.figures import peak_mib
    from jiuye.collection import actions
    from jiuye.collection.counter import warm
    from jiuye.front.demo import ORDER, session_of

    manager = session_of("manager")
    warm("person", by=session_of("clerk"))  # as a server in service is: modules read, connections open
    with connections["default"].cursor() as c:
        c.execute("select 1")
    began = time.perf_counter()
    submission, _ = actions.inherit("person", file, by=manager, order_number=ORDER)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "stored": submission.admitted, "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
