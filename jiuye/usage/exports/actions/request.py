"""导出申请与审批: what is asked for is frozen as it is asked; another decides on exactly that. Art. 10(3), 11."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from jiuye.lib.keys import uuid7
from jiuye.lib.sealing import sm3
from jiuye.lib.verdict import YES, first_no, no
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session
from jiuye.records.numbers import next_number
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.queries import catalogue, holding
from jiuye.usage.exports import rules, selection
from jiuye.usage.exports.models import Export
from jiuye.usage.exports.selection import PLACES, Clause

EXPORT = Export._meta.label_lower


@dataclass(frozen=True)
class Asked:
    """What somebody asks for. clauses: lines that all have to hold; expression: more, in the rule language; unmasked:
    covered item → why uncovered; places: none means all in reach."""

    dataset: str
    items: Sequence[str]
    purpose: str
    reason: str
    recipient: str
    destroy_on: date | None
    unmasked: Mapping[str, str] = field(default_factory=dict)
    clauses: Sequence[Clause] = ()
    expression: str = ""
    places: Sequence[str] = ()
    format: str = "csv-utf8"


@holding()
def request_export(asked: Asked, *, by: Session) -> Export:
    """申请导出. Raises `Refused` for what is missing, a condition outside the rule language or over covered items, and
    places out of reach. The count is told in bands only."""
    key, standard = uuid7(), catalogue()
    with act("usage.request_export", by=by, on=(EXPORT, key), why=asked.reason, items=asked.items) as entry:
        (YES if asked.dataset in DATASETS else no("请选择导出哪种数据", code="U017")).or_refuse()
        rules.may_ask(
            standard.items[asked.dataset], asked.items, asked.unmasked, asked.purpose, asked.reason, asked.recipient,
            asked.destroy_on, asked.format, entry.at.date(),
        ).or_refuse()  # fmt: skip
        export = _drawn(asked, by, entry)
        rows, held = selection.count(export.dataset, export.query, entry.at.date())
        rules.fits(rows, export.format).or_refuse()
        export.id, export.band, export.held_band = key, rules.band(rows), rules.band(held)
        export.digest = digest(export)
        entry.put(export)
    return export


def _drawn(asked: Asked, by: Session, entry: Entry) -> Export:
    standard, places = catalogue(), list(asked.places) or ([*PLACES] if by.city_wide else [by.district])
    if not by.city_wide and places != [by.district]:
        no("只能导出本辖区的数据", code="U018", help="跨区市的由市级申请。").or_refuse()
    parts = [p for p in (selection.condition(asked.dataset, asked.clauses, standard), asked.expression.strip()) if p]
    condition = " and ".join(f"({p})" for p in parts) if len(parts) > 1 else "".join(parts)
    assert asked.destroy_on is not None
    return Export(
        number=next_number("DC", entry.at), district=by.district, dataset=asked.dataset, items=list(asked.items),
        unmasked={n: why.strip() for n, why in asked.unmasked.items()}, condition=condition, places=places,
        purpose=asked.purpose, reason=asked.reason.strip(), recipient=asked.recipient.strip(),
        destroy_on=asked.destroy_on, format=asked.format, standard_version=standard.version,
        query=selection.query(asked.dataset, condition, places, standard, entry.at),
        due_on=workday_after(entry.at.date(), rules.DECIDE_DAYS), requested_by_id=by.staff_id, requested_at=entry.at,
    )  # fmt: skip


def digest(export: Export) -> str:
    """SM3 of all that was asked for and of the statement that will be run, in hexadecimal."""
    told: list[Any] = [
        export.dataset, export.items, export.unmasked, export.condition, export.places, export.purpose, export.reason,
        export.recipient, str(export.destroy_on), export.format, export.band, export.standard_version, export.query,
    ]  # fmt: skip
    return sm3(json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hex()


def approve_export(export: Export, *, by: Session, seen: str, note: str = "") -> Export:
    """审批: exactly what the page showed (`seen`: its digest), for ten days. Raises `Refused` for whoever asked."""
    with act("usage.approve_export", by=by, on=export, why=export.number) as entry:
        held = lock(export)
        first_no(
            rules.may_decide(held, "approved", hands_of(by)),
            YES if seen == held.digest == digest(held) else rules.SEEN_ELSE,
            YES if held.standard_version == catalogue().version else rules.OTHER_STANDARD,
            selection.as_asked(held),
        ).or_refuse()
        _decided(held, "approved", by, note, entry)
        held.approved_digest = seen
        held.approved_until = entry.at.date() + timedelta(days=rules.APPROVED_DAYS)
        entry.put(held)
    return held


def refuse_export(export: Export, *, by: Session, note: str) -> Export:
    """不予批准, with the reason."""
    with act("usage.refuse_export", by=by, on=export, why=export.number) as entry:
        held = lock(export)
        rules.may_decide(held, "refused", hands_of(by)).or_refuse()
        (YES if len(note.strip()) >= 4 else no("请写明为什么不批（至少 4 个字）", code="U019")).or_refuse()
        _decided(held, "refused", by, note, entry)
        entry.put(held)
    return held


def _decided(held: Export, to: str, by: Session, note: str, entry: Entry) -> None:
    held.state, held.note = to, note.strip()
    held.decided_by_id, held.decided_at = by.staff_id, entry.at


def lock(export: Export) -> Export:
    """The row, kept from others until the act ends."""
    found = Export.objects.select_for_update().filter(pk=export.pk).first()
    if found is None:
        rules.NOT_HERE.or_refuse()
    assert found is not None
    return found
