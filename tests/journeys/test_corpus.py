"""One corpus of hard cases through the HTTP end of every channel: the same verdicts, codes, messages and stored
values, whatever door a row comes through. Art. 6(1)."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from jiuye.collection.services import SERVICES
from jiuye.lib import clock
from jiuye.server.connect import Instance
from tests.clean import Row, person
from tests.corpus import hard
from tests.journeys.channels import Channel, differs, staff_channels
from tests.journeys.own_channels import employers, people
from tests.journeys.own_steps import gateway
from tests.soak import LONG

pytestmark = pytest.mark.article("6(1)")

AT_ONCE = 5  # citizens, employers, and rows of one file: each about another
ROUNDS = [2, pytest.param(100, marks=LONG)]  # of each dataset: 2,000 cases in all
WHOSE = {"id_number", "name"}  # by these an employer's own space tells whom it speaks of, others by his number


@dataclass(frozen=True)
class World:
    """channels: every one there is; bases: rows to make hard, by dataset, each about another subject."""

    channels: list[Channel]
    bases: dict[str, list[Row]]


@pytest.fixture(scope="module")
def world(house: Instance, monkeypatch_module: pytest.MonkeyPatch) -> Iterator[World]:
    with gateway(monkeypatch_module) as sms:
        unemployed, by_citizens = people(house, sms, AT_ONCE)
    declared, by_employers = employers(house, AT_ONCE)
    moment = clock.now().replace(microsecond=0)
    clock.inject(lambda: moment)
    yield World(
        [*staff_channels(house), *by_citizens, *by_employers],
        {"unemployment_registration": unemployed, **declared, "person": [person() for _ in range(AT_ONCE)]},
    )
    clock.inject(None)


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("dataset", [*SERVICES, "person"])
def test_every_channel_says_and_stores_the_same(world: World, dataset: str, rounds: int) -> None:
    bases = world.bases[dataset]
    asked = SERVICES[dataset].items - WHOSE if dataset in SERVICES else bases[0].keys() - {"valid_flag"}
    cases = hard(dataset, bases, sorted(asked), rounds * AT_ONCE, clock.today())
    channels = [c for c in world.channels if dataset in c.datasets]
    differing, taken, refused = [], 0, 0
    for at in range(0, len(cases), AT_ONCE):
        rows = cases[at : at + AT_ONCE]
        outcomes = {c.name: c.hand_in(dataset, rows) for c in channels}
        for n, row in enumerate(rows):
            first, *others = [(name, told[n]) for name, told in outcomes.items()]
            taken, refused = taken + (first[1].stored is not None), refused + (first[1].stored is None)
            differing += [differs(row, first, other) for other in others if other[1] != first[1]]
    assert not differing, f"{len(differing)} of {len(cases)}:\n" + "\n".join(differing[:5])
    assert min(taken, refused) >= len(cases) // 25
