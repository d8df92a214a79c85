"""What departments are known to hold of whom a record is about, facts in use first. Art. 6(4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiuye.lib import clock
from jiuye.records.models import Record, SharedFact
from jiuye.records.shown import show, strength, words

MOST = 50


@dataclass(frozen=True)
class Known:
    """One fact in words. until: up to when the answer is used instead of asking again (None: it came in writing);
    fresh: that is still to come; agrees: it was compared and agreed; handled: somebody has looked at what differed."""

    id: UUID
    department: str
    kind: str
    value: str
    lasted: str
    agrees: bool
    differs: bool
    handled: bool
    in_use: bool
    obtained_at: datetime | None
    until: datetime | None
    fresh: bool
    strength: str


def known(record: Record) -> list[Known]:
    """Facts about the person or the employer of a record, within the reader's scope."""
    index, uscc = getattr(record, "id_number_index", None), getattr(record, "uscc", None)
    who = {"id_number_index": index} if index is not None else {"uscc": uscc}
    if isinstance(record, SharedFact) or not any(who.values()):
        return []
    return [_known(f) for f in SharedFact.objects.filter(**who).order_by("retired", "-obtained_at", "-id")[:MOST]]


def _known(fact: SharedFact) -> Known:
    told = (fact.extra or {}).get("asked", {}).get("valid_until")
    until = datetime.fromisoformat(told).astimezone(clock.ZONE) if told else None

    def said(item: str) -> str:
        return show("shared_fact", fact.pk, item, getattr(fact, item)).text

    lasted = "至".join(words(d) for d in (fact.fact_start_date, fact.fact_end_date) if d)
    return Known(
        fact.pk, said("department"), said("fact_kind"), said("fact_value"),
        f"{lasted}起" if lasted and not fact.fact_end_date else lasted, fact.match_result == "1",
        fact.match_result == "2", fact.handled_at is not None, not fact.retired, fact.obtained_at, until,
        until is not None and not fact.retired and until > clock.now(), strength(fact.strength),
    )  # fmt: skip
