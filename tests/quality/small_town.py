"""A small town in the test's database: generated, taken over by the cast, inspected. Synthetic."""

from datetime import date
from pathlib import Path

from django.test import Client

from jiuye.collection import actions as collection
from jiuye.front import demo
from jiuye.lib import clock
from jiuye.quality import actions as quality
from jiuye.quality.models import Run
from jiuye.standards.catalogue import DATASETS
from jiuye.town import generate


def settle(folder: Path, *, persons: int = 400, seed: int = 7, faults: float = 0.08) -> None:
    """Take a town over under the demo's order."""
    town = generate(persons, seed, faults, folder, as_of=day())
    demo.order()
    manager = demo.session_of("manager")
    for dataset in (d for d in DATASETS if town.rows[d]):
        collection.inherit(dataset, town.files[dataset], by=manager, order_number=demo.ORDER)


def inspected() -> Run:
    """Freeze and inspect what is there."""
    by = demo.session_of("manager")
    return quality.inspect(quality.freeze(by=by), by=by)


def signed_in(account: str) -> Client:
    """A browser in which a member of the cast has signed in."""
    client = Client(headers={"host": "localhost"})
    client.cookies["jiuye_session"] = demo.session_of(account).token
    return client


def day() -> date:
    return clock.today()
