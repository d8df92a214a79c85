"""Making an installation whole: foundation, tables, founding, standard, keys. Every step may run again."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jiuye import __version__
from jiuye.ledger import foundation
from jiuye.lib.verdict import Refused
from jiuye.server.connect import Instance

if TYPE_CHECKING:
    from jiuye.parties.sessions import Session

Say = Callable[[str], None]
CITY, DIVISION = "威海市", "371000"


def environment(instance: Instance, *, demo: bool) -> dict[str, str]:
    """What every process of the installation needs to know. No secret enters the command line."""
    files = Path(instance.paths.root) / "files"
    return {
        **instance.environment("app", "inspector", "sealer", "reader"),
        "JIUYE_SECRET_KEY": instance.secrets.django_secret_key,
        "JIUYE_MASTER_KEY": instance.secrets.master_key.hex(),
        "JIUYE_FILES": str(files),
        "JIUYE_DEMO": "1" if demo else "",
        "DJANGO_SETTINGS_MODULE": "jiuye.front.settings",
    }


def enter(instance: Instance, *, demo: bool) -> None:
    """Make this process one of the installation: environment set, Django ready."""
    os.environ.update(environment(instance, demo=demo))
    Path(os.environ["JIUYE_FILES"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    import django

    django.setup()


def prepare(instance: Instance, *, demo: bool, say: Say) -> None:
    """Bring foundation and tables up to this version. Idempotent; seconds when nothing changed."""
    from jiuye.parties.permissions import columns_by_act, ordered_acts, posts_by_act, reading_acts, tables_by_act
    from jiuye.parties.posts import POSTS

    say("数据库地基")
    foundation.lay(instance.superuser_dsn())
    foundation.set_permissions(
        instance.superuser_dsn(),
        posts_by_act(),
        tables_by_act(),
        columns_by_act(),
        ordered_acts(),
        {p.code: p.levels for p in POSTS.values()},
        reading_acts(),
    )
    say("表结构")
    env = os.environ | environment(instance, demo=demo) | instance.environment("owner")
    env |= {"JIUYE_LOGIN": "owner", "JIUYE_MIGRATION": __version__}
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=env, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"表结构没有建成：{' '.join(done.stderr.strip().splitlines()[-3:])}")


def furnish(instance: Instance, *, demo: bool, say: Say) -> None:
    """Founding, agencies, keys, the standard; in demo mode the cast. What an earlier build left is brought up to this
    one, under acts, and told. Wants `enter` first."""
    from jiuye.collection import orphans
    from jiuye.parties import actions, founding, queries
    from jiuye.parties.sessions import machine_session
    from jiuye.records import keys
    from jiuye.records.models import MODELS, DataKey
    from jiuye.standards.actions import load
    from jiuye.standards.queries import current_version

    founding.found(instance.superuser_dsn(), city=CITY, division=DIVISION, demo=demo)
    machine = machine_session(founding.MACHINE)
    actions.found_agencies(by=machine)
    if not DataKey.objects.exists():
        keys.make_key(by=machine)
    if current_version() is None:
        say("装载数据标准第 1 版")
        load(1, by=machine)
    else:
        _catch_up(machine, say)
        if not queries.somebody_confirms():
            say("市级没有人能复核岗位：在服务器上用 jiuye reinstate 恢复一名管理人员")
    for dataset in MODELS:
        orphans.sweep(dataset)
    if demo and (new := actions.found_cast(by=machine)):
        say(f"演示账号 {new} 个")


def _catch_up(machine: "Session", say: Say) -> None:
    """The standard and the records as this build keeps them, where an earlier one left them otherwise."""
    from jiuye.lib.pinyin import NAMED
    from jiuye.records.handling.beginning import begin_earlier
    from jiuye.records.handling.facts import PROCEDURES
    from jiuye.records.indexing import index_names
    from jiuye.standards.actions import renew
    from jiuye.standards.catalogue import DATASETS

    try:
        for line in renew(by=machine):
            say(line)
    except Refused as refusal:
        say(f"标准没有随程序更新，仍用原来的：{refusal.verdict.reason}")
    for dataset in NAMED:
        if rows := index_names(dataset, by=machine):
            say(f"补建姓名和拼音索引 {DATASETS[dataset]}：{rows:,} 行")
    for dataset in PROCEDURES:
        if rows := begin_earlier(dataset, by=machine):
            say(f"补立办理 {DATASETS[dataset]}：{rows:,} 行")


def first_administrator(say: Say) -> None:
    """A real installation's first account, printed once and nowhere kept."""
    from jiuye.parties import actions, founding
    from jiuye.parties.models import Account
    from jiuye.parties.sessions import machine_session

    if Account.objects.exists():
        return
    password = secrets.token_urlsafe(12)
    machine = machine_session(founding.MACHINE)
    secret = actions.found_administrator(by=machine, account="admin", password=password)
    say("首位系统管理员（只显示这一次，请当场记下并绑定令牌）")
    say(f"  账号 admin   口令 {password}   动态口令密钥 {secret}")


def is_demo(instance: Instance) -> bool | None:
    """What the installation was founded as; None before it is founded."""
    import psycopg

    with psycopg.connect(instance.superuser_dsn()) as db:
        there = db.execute("select to_regclass('jiuye.parties_instance')").fetchone()
        if there is None or there[0] is None:
            return None
        row = db.execute("select demo from jiuye.parties_instance").fetchone()
        return bool(row[0]) if row else None
