"""The command line `jiuye`: parse, find the running instance, one call, print. `commands/` holds the calls.

Exit status: 0 done, 1 done but something fell short, 2 refused or wrong usage (one line on stderr).
"""

import argparse
import json
import os
import sys
from typing import Any, NoReturn

from jiuye.front.commands import COMMANDS


class Parser(argparse.ArgumentParser):
    """Wrong usage is told in one line, and where the way to write it stands."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"用法不对：{message}（{self.prog} --help）\n")


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns the exit status."""
    parser = Parser(prog="jiuye", description="公共就业业务数据管理系统")
    parser.add_argument("--data", help="数据目录（默认见 README）")
    subs = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for command in COMMANDS:
        sub = subs.add_parser(command.NAME, help=command.HELP)
        sub.add_argument("--data", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", help="只输出一个 JSON 值")
        command.arguments(sub)
        sub.set_defaults(call=command.run)
    args = parser.parse_args(argv)
    try:
        return _run(args)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); what was to be done is done.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(args: argparse.Namespace) -> int:
    from jiuye.front.commands.common import CommandRefused

    try:
        status, value, text = args.call(args)
    except CommandRefused as refused:
        print(str(refused).replace("\n", " "), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("已中断；再运行一次会从停下的地方接着做", file=sys.stderr)
        return 2
    _print(value if args.json else text)
    return int(status)


def _print(value: Any) -> None:
    if value is None:
        return
    print(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2, default=str), flush=True)


if __name__ == "__main__":
    sys.exit(main())
