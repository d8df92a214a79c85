"""`jiuye town`: a synthetic town as import files, with the truth about its faults."""

import argparse
from pathlib import Path

from jiuye.front.commands.common import CommandRefused, Outcome
from jiuye.lib import clock

NAME, HELP = "town", "生成合成城市的导入文件"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--persons", type=int, required=True)
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--faults", type=float, default=0.03, help="问题行比例，0 到 0.5")
    parser.add_argument("--out", type=Path, required=True)


def run(args: argparse.Namespace) -> Outcome:
    from jiuye.town import generate

    try:
        done = generate(args.persons, args.seed, args.faults, args.out, as_of=clock.today())
    except (ValueError, OSError) as e:
        raise CommandRefused(str(e)) from e
    value = {"files": {k: str(v) for k, v in done.files.items()}, "rows": done.rows, "planted": done.planted}
    rows = "，".join(f"{k} {n:,}" for k, n in done.rows.items())
    return 0, value, f"{rows}；埋入问题 {done.planted:,} 处 → {args.out}"
