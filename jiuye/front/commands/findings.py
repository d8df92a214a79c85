"""`jiuye findings`: every row behind the figures of a run."""

import argparse
import csv
import json
from pathlib import Path

from jiuye.front.commands.common import CommandRefused, Outcome, acting, running

NAME, HELP = "findings", "导出一次检查的问题记录"
COLUMNS = ("rule_id", "dataset", "record_id", "agency_code", "district")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--rule", default="")
    parser.add_argument("--format", choices=["csv", "jsonl"], default="csv")
    parser.add_argument("-o", dest="out", type=Path, required=True)
    parser.add_argument("--as", dest="as_user", default="manager")


def run(args: argparse.Namespace) -> Outcome:
    running(args)
    by = acting(args.as_user)
    from jiuye.parties.sessions import scope
    from jiuye.quality.models import Finding, Run

    done = Run.objects.filter(number=args.run).first()
    if done is None:
        raise CommandRefused(f"没有检查 {args.run}")
    count = 0
    with scope(by), args.out.open("w", encoding="utf-8", newline="") as f:
        rows = Finding.objects.filter(run=done, **({"rule_id": args.rule} if args.rule else {}))
        writer = csv.writer(f)
        if args.format == "csv":
            writer.writerow(COLUMNS)
        for row in rows.order_by("id").values_list(*COLUMNS).iterator(chunk_size=5000):
            count += 1
            if args.format == "csv":
                writer.writerow(row)
            else:
                f.write(json.dumps(dict(zip(COLUMNS, map(str, row), strict=True)), ensure_ascii=False) + "\n")
    return 0, {"file": str(args.out), "rows": count}, f"{count} 行 → {args.out}"
