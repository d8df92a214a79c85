"""`jiuye reconcile`: the database's own change stream, its stored rows and its guards, held against the book."""

import argparse
from typing import Any

from jiuye.front.commands.common import CommandRefused, Outcome, running

NAME, HELP = "reconcile", "对账：数据库变更流、存储的行和守卫，与台账逐笔核对"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(args: argparse.Namespace) -> Outcome:
    """Everything, the stored rows included. Exit status 1 while something is not accounted for."""
    import psycopg

    from jiuye.front import reconciling

    instance = running(args)
    try:
        found = reconciling.reconcile(instance, whole=True)
    except psycopg.Error as e:
        raise CommandRefused(f"对账没有做成，没有遗漏，可以再做：{str(e).strip()}") from e
    return (0 if found["ok"] else 1), found, _text(found)


def _text(found: dict[str, Any]) -> str:
    head = (
        f"核对 {found['rows']:,} 行，读变更流 {found['transactions']:,} 个事务、{found['changes']:,} 处改动，"
        f"{found['seconds']} 秒"
    )
    if found["ok"]:
        return f"{head}\n一致：没有台账以外的改动"
    lines = [line(u) for u in found["unexplained"]]
    return "\n".join([head, f"有 {len(lines)} 项没有台账可以说明：", *lines])


def line(u: dict[str, Any]) -> str:
    """One finding for people."""
    from jiuye.lib.clock import ZONE

    when = (u["at"] or u["found_at"]).astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
    where = f"事务 {u['xact']} {when}" if u["xact"] else f"发现于 {when}"
    keys = "、".join(u["keys"][:3]) + ("…" if len(u["keys"]) > 3 else "")
    rows = f"　{u['rows']} 行：{keys}" if u["rows"] else ""
    who = f"　当时连着：{u['sessions']}" if u["sessions"] else ""
    return f"  {u['tbl']}　{u['why']}　{where}{rows}{who}"
