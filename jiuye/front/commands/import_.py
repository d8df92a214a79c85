"""`jiuye import`: a file into a submission, judged; with --accept reviewed by a second user; --inherit takes over."""

import argparse
import time
from pathlib import Path
from typing import Any

from jiuye.front.commands.common import CommandRefused, Outcome, Said, acting, refusals, running
from jiuye.standards.catalogue import DATASETS

NAME, HELP = "import", "导入 CSV 或 XLSX"
SHOWN = 1000  # faults told in the answer; the annotated file has all


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", choices=list(DATASETS), metavar="DATASET", help="、".join(DATASETS))
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--mapping", default="", help="命名映射，如 market-regulation")
    parser.add_argument("--channel", default="10", help="采集渠道代码")
    parser.add_argument("--as", dest="as_user", default="", help="以哪个演示账号办理")
    parser.add_argument("--reviewer", default="reviewer", help="由哪个演示账号审核")
    parser.add_argument("--first-reviewer", default="reviewer3", help="金额达到界限时由哪个演示账号初审")
    parser.add_argument("--agency", default="", help="经办机构代码，须与办理人的机构一致")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不留下任何数据")
    parser.add_argument("--accept", action="store_true", help="随即由第二人审核，干净的行入库")
    parser.add_argument("--inherit", default="", metavar="ORDER", help="按存量接收令接收")


def run(args: argparse.Namespace) -> Outcome:
    instance = running(args)
    began = time.perf_counter()
    by = acting(args.as_user or ("manager" if args.inherit else "clerk"))
    if args.agency and args.agency != by.agency.code:
        raise CommandRefused(f"办理人属于机构 {by.agency.code}，不能以 {args.agency} 的名义办理")
    with refusals():
        value = _inherit(args, by) if args.inherit else _import(args, by)
    faults, reading = value["faults"], value.pop("reading")
    value["annotated_file"] = _annotate(args.file, reading, faults, instance.paths.root, value["batch"])
    value["faults"] = faults[:SHOWN]
    value["seconds"] = round(time.perf_counter() - began, 3)
    short = value["faulty"] > 0
    text = (
        f"批次 {value['batch']}：{value['rows']} 行 = 入库 {value['admitted']} + 有问题未入库 {value['faulty']}"
        f" + 已有 {value['already_known']}；入库行中带问题 {value['admitted_with_faults']}；{value['seconds']} 秒"
    )
    if value["annotated_file"]:
        text += f"\n标注文件：{value['annotated_file']}"
    return (1 if short else 0), value, text


def _inherit(args: argparse.Namespace, by: Any) -> dict[str, Any]:
    from jiuye.collection import actions, staging
    from jiuye.front.demo import ORDER, order

    if args.inherit == ORDER:
        order()
    if args.dry_run:
        return _dry(args, by, inherited=True)
    done, reading = actions.inherit(
        args.dataset, args.file, by=by, order_number=args.inherit, mapping=args.mapping, channel=args.channel,
        tell=Said(),
    )  # fmt: skip
    return _value(done, reading, staging.faults_of(done.dataset, done.pk, None))


def _import(args: argparse.Namespace, by: Any) -> dict[str, Any]:
    from jiuye.collection import actions, staging

    if args.dry_run:
        return _dry(args, by, inherited=False)
    done, reading = actions.import_batch(
        args.dataset, args.file, by=by, mapping=args.mapping, channel=args.channel, tell=Said()
    )
    if args.accept:
        if done.double:
            actions.first_review(done, by=acting(args.first_reviewer), note="命令行初审")
        done = actions.accept(done, by=acting(args.reviewer), note="命令行审核", tell=Said())
    return _value(done, reading, staging.faults_of(done.dataset, done.pk, None))


def _dry(args: argparse.Namespace, by: Any, *, inherited: bool) -> dict[str, Any]:
    """Judge the file and leave nothing."""
    from jiuye.collection import staging
    from jiuye.collection.actions.import_batch import describe, stage_file
    from jiuye.collection.counter import source_of

    source = source_of(by, args.dataset, channel=args.channel, inherited=inherited)
    reading = stage_file(source, args.file, args.mapping, Said())
    try:
        counted = describe(source, reading, by, "file", args.mapping)
        counted.number = "（未导入）"
        return _value(counted, reading, staging.faults_of(args.dataset, source.submission, None))
    finally:
        staging.clear(args.dataset, source.submission)


def _value(done: Any, reading: Any, faults: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "batch": done.number,
        "rows": done.rows,
        "admitted": done.admitted,
        "faulty": done.faulty,
        "already_known": done.already_known,
        "waiting": done.rows - done.admitted - done.faulty - done.already_known,
        "admitted_with_faults": done.admitted_with_faults,
        "duplicates": done.duplicates,
        "faults": faults,
        "notes": [n.message for n in reading.notes],
        "reading": reading,
    }


def _annotate(file: Path, reading: Any, found: list[dict[str, Any]], data: Path, batch: str) -> str | None:
    """The user's own file with what is wrong in it; None when nothing is."""
    from jiuye.collection.channels import annotate

    faults = [(f["row"], f["item"], f["rule_id"], f["severity"], f["message"]) for f in found]
    if not faults:
        return None
    folder = data / "files" / "annotated"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = folder / f"{file.stem}-{batch.strip('（）')}{file.suffix}"
    return str(annotate(file, faults, name, headers=reading.headers, known=reading.known))
