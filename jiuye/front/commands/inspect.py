"""`jiuye inspect`: a quality inspection over a frozen snapshot."""

import argparse
import time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jiuye.front.commands.common import CommandRefused, Outcome, Said, acting, refusals, running

NAME, HELP = "inspect", "冻结快照并检查数据质量"
LABELS = {
    "entry": "数据入库率", "completeness": "数据项目齐全率", "recording": "数据项目记实率",
    "anomaly": "数据项目异常率", "duplication": "数据重复率",
}  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scope", default="371000", help="区划代码，默认全市")
    parser.add_argument("--engine", default="duckdb", choices=["duckdb", "postgres"])
    parser.add_argument("--as", dest="as_user", default="manager")


def run(args: argparse.Namespace) -> Outcome:
    running(args)
    if args.scope != "371000":
        raise CommandRefused("目前按全市检查；各区市的数在结果的 by_agency 里")
    began = time.perf_counter()
    by = acting(args.as_user)
    from jiuye.quality import actions

    with refusals():
        done = actions.inspect(actions.freeze(by=by, tell=Said()), by=by, engine=args.engine, tell=Said())
    value = report(done, by)
    value["seconds"] = round(time.perf_counter() - began, 3)
    return 0, value, table(value["indicators"], done.number)


def report(done: Any, by: Any) -> dict[str, Any]:
    """The contract's JSON value of a run."""
    from django.db.models import Count

    from jiuye.lib import clock
    from jiuye.parties.sessions import scope
    from jiuye.quality.models import Figure, Finding

    figures = list(Figure.objects.filter(run=done))
    with scope(by):
        counts = dict(
            Finding.objects.filter(run=done).values_list("rule_id").annotate(n=Count("id")).order_by("rule_id")
        )
    return {
        "run": done.number,
        "snapshot_at": done.snapshot.moment.astimezone(clock.ZONE).isoformat(),
        "standard_version": done.snapshot.standard_version,
        "engine": done.engine,
        "rows": done.snapshot.rows,
        "rules": {"run": done.rules_run, "not_decidable": len(done.not_yet)},
        "indicators": {k: _rate(figures, k, level="city") for k in LABELS},
        "by_agency": _grouped(figures, "whole_agency", "agency_code"),
        "by_dataset": _grouped(figures, "dataset", "dataset"),
        "findings": counts,
    }


def _rate(figures: list[Any], indicator: str, **at: str) -> dict[str, Any]:
    for f in figures:
        if f.indicator == indicator and all(getattr(f, k) == v for k, v in at.items()):
            return parts(f.met, f.of)
    return parts(0, 0)


def parts(met: int, of: int) -> dict[str, Any]:
    """A rate with its parts; the rate is None with no rows, a fraction rounded half up otherwise."""
    rate = (Decimal(met) / Decimal(of)).quantize(Decimal("0.000001"), ROUND_HALF_UP) if of else None
    return {"met": met, "of": of, "rate": float(rate) if rate is not None else None}


def _grouped(figures: list[Any], level: str, key: str) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for f in figures:
        if f.level == level and f.indicator in LABELS:
            groups.setdefault(getattr(f, key), {})[f.indicator] = parts(f.met, f.of)
    return [{key: name, **rates} for name, rates in sorted(groups.items())]


def table(indicators: dict[str, dict[str, Any]], number: str) -> str:
    lines = [f"检查 {number}"]
    for key, label in LABELS.items():
        one = indicators[key]
        rate = "不适用" if one["of"] == 0 else f"{percent(one['met'], one['of'])}%"
        lines.append(f"  {label:　<8} {rate:>8}   {one['met']:,} / {one['of']:,}")
    return "\n".join(lines)


def percent(met: int, of: int) -> str:
    return str((Decimal(100 * met) / Decimal(of)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def latest_table() -> str:
    """The indicator table of the newest run."""
    from jiuye.quality.models import Figure, Run

    done = Run.objects.order_by("-id").first()
    if done is None:
        return ""
    figures = list(Figure.objects.filter(run=done, level="city"))
    return table({k: _rate(figures, k) for k in LABELS}, done.number)
