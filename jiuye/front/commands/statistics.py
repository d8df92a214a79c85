"""`jiuye statistics`: a routine report of a period, or a kept one computed again from its snapshot. Art. 11."""

import argparse
from typing import Any

from jiuye.front.commands.common import CommandRefused, Outcome, Said, acting, refusals, running

NAME, HELP = "statistics", "常规统计：算一期报表，或由快照重算核对"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("deed", choices=["run", "recompute"], help="run 报表 统计期；recompute 编号")
    parser.add_argument("what", metavar="REPORT|NUMBER")
    parser.add_argument("period", metavar="PERIOD", nargs="?", default="", help="2026-10、2026Q3 或 2026")
    parser.add_argument("--as", dest="as_user", default="statistician")


def run(args: argparse.Namespace) -> Outcome:
    running(args)
    by = acting(args.as_user)
    with refusals():
        return _run(args.what, args.period, by) if args.deed == "run" else _recompute(args.what, by)


def _run(report: str, code: str, by: Any) -> Outcome:
    from jiuye.usage.statistics import actions, queries
    from jiuye.usage.statistics.definitions import definitions
    from jiuye.usage.statistics.periods import parse

    told, when = definitions().reports.get(report), parse(code)
    if told is None or when is None:
        raise CommandRefused(f"报表有 {'、'.join(definitions().reports)}；统计期写作 2026-10、2026Q3 或 2026")
    frozen = queries.snapshot_of(when.last) or actions.freeze_period(when.last, by=by, tell=Said())
    done = actions.run_report(told, when, frozen, by=by)
    value = {"number": done.number, "snapshot_at": frozen.moment.isoformat(), "snapshot": frozen.digest,
             "definition": frozen.definition, "digest": done.digest, "faults": done.faults}  # fmt: skip
    checked = "；".join(done.faults) or "勾稽检查通过"
    return (1 if done.faults else 0), value, f"{done.number}：{checked}。摘要 SM3 {done.digest}"


def _recompute(number: str, by: Any) -> Outcome:
    from jiuye.lib.sealing import SealBroken
    from jiuye.usage.statistics import queries
    from jiuye.usage.statistics.verify import recompute

    kept = queries.statistic(number)
    if kept is None:
        raise CommandRefused(f"没有统计 {number}")
    try:
        now = recompute(kept, by=by)
    except (SealBroken, FileNotFoundError) as e:
        raise CommandRefused(f"{number} 的快照不在了或被改动过，无法重算") from e
    same = now == kept.digest
    said = "与保存的一位不差" if same else f"与保存的 {kept.digest} 不同"
    return (0 if same else 1), {"number": number, "digest": now, "kept": kept.digest, "same": same}, f"{number}：{said}"
