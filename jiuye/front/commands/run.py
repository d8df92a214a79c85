"""`jiuye run`: the embedded database, the web, the worker; one Ctrl-C stops all of them."""

import argparse
import json
import os
import sys
import time

from jiuye.front import installation, reconciling
from jiuye.front.commands.common import CommandRefused, Outcome, progress
from jiuye.server.connect import Instance
from jiuye.server.errors import ServerError
from jiuye.server.files import free_port
from jiuye.server.run_file import RunFile
from jiuye.server.supervise import Child, Supervisor

NAME, HELP = "run", "启动数据库、网页和后台任务"
PORT = 8000


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=PORT, help="网页端口，被占用时用下一个空闲的")
    parser.add_argument("--no-demo", action="store_true", help="正式环境：不建演示城市和演示账号")


def run(args: argparse.Namespace) -> Outcome:
    """Start, prepare, fill the demo on the first run, serve until told to stop."""
    try:
        progress("启动数据库")
        instance = Instance.open(args.data, bound=True)
        run_file = RunFile(instance.paths)
        with run_file.claim():
            return _serve(args, instance, run_file), None, ""
    except ServerError as e:
        raise CommandRefused(str(e)) from e


def _serve(args: argparse.Namespace, instance: Instance, run_file: RunFile) -> int:
    began = time.monotonic()
    try:
        demo = _mode(args, instance)
        run_file.write(database=instance.describe(), database_url=instance.url)
        installation.prepare(instance, demo=demo, say=progress)
        installation.enter(instance, demo=demo)
        reconciling.begin(instance)  # the change stream is kept from before the first row
        installation.furnish(instance, demo=demo, say=progress)
        _first_inspection(demo)
        port = free_port(args.port)
        run_file.write(web_port=port)
        _welcome(demo, port, time.monotonic() - began)
        return Supervisor(
            _children(instance, demo, port), logs=instance.paths.logs, instance=instance, run_file=run_file
        ).run()
    finally:
        instance.stop()
        progress("已停止")


def _mode(args: argparse.Namespace, instance: Instance) -> bool:
    """Demo or not is decided at founding; a later start cannot change it."""
    founded = installation.is_demo(instance)
    wanted = not args.no_demo
    if founded is not None and founded != wanted and args.no_demo:
        raise CommandRefused("这个数据目录是演示环境，不能当正式环境用；请用 --data 指定新的目录")
    return wanted if founded is None else founded


def _first_inspection(demo: bool) -> None:
    """The demo's town, or over an empty database the first inspection all the same."""
    from jiuye.front import demo as town
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session
    from jiuye.quality import actions as quality
    from jiuye.quality.models import Run

    if demo:
        town.build(town.persons_wanted(), progress)
    elif not Run.objects.exists():
        machine = machine_session(founding.MACHINE)
        quality.inspect(quality.freeze(by=machine), by=machine)
        installation.first_administrator(progress)


def _children(instance: Instance, demo: bool, port: int) -> list[Child]:
    from jiuye.front import partners

    played = partners.connected() if demo else {}
    env = os.environ | installation.environment(instance, demo=demo)
    if demo:  # else the departments' own gateways, as the environment says
        env["JIUYE_PARTNERS"] = json.dumps(partners.addresses(played))
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "jiuye.front.wsgi:application",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "8",
        "--log-level", "warning", "--no-ws",
    ]  # fmt: skip
    gateways = partners.gateways() if demo else {}
    env |= gateways
    worker = [sys.executable, "-m", "jiuye.front.cli", "--data", str(instance.paths.root), "worker"]
    others = [partners.child(played), *partners.gateway_children(gateways)] if demo else []
    return [*others, Child("web", web, env | {"JIUYE_POOL": "10"}), Child("worker", worker, env)]


def _welcome(demo: bool, port: int, seconds: float) -> None:
    from jiuye.front import demo as town
    from jiuye.front.commands.inspect import latest_table

    progress("")
    progress(latest_table())
    progress("")
    if demo:
        town.print_accounts(progress)
    progress("")
    progress(f"已就绪（{seconds:.0f} 秒）：http://127.0.0.1:{port}/    Ctrl-C 停止")
