"""Steps the tests of batches begin with: people on file, a batch on its way. Synthetic."""

import csv
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from jiuye.collection import actions as collection
from jiuye.front import demo
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.maintenance import actions
from jiuye.maintenance.asking import Condition, read_file
from jiuye.maintenance.batch_rules import Document
from jiuye.maintenance.models import Order
from jiuye.parties.sessions import scope
from jiuye.records.custody.papers import File
from jiuye.records.keys import sealer
from jiuye.records.models import Person
from jiuye.records.seal import open_item
from jiuye.server.connect import Instance
from jiuye.town import generate
from tests.book import SessionOf
from tests.clean import legacy, write
from tests.maintenance.steps import other_number
from tests.papers import picture

WHY = "专业名称按新目录统一，逐人核对过"


def town(folder: Path, session: SessionOf, rows: int, *, major: str) -> list[Person]:
    """Inherited people, all with this major, which names the group."""
    demo.order()
    told = [r | {"major": major, "person_id": f"PL{uuid7().hex[-16:]}"} for r in legacy(rows)[:rows]]
    file = write(folder / f"{uuid7()}.csv", told)
    done, _ = collection.inherit("person", file, by=session("manager"), order_number=demo.ORDER)
    with scope(session("manager")):
        return list(Person.objects.filter(submission_id=done.pk).order_by("pk"))


def large_town(folder: Path, session: SessionOf, rows: int, *, major: str) -> None:
    """The same, made for the purpose: more people than one test process may otherwise ask for."""
    demo.order()
    made = generate(rows, 17, 0, folder / "large", as_of=clock.today())
    with made.files["person"].open(encoding="utf-8", newline="") as f:
        told = [r | {"major": major} for r in csv.DictReader(f)]
    file = write(folder / "large.csv", told[:rows])
    collection.inherit("person", file, by=session("manager"), order_number=demo.ORDER)


def renumbered(people: Sequence[Person]) -> dict[Person, dict[str, str]]:
    """Another number for each who has an identity card and no other paper that repeats its number."""
    plain = [p for p in people if p.id_type == "01" and not p.disability_cert_no]
    fresh = {p: other_number(number_of(p)) for p in plain}
    return {p: {"id_number": n, "social_security_number": n} for p, n in fresh.items()}


def number_of(record: Person) -> str:
    return open_item("person", record.pk, "id_number", record.id_number, sealer())


def condition(major: str, to: str = "计算机科学与技术", **more: Any) -> Condition:
    return Condition(**{"dataset": "person", "item": "major", "value": major, "change": "remarks", "to": to, **more})


def proposed(session: SessionOf, ask: Any, *, by: str = "manager") -> Order:
    return actions.propose_batch(ask, by=session(by), reason=WHY)


def document(order: Order, **changed: Any) -> Document:
    today = clock.today()
    told = {
        "number": f"鲁人社函〔2026〕{uuid7().hex[-10:]}号", "office": "省人力资源和社会保障厅", "scope": "专业名称统一",
        "issued_on": today, "valid_until": today + timedelta(days=30), "quoted": order.digest[:20],
    }  # fmt: skip
    return Document(**{**told, **changed})


def scan() -> File:
    return File("批复.png", "15", picture(uuid7().int % 2**31))


def bound(order: Order, session: SessionOf, *, by: str = "approver", **changed: Any) -> Order:
    return actions.bind_province(order, document(order, **changed), scan(), by=session(by), seen=order.digest)


def listed(rows: Sequence[tuple[Person, dict[str, str]]], name: str = "rows.csv") -> Any:
    """A file of record numbers and new values."""
    items = sorted({n for _, texts in rows for n in texts})
    lines = [",".join(["person_id", *items])]
    lines += [",".join([p.person_id or "", *(texts.get(n, "") for n in items)]) for p, texts in rows]
    return read_file("person", name, "\n".join(lines).encode())


def dated(house: Instance, order: Order, issued: int, until: int) -> None:
    """As if days had passed, or not yet: the approval's days, counted from today, set beside all guards."""
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("alter table jiuye.maintenance_approval disable trigger user")
        db.execute(
            "update jiuye.maintenance_approval set issued_on = ledger.today() + %s::int,"
            " valid_until = ledger.today() + %s::int where order_id = %s", [issued, until, order.pk],
        )  # fmt: skip
        for name in ("step", "insert", "update", "delete", "truncate"):
            db.execute(f"alter table jiuye.maintenance_approval enable always trigger guard_{name}".encode())
