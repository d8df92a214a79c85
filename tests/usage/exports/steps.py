"""Steps the tests of exports begin with: a town on file, an export on its way. Synthetic."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from jiuye.collection import actions as collection
from jiuye.front import demo
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.town import generate
from jiuye.usage.exports import actions
from jiuye.usage.exports.actions import Asked
from jiuye.usage.exports.models import Export
from tests.book import SessionOf

HERE = "371002"  # of clerk2
ITEMS = ("name", "id_number", "mobile_phone", "sex", "remarks", "person_id")
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


again = partial(Export.objects.get)
