"""Random merges, edits, undoings and edits, beside a small pure model: after undoing every record equals the model's.
Nothing is lost. Art. 9(2), 9(3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiuye.front.demo import session_of as session
from jiuye.maintenance.models import Order
from jiuye.records.keys import sealer
from jiuye.records.models import JobSeeking, Person
from jiuye.records.seal import open_item
from jiuye.server.connect import Instance
from tests.maintenance.steps import admitted, again, carried_out
from tests.maintenance.test_merge import as_of_now, merged, seeking, undone
from tests.soak import LONG

pytestmark = pytest.mark.article("9(3)")

ITEMS = ("major", "remarks", "mobile_phone")
KEPT, OTHER = "kept", "merged"
VALUES = {
    "major": ["园艺", "会计", "护理"], "remarks": ["甲", "乙", "丙"],
    "mobile_phone": ["13900000001", "13900000002", "13900000003"],
}  # fmt: skip

# What may happen: an edit (item, which value), a new row, a merge (items taken from the other), its undoing (whose
# the later facts are, one answer after the other).
edits = st.tuples(st.just("edit"), st.sampled_from(ITEMS), st.integers(0, 2), st.booleans())
rows = st.tuples(st.just("row"), st.booleans())
merges = st.tuples(st.just("merge"), st.frozensets(st.sampled_from(ITEMS)))
undoings = st.tuples(st.just("undo"), st.lists(st.sampled_from([KEPT, OTHER]), min_size=12, max_size=12))
stories = st.lists(st.one_of(edits, rows, merges, edits, undoings), min_size=2, max_size=5).map(
    lambda told: [("merge", frozenset({"mobile_phone"})), *told, ("undo", [KEPT, OTHER] * 6)]
)


@dataclass
class Model:
    """Two people as plain values; `rows`: who each row quotes."""

    items: dict[str, dict[str, Any]]
    rows: dict[str, str] = field(default_factory=dict)
    before: "tuple[dict[str, dict[str, Any]], dict[str, str], dict[str, Any]] | None" = None

    def who(self, second: bool) -> str:
        """Once merged there is only the one that stays."""
        return OTHER if second and self.before is None else KEPT

    def merge(self, chosen: frozenset[str]) -> None:
        was = {p: dict(v) for p, v in self.items.items()}, dict(self.rows)
        self.items[KEPT] |= {i: self.items[OTHER][i] for i in chosen}
        self.rows = dict.fromkeys(self.rows, KEPT)
        self.before = (*was, dict(self.items[KEPT]))

    def later(self) -> list[str]:
        """What came after the merge, and somebody has to say whose it is."""
        assert self.before is not None
        _, rows, left = self.before
        changed = [f"item:{i}" for i in ITEMS if self.items[KEPT][i] != left[i]]
        return [*changed, *(f"row:{r}" for r in self.rows if r not in rows)]

    def undo(self, choices: dict[str, str]) -> None:
        assert self.before is not None
        items, rows, left = self.before
        now, back = self.items[KEPT], {p: dict(v) for p, v in items.items()}
        for item in ITEMS:
            if now[item] != left[item]:
                back[choices[f"item:{item}"]][item] = now[item]
        self.rows = {r: rows.get(r) or choices[f"row:{r}"] for r in self.rows}
        self.items, self.before = back, None


def told(record: Person) -> dict[str, Any]:
    phone = record.mobile_phone
    number = None if phone is None else open_item("person", record.pk, "mobile_phone", phone, sealer())
    return {"major": record.major, "remarks": record.remarks, "mobile_phone": number}


@dataclass
class Told:
    """The house, told the same story."""

    people: dict[str, Person]
    rows: dict[str, JobSeeking] = field(default_factory=dict)
    order: Order | None = None

    def now(self, who: str) -> Person:
        return again(self.people[who], session)

    def says(self) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
        numbers = {p.person_id: who for who, p in self.people.items()}
        quoted = {key: numbers[as_of_now(r, session).person_id] for key, r in self.rows.items()}  # type: ignore[attr-defined]
        return {who: told(self.now(who)) for who in self.people}, quoted


def live(story: Sequence[Any]) -> None:
    people = {KEPT: admitted(session), OTHER: admitted(session)}
    house, model = Told(people), Model({who: told(p) for who, p in people.items()})
    for what, *how in story:
        if what == "edit":
            item, value, second = how
            who, text = model.who(second), VALUES[item][value]
            if model.items[who][item] != text:
                carried_out(house.now(who), session, {item: text})
                model.items[who][item] = text
        elif what == "row":
            who = model.who(how[0])
            row = seeking(house.now(who), session)
            house.rows[str(row.pk)], model.rows[str(row.pk)] = row, who
        elif what == "merge" and model.before is None:
            house.order = merged(house.now(KEPT), house.now(OTHER), session, tuple(sorted(how[0])))
            model.merge(how[0])
        elif what == "undo" and model.before is not None:
            assert house.order is not None
            choices = dict(zip(model.later(), how[0], strict=False))
            undone(house.order, session, choices)
            model.undo(choices)
            assert house.says() == (model.items, model.rows)
    if model.before is None:
        assert house.says() == (model.items, model.rows)


def small(count: int) -> settings:
    return settings(
        max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def test_after_undoing_every_record_equals_the_model(house: Instance) -> None:
    small(3)(given(stories)(live))()


@pytest.mark.parametrize("count", [pytest.param(200, marks=LONG)])
def test_the_same_at_length(house: Instance, count: int) -> None:
    small(count)(given(stories)(live))()
