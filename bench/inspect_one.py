"""One party of the inspect bench: prints seconds (modules already read), rows listed and memory as JSON."""

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import duckdb

from bench import portable
from bench.figures import peak_mib
from bench.inspect import PEERS
from jiuye.quality.engines.duck import Duck
from jiuye.quality.findings import find, listed


def product(file: Path) -> int:
    """The path of an inspection: the engine over the file, the rules of a catalogue, every (row, rule) listed."""
    with Duck({"person": file}) as engine:
        find(engine, portable.catalogue(), datetime(2026, 11, 23), with_owners=False)
        return int(listed(engine).num_rows)


def limit(file: Path) -> int:
    """The same conditions by hand, counted in one pass, the rows not listed."""
    tests = [f"{i} is null" for i in portable.REQUIRED]
    tests += [f"not regexp_matches({i}, '{pattern}')" for i, pattern in portable.PATTERNS.items()]
    tests += [f"{i} not in {tuple(some)}" for i, some in portable.codes().items()]
    tests += [
        f"graduation_year not between {portable.YEARS[0]} and {portable.YEARS[1]}",
        f"record_version not between {portable.VERSIONS[0]} and {portable.VERSIONS[1]}",
        "graduation_date < birth_date",
    ]
    counts = ", ".join(f"count(*) filter ({t})" for t in tests)
    twice = "select sum(n) from (select count(*) as n from p group by id_number_index having count(*) > 1)"
    sql = f"with p as (select * from read_parquet('{file}')) select {counts}, ({twice}) from p"
    row = duckdb.connect().execute(sql).fetchone() or ()
    return int(sum(n or 0 for n in row))


def main(who: str, file: Path) -> None:
    ours: dict[str, Callable[[Path], int]] = {"product": product, "limit": limit}
    work = ours[who] if who in ours else import_module(PEERS[who]).inspect
    began = time.perf_counter()
    failing = work(file)
    seconds = time.perf_counter() - began
    told = {"seconds": seconds, "failing": failing, "peak_mib": peak_mib()}
    print(json.dumps(told | {"version": version(who) if who in PEERS else ""}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
