"""One corpus of hard cases through the HTTP end of every channel: the same verdicts, codes, messages and stored
values, whatever door a row comes through. Art. 6(1)."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from jiuye.collection.services import SERVICES
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.records.own import file_of
from jiuye.server.connect import Instance
from tests.clean import Row, person
from tests.corpus import hard
from tests.journeys.channels import Channel, Citizens, Outcome, own_client, staff_channels
from tests.journeys.own_steps import a_minute_later, citizen, gateway, let_in, unemployment
from tests.soak import LONG

pytestmark = pytest.mark.article("6(1)")

SERVICE = SERVICES["unemployment_registration"]
AT_ONCE = 10  # citizens, and rows of one file: each about another
ROUNDS = [3, pytest.param(100, marks=LONG)]  # of each dataset: 2,000 cases in all


@dataclass(frozen=True)
class World:
    """channels: every one there is; bases: rows to make hard, by dataset, each about another subject."""

    channels: list[Channel]
    bases: dict[str, list[Row]]


@pytest.fixture(scope="module")
def world(house: Instance, monkeypatch_module: pytest.MonkeyPatch) -> Iterator[World]:
    people: list[Row] = []
    tokens: dict[str, dict[str, str]] = {"web": {}, "phone": {}}
    with gateway(monkeypatch_module) as sms:
        while len(people) < AT_ONCE:
            row = citizen()
            with scope(session_of("manager")):
                found = file_of(row["id_number"])
                if found is None or found.district != "371002":
                    continue
                number = Person.objects.get(pk=found.person.pk).person_id
            for channel, sessions in tokens.items():
                sessions[row["id_number"]] = let_in(sms, row["id_number"], channel).token
                a_minute_later()
            known = {"id_number": row["id_number"], "name": row["name"], "person_id": number or ""}
            people.append(unemployment() | known | {
                "registered_date": clock.today().isoformat(), "registration_division": "371002",
            })  # fmt: skip
    own = [
        Citizens(house, name, {n: own_client(t) for n, t in sessions.items()}, SERVICE.items)
        for name, sessions in tokens.items()
    ]
    moment = clock.now().replace(microsecond=0)
    clock.inject(lambda: moment)
    yield World(
        [*staff_channels(house), *own],
        {SERVICE.dataset: people, "person": [person() for _ in range(AT_ONCE)]},
    )
    clock.inject(None)


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("dataset", ["unemployment_registration", "person"])
def test_every_channel_says_and_stores_the_same(world: World, dataset: str, rounds: int) -> None:
    bases = world.bases[dataset]
    items = sorted(SERVICE.items) if dataset == SERVICE.dataset else sorted(bases[0].keys() - {"valid_flag"})
    cases = hard(dataset, bases, items, rounds * AT_ONCE, clock.today())
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
    assert min(taken, refused) > len(cases) // 20


def differs(row: Row, one: tuple[str, Outcome], other: tuple[str, Outcome]) -> str:
    (a, here), (b, there) = one, other
    said = f"only {a}: {set(here.verdicts - there.verdicts)}; only {b}: {set(there.verdicts - here.verdicts)}"
    mine, theirs = here.stored, there.stored
    if mine is None or theirs is None:
        return f"{row}\n  {said}; stored by {[n for n, s in ((a, mine), (b, theirs)) if s is not None]}"
    values = {k: (v, theirs[k]) for k, v in mine.items() if v != theirs[k]}
    return f"{row}\n  {said}; stored otherwise: {values}"


