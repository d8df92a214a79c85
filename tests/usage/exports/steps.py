"""Steps the tests of exports begin with: a town on file, an export on its way. Synthetic."""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pyzipper
from django.test import Client

from jiuye.collection import actions as collection
from jiuye.front import demo
from jiuye.front.middleware import COOKIE
from jiuye.lib import clock
from jiuye.lib.characters import by_edition_2022
from jiuye.parties import founding
from jiuye.parties.sessions import Session, machine_session, scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from jiuye.town import generate
from jiuye.usage.exports import actions
from jiuye.usage.exports.actions import Asked
from jiuye.usage.exports.models import Export
from tests.book import SessionOf

HERE = "371002"  # of clerk2
ITEMS = ("name", "id_number", "mobile_phone", "sex", "remarks", "person_id")
# A statement that would write in the name of whoever runs it.
RUNS = (
    "select self.id from jiuye.records_person self where"
    " ledger.write_refusal(gen_random_uuid(), 'usage.approve_export', '', null, '', '', 'X', 'X', '{}') is not null"
)
WHY = "核对本辖区失业人员的联系方式"


def town(folder: Path, session: SessionOf, persons: int = 300, faults: float = 0.0, seed: int = 5) -> None:
    """People of every district, some of whose rows break rules."""
    demo.order()
    made = generate(persons, seed, faults, folder, as_of=clock.today())
    collection.inherit("person", made.files["person"], by=session("manager"), order_number=demo.ORDER)


def people(session: SessionOf, by: str) -> list[Person]:
    """Who is in use within an account's reach, by key."""
    with scope(session(by)):
        return list(Person.objects.filter(retired=False, merged_into_person_id=None).order_by("pk"))


def asked(items: Sequence[str] = ITEMS, **changed: Any) -> Asked:
    told: dict[str, Any] = {
        "dataset": "person", "items": items, "purpose": "04", "reason": WHY, "recipient": "演示区就业股 丛某",
        "destroy_on": clock.today() + timedelta(days=30),
    }  # fmt: skip
    return Asked(**told | changed)


def requested(session: SessionOf, by: str = "clerk2", **changed: Any) -> Export:
    return actions.request_export(asked(**changed), by=session(by))


def approved(session: SessionOf, export: Export, by: str = "usage2") -> Export:
    return actions.approve_export(export, by=session(by), seen=export.digest, note="同意")


def machine() -> Session:
    return machine_session(founding.MACHINE)


def again(session: SessionOf, export: Export) -> Export:
    """As it stands."""
    with scope(session("manager")):
        return Export.objects.get(pk=export.pk)


def fetched(session: SessionOf, export: Export, by: str = "clerk2") -> tuple[bytes, str]:
    """(the container, its password), as its requester gets them."""
    opened = actions.fetch_export(export, by=session(by))
    return b"".join(actions.download(export, by=session(by), link=opened.link)), opened.password


def opened_rows(session: SessionOf, export: Export, by: str = "clerk2") -> list[list[str]]:
    """The rows of the file, header first; of a CSV the watermark last."""
    data, word = fetched(session, export, by)
    with pyzipper.AESZipFile(io.BytesIO(data)) as made:
        made.setpassword(word.encode())
        if export.format == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(made.read(f"{export.number}.xlsx")), read_only=True)
            return [["" if c is None else str(c) for c in row] for row in book.worksheets[0].values]
        text = made.read(f"{export.number}.csv")
    gb = export.format == "csv-gb18030"
    told = by_edition_2022(text.decode("gb18030")) if gb else text.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(told, newline="")))


def browser(by: Session) -> Client:
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = by.token
    return client


def aged(house: Instance, exports: Sequence[Export]) -> None:
    """As if the hours to fetch them had passed."""
    sql = "update jiuye.usage_export set fetch_until = now() - interval '1 hour' where id = any(%s)"
    beside(house, "usage_export", sql, [e.pk for e in exports])


def beside(house: Instance, table: str, sql: str, *values: Any) -> None:
    """Set in a table beside all guards."""
    with psycopg.connect(house.superuser_dsn(), autocommit=True) as db:
        always = db.execute(
            "select tgname from pg_trigger where tgrelid = %s::regclass and tgenabled = 'A'", [f"jiuye.{table}"]
        ).fetchall()
        db.execute(f"alter table jiuye.{table} disable trigger user".encode())
        db.execute(sql.encode(), values)
        db.execute(f"alter table jiuye.{table} enable trigger user".encode())
        for (name,) in always:
            db.execute(f"alter table jiuye.{table} enable always trigger {name}".encode())
