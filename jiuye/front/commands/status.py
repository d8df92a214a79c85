"""`jiuye status`: is everything up."""

import argparse
import urllib.request

from jiuye.front.commands.common import Outcome, running
from jiuye.server.run_file import RunFile

NAME, HELP = "status", "各部分是否在运行"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(args: argparse.Namespace) -> Outcome:
    instance = running(args)
    from jiuye.accountability.editions import edition_on
    from jiuye.front.commands.worker import TIMERS
    from jiuye.lib import clock
    from jiuye.parties.permissions import ACTS
    from jiuye.standards.queries import current_version

    found = RunFile(instance.paths).read() or {}
    children = found.get("children", {})
    port = found.get("web_port")
    edition = edition_on(clock.today())
    value = {
        "database": instance.describe(),
        "web": {"port": port, "healthy": _healthy(port), **children.get("web", {})},
        "worker": children.get("worker", {}),
        "timers": [{"name": t.name, "act": t.act, "every_seconds": t.seconds} for t in TIMERS],
        "schema_current": _schema_current(),
        "standard": {"edition": "1", "version": current_version()},
        "regulation": {"edition": edition.number, "expires_on": edition.expires_on.isoformat()},
        "acts": len(ACTS),
    }
    up = bool(value["web"]["healthy"]) and bool(value["schema_current"])
    text = "\n".join(f"{k}: {v}" for k, v in value.items())
    return (0 if up else 1), value, text


def _healthy(port: int | None) -> bool:
    if port is None:
        return False
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _schema_current() -> bool:
    """Every migration of this version is applied (read from Django's own diary as the app may)."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    with connection.cursor() as c:
        c.execute("select app, name from work.django_migrations")
        applied = set(c.fetchall())
    rooms = {k for k in loader.disk_migrations if k[0] in loader.migrated_apps}
    return rooms <= applied
