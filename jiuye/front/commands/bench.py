"""`jiuye bench`: the product beside the raw limit and its peers, on a throw-away server of its own."""

import argparse
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from jiuye.front.commands.common import CommandRefused, Outcome, progress

NAME, HELP = "bench", "性能对照：本系统、原始极限、同类软件"
READY = {"intake": "采集入库", "inspect": "质量检查", "lookup": "查看某日的档案"}
LATER = ("link", "ledger", "backup")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bench", choices=[*READY, *LATER], help="哪一项")
    parser.add_argument("--rows", type=int, help="行数")
    parser.add_argument("--rounds", type=int, default=3, help="轮数，取中位数")


def run(args: argparse.Namespace) -> Outcome:
    if args.bench in LATER:
        raise CommandRefused(f"{args.bench} 一项还没有对照，目前有：{'、'.join(READY)}")
    if find_spec("bench") is None:
        raise CommandRefused("性能对照只随源码提供，请在源码目录中安装（make run 或 pip install -e .[bench]）")
    module = import_module(f"bench.{args.bench}")
    rows = module.ROWS if args.rows is None else args.rows
    if rows < 1000 or args.rounds < 1:
        raise CommandRefused("行数至少 1000，轮数至少 1")
    value = module.run(rows, args.rounds, progress)
    return 0, value, text(value)


def text(v: dict[str, Any]) -> str:
    if v["name"] == "lookup":
        g = v["governed"]
        return (
            f"{READY['lookup']}：{v['rows']:,} 人、{v['versions']:,} 条历史，查 {v['asked']:,} 次，取第 95 百分位\n"
            f"  某日的档案 {v['product_seconds'] * 1000:.2f} 毫秒；按主键读一行 {v['limit_seconds'] * 1000:.2f} 毫秒，"
            f"前者是后者的 {v['ratio_to_limit']:.2f} 倍\n"
            f"查找一人并显示一个号码，{g['asked']} 次，取中位数\n"
            f"  查找 {g['look_up_seconds'] * 1000:.2f} 毫秒，显示 {g['unmask_seconds'] * 1000:.2f} 毫秒；按索引读一行、"
            f"落盘写一行 {g['limit_seconds'] * 1000:.2f} 毫秒，前两者是它的 {g['ratio_to_limit']:.2f} 倍"
        )
    lines = [
        f"{READY[v['name']]}：{v['rows']:,} 行，{v['rounds']} 轮取中位数，"
        f"每秒 {v['rows_per_second']:,} 行，内存至多 {v['peak_mib']:,} MiB",
        f"  本系统 {v['product_seconds']:.3f} 秒",
        f"  原始极限 {v['limit_seconds']:.3f} 秒，本系统用时是它的 {v['ratio_to_limit']:.2f} 倍",
    ]
    lines += _peers(v)
    if v["absent"]:
        lines.append(f"  没有安装 {'、'.join(v['absent'])}，未作对照；要对照请执行 pip install -e .[bench]")
    if v.get("peer_note"):
        lines.append(f"  {v['peer_note']}")
    if x := v.get("xlsx"):
        lines += [
            f"XLSX：{x['rows']:,} 行，一轮，每秒 {x['rows_per_second']:,} 行，内存至多 {x['peak_mib']:,} MiB",
            f"  本系统 {x['product_seconds']:.3f} 秒，另用 {x['annotate_seconds']:.3f} 秒写出标注文件"
            f"（{x['faulty_rows']:,} 行有问题）",
            *_peers(x),
        ]
    return "\n".join(lines)


def _peers(v: dict[str, Any]) -> list[str]:
    return [
        f"  {name} {p['version']}：{p['seconds']:.3f} 秒，是本系统的 {1 / p['ratio']:.1f} 倍"
        + (f"（实测 {p['measured_rows']:,} 行，其余推算）" if p["measured_rows"] < v["rows"] else "")
        + (f"；{p['note']}" if p["note"] else "")
        for name, p in v["peers"].items()
    ]
