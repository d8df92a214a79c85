"""`jiuye reinstate`: the last way back, when no administrator of the city is left who could confirm another's post."""

import argparse

from jiuye.front.commands.common import CommandRefused, Outcome, refusals, running

NAME, HELP = "reinstate", "恢复一名市级管理人员：市级没有人能复核岗位时，由信息机构在服务器上执行"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("account", metavar="账号", help="市级系统管理员或数据管理岗的账号")
    parser.add_argument("--why", required=True, metavar="理由", help="为什么恢复、谁同意的，记入台账")


def run(args: argparse.Namespace) -> Outcome:
    """Exit status 2 while anybody else could confirm it."""
    running(args)
    from jiuye.parties import actions, founding, queries
    from jiuye.parties.sessions import machine_session

    held = queries.management(args.account)
    if held is None:
        raise CommandRefused(f"账号 {args.account} 没有可以恢复的市级管理岗位；请核对账号")
    with refusals():
        actions.reinstate(held, by=machine_session(founding.MACHINE), why=args.why)
    last = str(held.lapses_on)
    return 0, {"account": args.account, "until": last}, f"已恢复 {held.staff.name}，到 {last} 前须由另一人复核"
