"""`jiuye status`: is everything up."""

import argparse
import urllib.request
from dataclasses import asdict
from datetime import datetime
from typing import Any

from jiuye.front.commands.common import Outcome, running
from jiuye.lib.clock import ZONE
from jiuye.lib.fonts import PACKAGE, rare
from jiuye.server.run_file import RunFile

NAME, HELP = "status", "各部分是否在运行"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(args: argparse.Namespace) -> Outcome:
    instance = running(args)
    from jiuye.accountability.editions import edition_on
    from jiuye.jobs.queries import standing
    from jiuye.lib import clock
    from jiuye.parties.permissions import ACTS
    from jiuye.standards.queries import current_version

    found = RunFile(instance.paths).read() or {}
    children = found.get("children", {})
    port = found.get("web_port")
    edition, queue = edition_on(clock.today()), standing()
    timers = _timers()
    value: dict[str, Any] = {
        "database": instance.describe(),
        "web": {"port": port, "healthy": _healthy(port), **children.get("web", {})},
        "worker": {"at_work": queue.worker, **children.get("worker", {})},
        "jobs": {"counts": queue.counts, "oldest_queued_at": _moment(queue.oldest_queued_at)},
        "timers": timers,
        "reconciliation": _reconciliation(),
        "health": _health(),
        "schema_current": _schema_current(),
        "standard": {"edition": "1", "version": current_version()},
        "regulation": {"edition": edition.number, "expires_on": edition.expires_on.isoformat()},
        "acts": len(ACTS),
        "fonts": {"rare": rare() is not None},
    }
    up = bool(value["web"]["healthy"]) and bool(value["schema_current"]) and queue.worker
    up = up and all(t["ok"] for t in timers) and value["reconciliation"]["ok"] and value["health"]["ok"]
    return (0 if up else 1), value, _text(value)


def _text(v: dict[str, Any]) -> str:
    """The same for people: a line each, what is wrong marked 停."""

    def line(good: bool | None, name: str, said: str) -> str:
        return f"{'注' if good is None else '✓' if good else '停'} {name}　{said}"

    database, web = v["database"], v["web"]
    waiting = "、".join(f"{state} {n}" for state, n in v["jobs"]["counts"].items())
    kind = "内置" if database["embedded"] else database["url_host"]
    return "\n".join(
        [
            line(True, "数据库", f"PostgreSQL {database['version']}（{kind}）"),
            line(v["schema_current"], "表结构", "与本版一致" if v["schema_current"] else "还没有升级到本版"),
            line(web["healthy"], "网页", f"http://127.0.0.1:{web['port']}/" if web["healthy"] else "没有应答"),
            line(v["worker"]["at_work"], "后台任务", waiting or "没有等待的任务"),
            line(v["reconciliation"]["ok"], "对账", _reconciled(v["reconciliation"])),
            *(line(h["good"], h["name"], h["said"]) for h in v["health"]["lines"]),
            *(line(t["ok"], f"定时 {t['name']}", t["error"] or t["last_ended_at"] or "没有跑过") for t in v["timers"]),
            line(True, "生僻字字体", "已安装" if v["fonts"]["rare"] else f"没有安装（apt-get install {PACKAGE}）"),
            f"数据标准第 {v['standard']['version']} 版；依据 {v['regulation']['edition']}，"
            f"有效期至 {v['regulation']['expires_on']}",
        ]
    )


def _health() -> dict[str, Any]:
    """Each control of the database as the catalogue has it now, and its size."""
    from jiuye.front.healthy import told
    from jiuye.ledger.health import health
    from jiuye.ledger.queries import reconciliation

    found = health()
    lines = told(found, reconciliation())
    return {
        "ok": all(one.good is not False for one in lines), "bytes": found.bytes, "growth_bytes_a_day": found.growth,
        "lines": [asdict(one) for one in lines], "guard_faults": found.faults,
    }  # fmt: skip


def _reconciliation() -> dict[str, Any]:
    """How far the change stream is read, and how many findings nobody has accounted for."""
    from jiuye.ledger.queries import reconciliation

    book = reconciliation()
    return {
        "at": _moment(book.at), "whole_at": _moment(book.whole_at), "unexplained": book.open, "found": book.found,
        "slot": {"status": book.slot.status, "kept_bytes": book.slot.kept_bytes, "limit_mb": book.slot.limit_mb},
        "ok": book.slot.whole and not book.open,
    }  # fmt: skip


def _reconciled(r: dict[str, Any]) -> str:
    if r["slot"]["status"] in ("none", "lost"):
        return "变更流断了，下次对账会查出并接上"
    if r["unexplained"]:
        return f"有 {r['unexplained']} 项台账外的改动待说明（jiuye reconcile 列出）"
    return f"一致，到 {r['at'] or '还没有'}；变更流待读 {(r['slot']['kept_bytes'] or 0) >> 10:,} KB"


def _timers() -> list[dict[str, Any]]:
    """Each timer with its last run. ok: it ended well, and not longer ago than three of its turns."""
    from jiuye.front.commands.worker import TIMERS
    from jiuye.jobs.queries import timers
    from jiuye.lib import clock

    ran = timers()
    told = []
    for t in TIMERS:
        last = ran.get(t.name)
        late = last is None or (clock.now() - last.started_at).total_seconds() > 3 * t.seconds + 60
        told.append(
            {
                "name": t.name,
                "act": t.act,
                "every_seconds": t.seconds,
                "last_started_at": _moment(last.started_at) if last else None,
                "last_ended_at": _moment(last.ended_at) if last else None,
                "error": last.error if last else "",
                "ok": not late and not (last and last.error),
            }
        )
    return told


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(ZONE).isoformat() if at else None


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
