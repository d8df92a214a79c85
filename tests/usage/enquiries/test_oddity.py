"""What is odd about a day's looks: reckoned from the book's rows alone. Art. 10(3)."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.standards.queries import catalogue
from jiuye.usage.enquiries.oddity import FIXED, KINDS, LIMIT, WATCHED, Look, odd

pytestmark = pytest.mark.article("10(3)")
NINE = datetime(2026, 11, 25, 9, tzinfo=clock.ZONE)
LIMITS = {"uncased": 60, "burst": 40, "shown": 2000, "one_case": 30, "pieces": 5, "places": 3, "cases": 120}


def look(second: float, *, act: str = "usage.look_up", case: str = "", place: str = "a", shown: int = 1) -> Look:
    return Look(uuid7(), act, NINE + timedelta(seconds=second), case, place, shown)


def kinds(looks: list[Look]) -> set[str]:
    return {o.kind for o in odd(looks, LIMITS)}


def lawful(chance: random.Random) -> Iterator[Look]:
    """A clerk's whole day: somebody every two to nine minutes, a search and a file for each, a quarter by name, one in
    six without a case; an hour at another window after noon."""
    second, n = 0.0, 0
    while second < 8 * 3600:
        second, n = second + chance.uniform(120, 540), n + 1
        case = "" if chance.random() < 1 / 6 else f"CJ-20261125-{n:06d}"
        place = "b" if 4 * 3600 < second < 5 * 3600 else "a"
        shown = chance.randrange(2, 40) if chance.random() < 0.25 else 1
        yield look(second, case=case, place=place, shown=shown)
        yield look(second + 9, act="records.open", case=case, place="")


@pytest.mark.parametrize("seed", range(20))
def test_a_lawful_day_is_not_odd(seed: int) -> None:
    day = list(lawful(random.Random(seed)))
    assert len(day) > 150
    assert kinds(day) == set()


def test_a_reviewer_of_a_file_opens_many_for_one_case() -> None:
    assert kinds([look(60 * n, act="records.open", case="PL-20261125-000001") for n in range(300)]) == set()


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("uncased", [look(300 * n) for n in range(60)]),
        ("uncased", [look(60 * n, act="records.open") for n in range(60)]),
        ("burst", [look(14 * n, case=f"CJ-1-{n}") for n in range(40)]),
        ("shown", [look(900 * n, case=f"CJ-1-{n}", shown=100) for n in range(20)]),
        ("one_case", [look(300 * n, case="CJ-20261125-000001") for n in range(30)]),
        ("one_case", [look(300 * n, case="JC-00001") for n in range(30)]),
        ("cases", [look(200 * n, case=f"CJ-20261125-{n:06d}") for n in range(120)]),
        ("burst", [look(14 * n, act="records.unmask", case=f"CJ-1-{n}") for n in range(40)]),
        ("shown", [look(60 * n, act="collection.view_material", case="CJ-20261125-000001") for n in range(2000)]),
        ("pieces", [look(600 * n, act="usage.request_export", place="") for n in range(5)]),
        ("places", [look(60 * n, case=f"CJ-1-{n}", place="ab"[n % 2]) for n in range(4)]),
    ],
)
def test_one_oddity_alone(kind: str, day: list[Look]) -> None:
    assert kinds(day) == {kind}
    (found,) = odd(day, LIMITS)
    assert found.measured >= LIMITS[kind]
    assert {o.id for o in found.looks} <= {o.id for o in day}
    assert kinds(day[:-1]) == set()


def test_what_is_cut_into_pieces_is_one_day_s_sum() -> None:
    pieces = [look(1200 * n + 7 * k, case=f"CJ-1-{n}", shown=20) for n in range(50) for k in range(2)]
    assert kinds(pieces) == {"shown"}


def test_every_oddity_has_its_limit_in_the_standard(house: object) -> None:
    told = {k: int(catalogue().parameters[LIMIT + k].value) for k in KINDS if k not in FIXED}
    assert told | FIXED == LIMITS


def test_whatever_shows_staff_a_file_is_watched() -> None:
    heavier = {"records.unmask", "records.match", "usage.view_batch", "collection.view_material"}
    assert heavier | {"maintenance.export_life", "maintenance.show_value"} <= set(WATCHED)
    assert not {"usage.show_own", "usage.produce_export", "parties.send_code"} & set(WATCHED)
