"""One record's whole life as values: what it is, how it came, who changed what under which order. Art. 9(2).

Sealed items stand covered here as everywhere; who may see one asks for it at the record.
"""

from typing import Any

from jiuye.lib import clock
from jiuye.maintenance.models import Order
from jiuye.records.history import dataset_of, values_of
from jiuye.records.hits import district
from jiuye.records.lineage import queries as lineage
from jiuye.records.lineage.facts import STATES, reads, seen
from jiuye.records.models import Lineage, Record
from jiuye.records.shown import by_group
from jiuye.records.ties import number_of
from jiuye.records.timeline import Event, timeline
from jiuye.standards.wording import dataset_label


def life(record: Record) -> dict[str, Any]:
    """Plain JSON: `record`, `groups` (items as they stand), `lineage` (what happened to it, and to others that names
    it), `events` (oldest first), `whole` (False where its beginning lies outside the reader's scope). Call in scope."""
    dataset = dataset_of(record)
    events, whole = timeline(record)
    orders = _orders(events)
    return {
        "record": {
            "dataset": dataset, "label": dataset_label(dataset), "number": number_of(record), "key": str(record.pk),
            "district": district(record.district), "standard_version": record.standard_version,
            "in_use": not record.retired,
        },
        "groups": [
            {"title": g.title, "items": [{"item": i.name, "label": i.label, "value": i.text} for i in g.items]}
            for g in by_group(dataset, record.pk, values_of(record))
        ],
        "lineage": [_fact(f) for f in lineage.of(record)]
        + [{**_fact(f), "text": seen(f, subject)} for f, subject in lineage.seen_from(record)],
        "events": [_event(e, orders) for e in reversed(events)],
        "whole": whole,
    }  # fmt: skip


def _fact(fact: Lineage) -> dict[str, Any]:
    """A fact of its 沿革, in words and as it was told."""
    told = {n: getattr(fact, n) for n in ("kind", "former", "later", "other_name", "other_uscc")}
    state = {"state": STATES[fact.state], "note": fact.note}
    return {"text": reads(fact), "effective_on": fact.effective_on.isoformat(), **told, **state}


def _orders(events: list[Event]) -> dict[Any, Order]:
    found = Order.objects.filter(pk__in={e.order for e in events if e.order})
    return {o.pk: o for o in found}


def _event(e: Event, orders: dict[Any, Order]) -> dict[str, Any]:
    order = orders.get(e.order)
    return {
        "at": e.at.astimezone(clock.ZONE).isoformat(), "kind": e.kind, "act": e.act, "who": e.who, "post": e.post,
        "where": e.where, "why": e.why, "entry": str(e.entry_id), "sealed_as": e.number,
        "order": {"number": order.number, "reason": order.reason, "digest": order.digest} if order else None,
        "changes": [
            {"label": d.label, "before": _text(d.marked.before), "after": _text(d.marked.after)}
            for d in e.differences
        ],
        "shown": list(e.items),
    }  # fmt: skip


def _text(runs: list[tuple[str, bool]]) -> str:
    return "".join(text for text, _ in runs)
