"""The sharing channel and the window: one row of shared_fact, whichever of the two it came through, is judged and
stored alike. Art. 6(1), 6(4).

What comes in by sharing are departments' answers to our questions, and of them only this dataset is made: no
department hands in registrations of its own, so the other datasets have no row to send through this channel. The hard
part of an answer is what was asked: names and numbers as typed. Each goes over HTTP to the department's server; what
was filed is then typed at the window, item by item, and compared."""

import pytest

from jiuye.collection.models import Circuit
from jiuye.collection.sharing.actions import ask_department
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.partners.server import Department
from jiuye.records.added import text_of
from jiuye.records.history import values_of
from jiuye.records.keys import sealer
from jiuye.records.models import SharedFact
from jiuye.records.seal import open_item
from jiuye.server.connect import Instance
from jiuye.standards.queries import catalogue
from tests.clean import Row
from tests.journeys.channels import Outcome, differs, window
from tests.journeys.hostile import HOSTILE
from tests.sharing.steps import somebody
from tests.soak import LONG

pytestmark = [pytest.mark.article("6(1)"), pytest.mark.article("6(4)")]
Departments = dict[str, Department]
SERIALS = ("", "983", "984", "985", "986")  # cases of the registers: nothing special, dead, another name…


def shared(row: Row) -> list[SharedFact]:
    """Departments are asked about a person as typed; each fact they leave is one row."""
    case = uuid7()
    ask_department("person", row, by=session_of("clerk2"), submission=case)
    with scope(session_of("manager")):
        return list(SharedFact.objects.filter(query_basis=str(case), retired=False).order_by("fact_kind"))


def typed(fact: SharedFact) -> Row:
    """The fact as a clerk types it from the department's letter."""
    items, values = catalogue().items["shared_fact"], values_of(fact)
    told = {n: v for n, v in values.items() if n in items and v is not None and n != "fact_id"}
    told["id_number"] = open_item("shared_fact", fact.pk, "id_number", fact.id_number, sealer())
    return {n: _moment(v) if n == "obtained_at" else text_of(v) for n, v in told.items()}


def _moment(value: object) -> str:
    return f"{value.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}"  # type: ignore[attr-defined]


def compared(outcome: Outcome) -> Outcome:
    """The row's own columns: not under which agreement it was asked, nor at which agency."""
    own = {*catalogue().items["shared_fact"], "id_number_index", "id_number_placeholder"}
    stored = outcome.stored
    plain = None if stored is None else {n: _plain(v) for n, v in stored.items() if n in own}
    return Outcome(outcome.verdicts, plain)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def filed(fact: SharedFact, like: Outcome) -> Outcome:
    """What became of the row that was asked for: its verdicts in the form's words, its columns where the form's has
    any."""
    known = {v[0]: v for v in like.verdicts}
    said = frozenset(known.get(rule, (rule, "", "")) for rule in fact.verdicts)
    return Outcome(said, None if like.stored is None else {n: getattr(fact, n) for n in like.stored})


@pytest.mark.parametrize("rounds", [12, pytest.param(400, marks=LONG)])
def test_a_fact_is_judged_and_stored_alike_by_both(house: Instance, departments: Departments, rounds: int) -> None:
    form, differing, rows = window(house), [], 0
    names = [h for h in HOSTILE if h.strip() and h.isprintable()]  # others are refused before anybody is asked
    for n in range(rounds):
        Circuit.objects.all().delete()
        row = somebody(SERIALS[n % len(SERIALS)]) | ({"name": names[n % len(names)]} if n % 2 else {})
        for fact in shared(row):
            rows += 1
            said = form.one("shared_fact", typed(fact))
            said, mine = compared(said), compared(filed(fact, said))
            if mine != said:
                differing.append(differs(typed(fact), ("sharing", mine), ("window", said)))
    assert rows >= rounds // 2
    assert not differing, f"{len(differing)} of {rows}:\n" + "\n".join(differing[:5])
