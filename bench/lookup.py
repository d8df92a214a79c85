"""Look-ups: one person as he stood on a day, out of a full-size database with all its history, beside a plain read of a
person's row by primary key through the same driver, login and scope. Art. 9(2).

The rows are laid by the superuser of a throw-away server straight into the tables, guards off: one accepted person
copied under other keys, and seven versions of two in three of them, six of the rest, as changes of 5,000 rows each
would have left them. The reads go by turns to random persons, each to its own, so that neither finds a page in memory
which the other has just brought there; under one standard, as on a page. The figures are 95th percentiles.

And governed (`bench.governed`), out of the same rows.
"""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psycopg

from bench import governed, server
from bench.figures import peak_mib
from jiuye.server.connect import Instance

ROWS = 3_000_000  # persons; the history is 20 versions for every 3 of them
ASKED = 2_000  # persons each read asks for in a round
CHUNK = 5_000  # rows one act changes at most
STEPS = 7
SLICE = 100_000


def run(rows: int, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Lay the rows, ask in turn, tell. Disk: about 4 KiB a person."""
    house = server.template()
    with server.fresh(house, "bench_lookup") as instance:
        instance_of(instance)
        said = time.perf_counter()
        person = accepted()
        versions = lay(instance, person, rows, say)
        say(f"铺好 {rows:,} 人、{versions:,} 条历史，{time.perf_counter() - said:.0f} 秒")
        product, plain = ask(instance, rounds, say)
        looked_up = governed.measure(instance, say)
    mine, limit = p95(product), p95(plain)
    return {
        "name": "lookup", "rows": rows, "versions": versions, "rounds": rounds, "asked": len(product),
        "product_seconds": round(mine, 6), "limit_seconds": round(limit, 6), "ratio_to_limit": round(mine / limit, 3),
        "peer": None, "peer_seconds": None, "ratio_to_peer": None, "peers": {},
        "rows_per_second": round(len(product) / sum(product)), "peak_mib": round(peak_mib()),
        "governed": looked_up,
    }  # fmt: skip


def p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def instance_of(instance: Instance) -> None:
    """Make this process ask the round's database."""
    from django.db import connections
    from psycopg.conninfo import conninfo_to_dict

    for alias, login in (("default", "app"), ("inspector", "inspector")):
        told = conninfo_to_dict(instance.dsn(login))
        connections[alias].close()
        connections[alias].settings_dict.update(NAME=told["dbname"])


def accepted() -> UUID:
    """One person of the synthetic town, handed in and accepted."""
    import csv

    from jiuye.collection import actions
    from jiuye.collection.rows import system_filled
    from jiuye.front.demo import session_of
    from jiuye.lib import clock
    from jiuye.parties.sessions import scope
    from jiuye.records.models import Person
    from jiuye.standards.catalogue import load_files
    from jiuye.town import generate

    with TemporaryDirectory() as folder:
        town = generate(200, 11, 0, Path(folder), as_of=clock.today())
        with town.files["person"].open(encoding="utf-8", newline="") as f:
            row = next(r for r in csv.DictReader(f) if r["id_type"] == "01" and r["survival_status"] == "1")
    typed = {n: v for n, v in row.items() if v and n not in system_filled(load_files().items["person"]) | {"person_id"}}
    sure = [f"R{n:03d}" for n in range(1, 300)]
    done = actions.submit("person", typed, by=session_of("clerk2"), confirmed=sure)
    actions.accept(done, by=session_of("reviewer2"))
    with scope(session_of("reviewer2")):
        return Person.objects.get(submission_id=done.pk).pk


_KEY = "md5('{0}' || {1})::uuid"
_NEW = {
    "id": _KEY.format("person", "n"),
    "entry_id": _KEY.format("entry", f"(n / {CHUNK} * 8 + 7 - (n % 3 = 0)::int)"),
    "person_id": "'GR' || n",
    "id_number_index": "decode(md5('number' || n), 'hex')",
    "id_number_folded_index": "decode(md5('number' || n), 'hex')",
    "fingerprint": "decode(md5('print' || n), 'hex')",
    "remarks": "'第' || (7 - (n % 3 = 0)::int) || '版'",
}


def lay(instance: Instance, person: UUID, rows: int, say: Callable[[str], None]) -> int:
    """Persons, entries and versions. Returns how many versions."""
    with psycopg.connect(instance.superuser_dsn(), autocommit=True) as db:
        db.execute("set synchronous_commit = off")
        names = [r[0] for r in db.execute(
            "select column_name from information_schema.columns where table_schema = 'jiuye'"
            " and table_name = 'records_person' and is_generated = 'NEVER'").fetchall()]  # fmt: skip
        db.execute("alter table jiuye.records_person disable trigger all")
        db.execute(
            "insert into ledger.entry (id, xact, at, act, channel, district, outcome) select"
            f" {_KEY.format('entry', 'n')}, pg_current_xact_id(), now() - interval '2 years'"
            " + n % 8 * interval '90 days' + n / 8 * interval '1 second', 'maintenance.modify', '', '371002', 'done'"
            f" from generate_series(0, {(rows // CHUNK + 1) * 8 - 1}) n".encode()
        )
        new = ", ".join(_NEW.get(c, f'p."{c}"') for c in names)
        listed = ", ".join(f'"{c}"' for c in names)
        person_sql = f"insert into jiuye.records_person ({listed}) select {new} from jiuye.records_person p,"
        for first in range(0, rows, SLICE):
            last = min(first + SLICE, rows) - 1
            numbers = f" generate_series({first}, {last}) n"
            db.execute(f"{person_sql}{numbers} where p.id = '{person}'".encode())
            db.execute(
                "insert into history.version (tbl, record_id, entry_id, xact, op, district, old) select"
                f" 'records_person', {_KEY.format('person', 'n')}, {_KEY.format('entry', f'(n / {CHUNK} * 8 + k)')},"
                " pg_current_xact_id(), 'u', '371002', jsonb_build_object('remarks', '第' || (k - 1) || '版',"
                f" 'entry_id', {_KEY.format('entry', f'(n / {CHUNK} * 8 + k - 1)')})"
                f" from{numbers}, generate_series(1, {STEPS}) k where k <= {STEPS} - (n % 3 = 0)::int"
                f" order by k, n".encode()
            )
            say(f"已铺 {last + 1:,} 人")
        db.execute("vacuum (analyze) jiuye.records_person")
        db.execute("vacuum (analyze) history.version")
        db.execute("analyze ledger.entry")
        found = db.execute("select count(*) from history.version").fetchone()
    return int(found[0]) if found else 0


def ask(instance: Instance, rounds: int, say: Callable[[str], None]) -> tuple[list[float], list[float]]:
    """Both reads, which first by turns; the first round finds little of what it reads in the server's memory."""
    from django.db import connection

    from jiuye.front.demo import session_of
    from jiuye.lib import clock
    from jiuye.parties.sessions import scope
    from jiuye.records.queries import as_of
    from jiuye.standards.queries import catalogue, holding

    by = session_of("clerk2")
    some = f"select id from jiuye.records_person order by random() limit {2 * ASKED}"
    with psycopg.connect(instance.superuser_dsn()) as db:
        everybody = [r[0] for r in db.execute(some.encode()).fetchall()]
    chance = random.Random(7)
    product: list[float] = []
    plain: list[float] = []

    def past(key: UUID) -> None:
        moment = clock.now() - timedelta(days=chance.randrange(1, 700))
        with scope(by):
            began = time.perf_counter()
            assert as_of("person", key, moment).known
            product.append(time.perf_counter() - began)

    def row(key: UUID) -> None:
        with scope(by), connection.cursor() as c:
            began = time.perf_counter()
            c.execute("select * from records_person where id = %s", [key])
            assert c.fetchone()
            plain.append(time.perf_counter() - began)

    with holding():
        catalogue()
        for n in range(rounds):
            for one, other in zip(everybody[::2], everybody[1::2], strict=False):
                turns = [(past, one), (row, other)]
                for read, key in turns if chance.random() < 0.5 else reversed(turns):
                    read(key)
            say(f"第 {n + 1} 轮")
    return product, plain
