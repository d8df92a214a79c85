"""`jiuye ledger seal|verify`: seal what is committed, verify all of the book."""

import argparse
import os
from pathlib import Path

from jiuye.front.commands.common import Outcome, running

NAME, HELP = "ledger", "台账封存与校验"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["seal", "verify"])


def checkpoints() -> Path:
    """The checkpoints outside the database, without which a cut tail would not show."""
    return Path(os.environ["JIUYE_FILES"]) / "checkpoints.jsonl"


def run(args: argparse.Namespace) -> Outcome:
    running(args)
    from jiuye.ledger.seal import seal
    from jiuye.ledger.verify import verify

    dsn = os.environ["JIUYE_DSN_SEALER"]
    if args.verb == "seal":
        count = seal(dsn, checkpoints())
        return 0, {"sealed": count}, f"封存 {count} 笔"
    found = verify(dsn, checkpoints())
    before = f"其中 {found['earlier']} 笔由较早的程序封存，所涉区市不在封存之内"
    text = "\n".join(
        [
            f"台账 {found['entries']} 笔，已封存 {found['sealed']} 笔，检查点 {found['checkpoints']} 个",
            *([before] if found["earlier"] else []),
            *found["faults"],
        ]
    )
    return (0 if found["ok"] else 1), found, text + ("\n一致" if found["ok"] else "\n有问题")
