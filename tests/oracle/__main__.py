"""`python -m tests.oracle DIR CATALOGUE --as-of "YYYY-MM-DD[ HH:MM:SS]" [--rule R001 ...]`: JSON."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter

from . import indicators, load, violations


def main(arguments: list[str]) -> int:
    """Prints rows{dataset}, findings{rule_id: [row]}, indicators, uncast[[dataset,row,item]] and seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description="按原始规则逐行判断导入文件")
    parser.add_argument("directory", type=Path, help="导入文件所在目录，每个数据集一个 <数据集>.csv")
    parser.add_argument("catalogue", type=Path, help="数据标准目录文件所在目录")
    parser.add_argument("--as-of", type=datetime.fromisoformat, required=True, help="检查时点，本市时间")
    parser.add_argument("--rule", action="append", help="只判这一条规则，可多次给出；此时不计指标")
    chosen = parser.parse_args(arguments)
    start = perf_counter()
    town = load(chosen.directory, chosen.catalogue)
    found = violations(town, chosen.as_of, chosen.rule)
    answer = {
        "rows": {name: len(table.rows) for name, table in town.tables.items() if table.rows},
        "findings": {rule: sorted(rows) for rule, rows in found.items()},
        "indicators": None if chosen.rule else indicators(town, found, chosen.as_of),
        "uncast": sorted(town.uncast),
        "seconds": round(perf_counter() - start, 2),
    }
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
