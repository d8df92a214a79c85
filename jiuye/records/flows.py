"""What other datasets hold of the same person or employer: for one form, or for a chunk of staged rows. Art. 6(2).

Within the asker's scope; what lies in other districts is met too, by the inspector, as far as it differs: which record
of which district, and nothing it says. A sealed value is compared by its index, opened only by the act that shows it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, connections

from jiuye.lib import clock
from jiuye.records.keys import sealer
from jiuye.records.models import MODELS, Person
from jiuye.records.naming import number_indexes
from jiuye.records.relations import names
from jiuye.records.staged import Staged
from jiuye.standards.catalogue import NUMBERS, Flow
from jiuye.standards.language import compile_expression
from jiuye.standards.queries import catalogue

WEAK = "20"  # of rows stored before their strength was kept


@dataclass(frozen=True)
class Held:
    """What a source row says: the stored value (ciphertext for sealed items; the flow's own value where it has
    one), its record, and how sure it is."""

    flow: Flow
    record_id: UUID
    number: str
    value: Any
    at: datetime | None
    strength: str


@dataclass(frozen=True)
class Met:
    """A staged row that meets what another dataset holds. way: "in" (the other is the flow's source) or "out" (its
    target). same: they agree; empty: the other has nothing there; district: the other's."""

    flow: Flow
    way: str
    row_id: UUID
    record_id: UUID
    number: str
    strength: str
    held_strength: str
    at: datetime | None
    same: bool
    empty: bool
    district: str


def offers(dataset: str, known: Mapping[str, str]) -> dict[str, Held]:
    """Item → the surest and newest that flows into it, for whom `known` names (person_id, employer_id, id_number)."""
    found: dict[str, Held] = {}
    for flow in catalogue().flows_into(dataset):
        one = _latest(flow, known) if known.get(flow.key) else None
        rival = found.get(flow.target_item)
        if one and (rival is None or _rank(one) > _rank(rival)):
            found[flow.target_item] = one
    return found


def whose(known: Mapping[str, str]) -> bool | None:
    """Whether the identity number typed is that of the person named; None where either is not told, or no file within
    reach says."""
    number, person = known.get("id_number"), known.get("person_id", "").replace("\0", "")
    if not number or not person:
        return None
    files = Person.objects.filter(person_id=person, retired=False, id_number_folded_index__isnull=False)
    held = [bytes(i) for i in files.values_list("id_number_folded_index", flat=True)]
    return not set(held).isdisjoint(number_indexes(number, sealer())) if held else None


def _rank(one: Held) -> tuple[str, float]:
    return one.strength, one.at.timestamp() if one.at else 0.0


def _latest(flow: Flow, known: Mapping[str, str]) -> Held | None:
    where, values = "h.key = %s", [known[flow.key].replace("\0", "")]  # as it would be stored
    if known.get("id_number") and "id_number_index" in names(flow.source):
        # Older systems gave business numbers twice: the identity number tells whose row it is.
        where += " and (h.whose is null or h.whose = %s)"
        values.append(sealer().index(known["id_number"], "identity"))  # type: ignore[arg-type]
    with connection.cursor() as c:
        c.execute(f"select h.* from ({_rows(flow, 'source', shown=True)}) h where {where} {_NEWEST}", values)
        row = c.fetchone()
    if row is None:
        return None
    record_id, number, _, _, _, at, strength, _, value = row
    return Held(flow, record_id, number or "", flow.value or value, at, strength)


_NEWEST = "order by h.at desc nulls last, h.id desc limit 1"


def _rows(flow: Flow, end: str, *, shown: bool = False) -> str:
    """The rows in use at one end of a flow: id, number, key, whose, compared, at, strength, district; `shown`: and the
    value."""
    dataset, item = (flow.source, flow.source_item) if end == "source" else (flow.target, flow.target_item)
    standard = catalogue()
    sealed = standard.items[dataset][item].protection == "sealed"
    compared = f"self.{item}_index" if sealed else f"self.{item}"
    whose = "self.id_number_index" if "id_number_index" in names(dataset) else "null::bytea"
    merged = next((n for n in names(dataset) if n.startswith("merged_into_")), "")
    tests = ["not self.retired", "coalesce(self.valid_flag, '1') = '1'"]
    tests += [f"self.{merged} is null"] if merged else []
    if end == "source":
        tests += [f"{compared} is not null", *([_condition(flow)] if flow.condition else [])]
    return (
        f"select self.id, self.{NUMBERS[dataset]} as number, self.{flow.key} as key, {whose} as whose,"
        f" {compared} as compared, self.handled_at as at,"
        f" coalesce(self.origins -> '{item}' ->> 'strength', self.strength, '{WEAK}') as strength, self.district"
        f"{f', self.{item} as value' if shown else ''}"
        f" from jiuye.{MODELS[dataset]._meta.db_table} self where {' and '.join(tests)}"
    )


