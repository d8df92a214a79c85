"""`jiuye demo`: the demo's accounts with their one-time codes of this moment."""

import argparse

from jiuye.front.commands.common import CommandRefused, Outcome, running
from jiuye.parties.cast import PASSWORD

NAME, HELP = "demo", "演示账号和此刻的动态口令"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(args: argparse.Namespace) -> Outcome:
    running(args)
    from django.conf import settings

    from jiuye.front.demo import accounts, citizens

    if not settings.DEMO:
        raise CommandRefused("这里不是演示环境，没有演示账号")
    found = accounts()
    people = citizens()
    value = [{"account": a, "name": n, "post": p, "code": c, "password": PASSWORD} for a, n, p, c in found]
    lines = [f"{a:<16} {c}  {p}  {n}" for a, n, p, c in found]
    lines.append(f"市民（在 /my/ 实名认证登录，或用证件号码登录）：{'、'.join(f'{n} {name}' for n, name in people)}")
    return 0, {"accounts": value, "citizens": [n for n, _ in people]}, "\n".join([f"口令都是 {PASSWORD}", *lines])
