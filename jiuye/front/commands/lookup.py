"""`jiuye lookup`: one governed look-up, as in the browser."""

import argparse
from dataclasses import asdict

from jiuye.front.commands.common import Outcome, acting, refusals, running

NAME, HELP = "lookup", "按证件号码查找一次（记入台账）"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--id-number", required=True, metavar="X")
    parser.add_argument("--as", dest="as_user", required=True, metavar="USER")
    parser.add_argument("--case", required=True, metavar="REF", help="办件编号，或“答复咨询：……”这样的事由")


def run(args: argparse.Namespace) -> Outcome:
    running(args)
    from jiuye.usage.enquiries import actions

    with refusals():
        found = actions.look_up(args.id_number, by=acting(args.as_user), why=args.case)
    told = {"hits": [asdict(h) for h in found.hits], "more": found.more}
    lines = [f"{h.title}　{h.label}　{h.number}　{h.district}　{h.status}" for h in found.hits]
    return 0, told, "\n".join(lines) or "本辖区没有查到"
