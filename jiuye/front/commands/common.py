"""What the commands share: the running instance, demo sessions, progress on stderr, refusals in one line."""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jiuye.lib.progress import Progress
from jiuye.server.connect import Instance
from jiuye.server.errors import ServerError

if TYPE_CHECKING:
    from jiuye.parties.sessions import Session

Outcome = tuple[int, Any, str]  # exit status, JSON value, text for people


class CommandRefused(Exception):
    """Refused or wrong usage: exit status 2 with this one line."""


def progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def running(args: argparse.Namespace) -> Instance:
    """The running instance, this process made one of its own (Django ready)."""
    from jiuye.front import installation

    try:
        instance = Instance.find(getattr(args, "data", None))
        demo = installation.is_demo(instance)
    except ServerError as e:
        raise CommandRefused(str(e)) from e
    if demo is None:
        raise CommandRefused("系统还没有建制，请先执行 make run（或 jiuye run）")
    installation.enter(instance, demo=demo)
    return instance


def acting(account: str) -> "Session":
    """A session of a demo account. Refused outside demo mode."""
    from django.conf import settings

    from jiuye.front.demo import session_of
    from jiuye.parties.models import Appointment

    if not settings.DEMO:
        raise CommandRefused("命令行代办（--as）只在演示环境可用；正式环境请在网页上办理")
    try:
        return session_of(account)
    except Appointment.DoesNotExist as e:
        raise CommandRefused(f"没有账号 {account}，或其岗位已收回") from e


class Said:
    """Progress of long work on stderr: at most a line a second, and the end of every step."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, now: Progress) -> None:
        if now.done == now.of or time.monotonic() - self._last >= 1:
            self._last = time.monotonic()
            progress(str(now))


@contextmanager
def refusals() -> Iterator[None]:
    """Turn refusals and unreadable files into exit status 2."""
    from jiuye.collection.channels import BadFile
    from jiuye.lib.verdict import Refused

    try:
        yield
    except Refused as e:
        raise CommandRefused(str(e)) from e
    except BadFile as e:
        raise CommandRefused(str(e)) from e
    except OSError as e:
        raise CommandRefused(f"读写不了文件 {e.filename}：不存在、没有权限或磁盘已满（{e.strerror}）") from e
