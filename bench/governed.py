"""Governed look-up by ID number (rights, purpose, quota, covering, ledger entry), and then one number in clear, beside
the least the same driver needs: one indexed read of the row and one durable insert into a plain table. Art. 10(3).

Both go by turns to persons of their own. Medians of each kind; the oddities so many look-ups raise are reckoned too.
"""

import random
import time
from collections.abc import Callable
from statistics import median
from typing import Any
from uuid import UUID

import psycopg

from jiuye.server.connect import Instance

ASKED = 240  # look-ups: within a clerk's quota of a day
_READ = "select * from jiuye.records_person where id_number_folded_index = %s"
_PLAIN = "create table public.bench_entry (id uuid primary key, at timestamptz, act text, why text, who uuid)"
_WRITE = (
    "insert into public.bench_entry values (gen_random_uuid(), clock_timestamp(), 'act', 'bench', gen_random_uuid())"
)


def measure(instance: Instance, say: Callable[[str], None]) -> dict[str, Any]:
    """Seconds of a look-up, of an unmasking, of both, and of the limit."""
    from jiuye.collection.models import Submission
    from jiuye.front.demo import session_of
    from jiuye.parties.sessions import scope
    from jiuye.records import actions as records
    from jiuye.records.keys import sealer
    from jiuye.records.models import Person
    from jiuye.standards.queries import catalogue, holding
    from jiuye.usage.enquiries import actions

    by, chance = session_of("clerk2"), random.Random(7)
    with scope(by):
        case = Submission.objects.values_list("number", flat=True)[0]
    looked: list[float] = []
    shown: list[float] = []
    limit: list[float] = []
    with psycopg.connect(instance.superuser_dsn(), autocommit=True) as db, holding():
        db.execute(_PLAIN.encode())
        everybody = _numbered(db, 2 * ASKED)
        catalogue()

        def governed(key: UUID, number: str) -> None:
            began = time.perf_counter()
            found = actions.look_up(number, by=by, why=case)
            looked.append(time.perf_counter() - began)
            assert [h.id for h in found.hits] == [key]
            held = Person(pk=key)
            held.id_number = sealed[key]
            began = time.perf_counter()
            assert records.unmask(held, "id_number", by=by, why=case) == number
            shown.append(time.perf_counter() - began)

        def least(key: UUID, number: str) -> None:
            index = sealer().index(number, "identity")
            began = time.perf_counter()
            assert db.execute(_READ.encode(), [index], prepare=True).fetchone()
            db.execute(_WRITE.encode(), prepare=True)
            limit.append(time.perf_counter() - began)

        sealed = {key: value for key, _, value in everybody}
        for one, other in zip(everybody[::2], everybody[1::2], strict=True):
            turns = [(governed, one), (least, other)]
            for call, (key, number, _) in turns if chance.random() < 0.5 else reversed(turns):
                call(key, number)
    say(f"查找 {len(looked)} 次")
    mine, alone, bare = median(looked) + median(shown), median(looked), median(limit)
    return {
        "asked": len(looked), "look_up_seconds": round(alone, 6), "unmask_seconds": round(median(shown), 6),
        "product_seconds": round(mine, 6), "limit_seconds": round(bare, 6),
        "ratio_to_limit": round(mine / bare, 3), "look_up_ratio": round(alone / bare, 3),
    }  # fmt: skip


def _numbered(db: "psycopg.Connection[Any]", asked: int) -> list[tuple[UUID, str, bytes]]:
    """Random persons given an ID number of their own, sealed and indexed as the product does: (key, number, sealed)."""
    from jiuye.lib.identity import ric_check_digit
    from jiuye.lib.sealing import aad
    from jiuye.records.keys import sealer

    some = f"select id from jiuye.records_person where person_id like 'GR%' order by random() limit {asked}"
    made = []
    for n, (key,) in enumerate(db.execute(some.encode()).fetchall()):
        body = f"37109819500101{n:03d}"
        number = body + ric_check_digit(body + "0")
        value = sealer().seal(number, aad("person", key, "id_number"))
        made.append((key, number, value))
    sql = "update jiuye.records_person set id_number = %s, id_number_index = %s, id_number_folded_index = %s"
    with db.cursor() as c:  # the guards are off since the rows were laid
        c.executemany(
            f"{sql} where id = %s".encode(),
            [(v, (i := sealer().index(number, "identity")), i, key) for key, number, v in made],
        )
    return made