def _condition(flow: Flow) -> str:
    text = compile_expression(
        flow.condition, flow.source, catalogue(), dialect="postgres", as_of=clock.now(), relations={}
    )
    return f"({text})".replace("%", "%%")


def meet(dataset: str, staged: Staged) -> Iterator[Met]:
    """Which of the staged rows meet something held elsewhere; asked once per flow, however many rows."""
    standard = catalogue()
    for flow in standard.flows_into(dataset):
        if not flow.value:
            yield from _met(flow, "in", dataset, flow.target_item, "source", staged)
    for flow in standard.flows_from(dataset):
        upkeep = standard.items[flow.target][flow.target_item].upkeep
        if not flow.value and (flow.differs == "ask" or upkeep == "handling"):
            yield from _met(flow, "out", dataset, flow.source_item, "target", staged)


def meet_elsewhere(dataset: str, rows: Staged | str) -> Iterator[Met]:
    """Which of the rows (staged ones, or what is being typed, as JSON) differ from what another district holds, where
    the flow wants somebody to look at it: by the inspector, whoever asks. Art. 6(2)."""
    standard = catalogue()
    for flow in standard.flows_into(dataset):
        if not flow.value and flow.differs == "ask":
            yield from _met(flow, "in", dataset, flow.target_item, "source", rows, elsewhere=True)
    for flow in standard.flows_from(dataset):
        if not flow.value and flow.differs == "ask":
            yield from _met(flow, "out", dataset, flow.source_item, "target", rows, elsewhere=True)


def asked(dataset: str) -> list[tuple[str, str]]:
    """(key, item) of a form's row by which it may differ from another section's, so that somebody looks at it."""
    standard = catalogue()
    into = [(f.key, f.target_item) for f in standard.flows_into(dataset) if not f.value and f.differs == "ask"]
    return into + [(f.key, f.source_item) for f in standard.flows_from(dataset) if not f.value and f.differs == "ask"]


def _rows_of(dataset: str, rows: Staged | str) -> tuple[str, str, list[Any]]:
    """Relation, condition and parameters of the rows that are held against others."""
    if isinstance(rows, str):
        return f"jsonb_populate_recordset(null::work.stage_{dataset}, %s::jsonb)", "true", [rows]
    return f"work.stage_{dataset}", Staged.WHERE, rows.bounds


def _met(
    flow: Flow, way: str, dataset: str, item: str, other: str, rows: Staged | str, *, elsewhere: bool = False
) -> Iterator[Met]:
    relation, where, values = _rows_of(dataset, rows)
    sealed = catalogue().items[dataset][item].protection == "sealed"
    mine = f"s.{item}_index" if sealed else f"s.{item}"
    newer = f"and ({_condition(flow).replace('self.', 's.')})" if way == "out" and flow.condition else ""
    whose = "and (h.whose is null or s.id_number_index is null or h.whose = s.id_number_index)"
    if "id_number_index" not in names(dataset):
        whose = ""
    beyond = "and h.district <> s.district" if elsewhere else ""
    differing = f"and h.compared is distinct from {mine} and h.compared is not null" if elsewhere else ""
    with connections["inspector" if elsewhere else "default"].cursor() as c:
        c.execute(
            f"select s.id, h.id, h.number, coalesce(s.strength, '{WEAK}'), h.strength, h.at,"
            f" coalesce(h.compared = {mine}, false), h.compared is null, h.district from {relation} s"
            f" cross join lateral (select * from ({_rows(flow, other)}) h"
            f" where h.key = s.{flow.key} {whose} {beyond} {_NEWEST}) h"
            f" where {where} and {mine} is not null {newer} {differing}",
            values,
        )
        for row in c.fetchall():
            key, record, number, *rest = row
            yield Met(flow, way, key, record, number or "", *rest)
