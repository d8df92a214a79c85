"""`jiuye worker`: long work and the timers, each acting as machine staff. Started by `jiuye run`."""

import argparse
import os
from collections.abc import Callable
from importlib import import_module

from jiuye.front.commands.common import Outcome, running
from jiuye.front.commands.ledger import checkpoints
from jiuye.jobs.timer import Timer

NAME, HELP = "worker", "后台任务和定时任务（由 jiuye run 启动）"


def _seal() -> None:
    from jiuye.ledger.seal import seal

    seal(os.environ["JIUYE_DSN_SEALER"], checkpoints())


def _ask_again() -> None:
    from jiuye.collection.sharing.actions import ask_again
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session

    ask_again(by=machine_session(founding.MACHINE))


def _sweep() -> None:
    from jiuye.collection import actions, jobs
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session

    actions.sweep(by=machine_session(founding.MACHINE), wanted=jobs.wanted())


def _sample() -> None:
    from jiuye.collection import actions
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session

    actions.sample(by=machine_session(founding.MACHINE))


def _behaviour(verb: str) -> Callable[[], None]:
    def call() -> None:
        from jiuye.collection.behaviour import actions
        from jiuye.parties import founding
        from jiuye.parties.sessions import machine_session

        getattr(actions, verb)(by=machine_session(founding.MACHINE))

    return call


def _reconcile() -> None:
    from jiuye.front import reconciling
    from jiuye.server.connect import Instance

    reconciling.reconcile(Instance.find(os.environ["JIUYE_DATA"]), whole=False)


def _keep() -> None:
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session
    from jiuye.records.custody.filing import keep

    keep(by=machine_session(founding.MACHINE))


def _conclude() -> None:
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session
    from jiuye.records.handling.concluding import conclude

    conclude(by=machine_session(founding.MACHINE))


def _expire() -> None:
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session
    from jiuye.records.handling.concluding import expire

    expire(by=machine_session(founding.MACHINE))


def _sweep_store() -> None:
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session
    from jiuye.records.custody.sweep import sweep_store

    sweep_store(by=machine_session(founding.MACHINE))


def _sweep_snapshots() -> None:
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session
    from jiuye.quality.actions import sweep_snapshots

    sweep_snapshots(by=machine_session(founding.MACHINE))


def _freeze_month() -> None:
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session
    from jiuye.usage.statistics.jobs import freeze_month

    freeze_month(by=machine_session(founding.MACHINE))


def _exports(verb: str) -> Callable[[], None]:
    def call() -> None:
        from jiuye.parties import founding
        from jiuye.parties.sessions import standing_session
        from jiuye.usage.exports import actions, jobs

        verbs: dict[str, Callable[..., object]] = {
            "produce": jobs.queue_approved, "destroy": actions.destroy_unfetched, "wipe": actions.wipe_fetched,
        }  # fmt: skip
        verbs[verb](by=standing_session(founding.MACHINE))

    return call


def _raise_alerts() -> None:
    from jiuye.parties import founding
    from jiuye.parties.sessions import machine_session
    from jiuye.usage.enquiries.alerts import raise_alerts

    raise_alerts(by=machine_session(founding.MACHINE))


TIMERS = [
    Timer("seal", "ledger.seal", 30, _seal),
    Timer("reconcile", "ledger.reconcile", 180, _reconcile),
    Timer("ask_again", "collection.ask_department", 20, _ask_again),
    Timer("sample", "collection.sample", 30, _sample),
    Timer("track", "collection.track", 30, _behaviour("track")),
    Timer("derive", "collection.derive", 3600, _behaviour("derive")),
    Timer("forget", "collection.forget", 3600, _behaviour("forget")),
    Timer("keep", "records.check_archive", 30, _keep),
    Timer("conclude", "records.conclude", 60, _conclude),
    Timer("expire", "records.expire", 3600, _expire),
    Timer("sweep_store", "records.sweep_store", 86400, _sweep_store),
    Timer("sweep_snapshots", "quality.sweep_snapshots", 86400, _sweep_snapshots),
    Timer("freeze_month", "usage.freeze_period", 3600, _freeze_month),
    Timer("produce_exports", "usage.produce_export", 10, _exports("produce")),
    Timer("destroy_exports", "usage.destroy_export", 600, _exports("destroy")),
    Timer("wipe_exports", "usage.wipe_export", 600, _exports("wipe")),
    Timer("raise_alerts", "usage.raise_alert", 60, _raise_alerts),
    Timer("sweep", "collection.sweep", 3600, _sweep),
]


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(args: argparse.Namespace) -> Outcome:
    """Until SIGTERM or SIGINT."""
    running(args)
    from jiuye.jobs.worker import Worker

    know_all_kinds()
    return Worker(TIMERS).run(), None, ""


def know_all_kinds() -> None:
    """Every room tells its kinds of long work when its `jobs` are imported."""
    for room in ("collection", "maintenance", "usage", "quality"):
        import_module(f"jiuye.{room}.jobs")
