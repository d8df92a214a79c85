"""What a contract with a department says, as data. docs/contracts is drawn from it; the adapter obeys it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

# The four answers. They are never mixed, and only the first is good news.
CONFIRMED, CONTRADICTED, NO_RECORD, COULD_NOT_ASK = "confirmed", "contradicted", "no_such_record", "could_not_ask"
ANSWERS = {CONFIRMED: "一致", CONTRADICTED: "不一致", NO_RECORD: "查无此人", COULD_NOT_ASK: "没问到"}

SAME, OTHER = "same", "other"  # what is held when the department itself compares


@dataclass(frozen=True)
class Query:
    """One question of a contract.

    kind: what is asked, as the standard's list shared_fact_kind counts. subject: our item that names whom.
    sent: our item → their field, no more than is needed; an item in `optional` may be missing. words: an item's
    code → their word; a code that is not named there is not asked about.
    claim: what we hold. Where an item says it, `claim_item` is that item and `claims` its value → the claim, and
    what is not named there is not asked; SAME: the department itself compares what is sent.
    result: their field with the code; codes: code → what they hold, None: no such record.
    differs: their field that lists differing items; since: their field with a date. fresh: how old an answer
    may be. datasets: whose entry asks.
    facts: what they hold → the value of the shared fact that it makes. What is not named there makes none: the
    standard's rules read a row of that kind as the fact itself. ends: such a fact is one of a time and may be over."""

    kind: str
    label: str
    contract: str
    path: str
    datasets: tuple[str, ...]
    subject: str
    sent: Mapping[str, str]
    result: str
    codes: Mapping[str, str | None]
    fresh: timedelta
    optional: tuple[str, ...] = ()
    claim: str = SAME
    claim_item: str = ""
    claims: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    differs: str = ""
    since: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    ends: bool = False

    @property
    def about_person(self) -> bool:
        return self.subject == "id_number"

    @property
    def fields(self) -> frozenset[str]:
        """Every field their answer has, and no other."""
        return frozenset(f for f in (self.result, self.differs, self.since) if f)


@dataclass(frozen=True)
class Contract:
    """code: as the standard's list `department` counts."""

    code: str
    label: str
    full_name: str
    queries: tuple[Query, ...]


@dataclass(frozen=True)
class Question:
    """One question about one subject. sent: our item → value; digest_text: what makes two questions the same;
    name: what the entry calls the person (kept here, not sent by this)."""

    department: str
    query: Query
    subject: str
    sent: Mapping[str, str]
    claim: str
    name: str = ""

    @property
    def digest_text(self) -> str:
        parts = [self.department, self.query.contract, self.claim, *(f"{k}={v}" for k, v in sorted(self.sent.items()))]
        return "\x1f".join(parts)
