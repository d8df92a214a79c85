"""`jiuye report`: 《数据质量整改报告》 of a run, issued once and kept."""

import argparse
from pathlib import Path

from jiuye.front.commands.common import CommandRefused, Outcome, acting, refusals, running

NAME, HELP = "report", "出具《数据质量整改报告》"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--format", choices=["docx", "pdf"], required=True)
    parser.add_argument("-o", dest="out", type=Path, required=True)
    parser.add_argument("--as", dest="as_user", default="manager")


def run(args: argparse.Namespace) -> Outcome:
    running(args)
    by = acting(args.as_user)
    from jiuye.accountability import editions
    from jiuye.lib import clock
    from jiuye.lib.sealing import sm3
    from jiuye.quality import actions
    from jiuye.quality.models import Report, Run

    done = Run.objects.filter(number=args.run).first()
    if done is None:
        raise CommandRefused(f"没有检查 {args.run}")
    with refusals():
        issued = Report.objects.filter(run=done).first() or actions.issue_report(
            done, by=by, edition=editions.line(clock.today())
        )
        content = bytes(issued.pdf if args.format == "pdf" else issued.docx)
        args.out.write_bytes(content)
    import hashlib

    value = {
        "file": str(args.out),
        "sha256": hashlib.sha256(content).hexdigest(),
        "sm3": sm3(content).hex(),
        "pages": issued.pages,
        "number": issued.number,
    }
    return 0, value, f"{issued.number} → {args.out}（{issued.pages} 页，SM3 {value['sm3']}）"
