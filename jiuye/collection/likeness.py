"""Likenesses while typing: which questions a form can ask of the whole city, and what was found before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jiuye.collection import drafts
from jiuye.parties.sessions import Session
from jiuye.records.matching import Employer, Person, match
from jiuye.standards.catalogue import DATASETS

# The items whose leaving asks.
WATCHED = {
    "person": ("id_number", "name", "birth_date", "sex"),
    "employer": ("uscc", "employer_name"),
    "employment_registration": ("id_number", "uscc"),
    "unemployment_registration": ("id_number",),
    "employment_certificate": ("id_number",),
    "hardship_assistance": ("id_number",),
    "training": ("id_number",),
    "subsidy": ("id_number",),
    "personnel_agency_file": ("id_number",),
    "shared_fact": ("id_number", "uscc"),
}
_SHORTEST = 4  # characters of an employer's name worth comparing
Kept = dict[str, Any]


def questions(dataset: str, values: Mapping[str, str]) -> list[Person | Employer]:
    """Who the typed values may be asked about. A registration asks who is on file under its numbers."""
    asked: list[Person | Employer] = []
    values = {n: v.replace("\0", "") for n, v in values.items()}  # as they will be stored
    number, code, name = (values.get(n, "") for n in ("id_number", "uscc", "employer_name"))
    if dataset == "person":
        asked.append(
            Person(
                number if len(number) >= 8 else "", values.get("name", ""), values.get("sex", ""),
                _day(values.get("birth_date", "")), values.get("mobile_phone", ""),
                values.get("residence_division", ""),
            )
        )  # fmt: skip
    elif dataset == "employer":
        asked.append(Employer(code, name if len(name) >= _SHORTEST else ""))
    else:
        asked.append(Person(number if len(number) >= 8 else ""))
        asked.append(Employer(code))
    return [who for who in asked if who.key]


def found(dataset: str, values: Mapping[str, str], *, draft: UUID | None, by: Session) -> list[Kept]:
    """Look the typed values up, each question once per draft: what was found stays in the draft."""
    before = drafts.load(draft, by=by, dataset=dataset) if draft else None
    known = before.matches if before else {}
    fresh: dict[str, list[Kept]] = {}
    for who in questions(dataset, values):
        if who.key not in known:
            on = ("collection.draft", draft) if draft else None
            fresh[who.key] = [m.kept() for m in match(who, by=by, on=on, why=f"录入{DATASETS[dataset]}")]
    if fresh and draft:
        drafts.save(draft, by=by, dataset=dataset, held={"values": dict(values), "matches": fresh})
    return recalled(dataset, values, {**known, **fresh})


def recalled(
    dataset: str, values: Mapping[str, str], known: Mapping[str, Sequence[Kept]]
) -> list[Kept]:
    """What was found before for the values as they are now, each record once."""
    seen: dict[str, Kept] = {}
    for who in questions(dataset, values):
        for one in known.get(who.key, ()):
            seen.setdefault(one["id"], one)
    return list(seen.values())


def numbers(dataset: str, values: Mapping[str, str], matches: Sequence[Kept]) -> dict[str, str]:
    """Business numbers a registration can take over: the one record on file under the typed number."""
    if dataset in ("person", "employer"):
        return {}
    filled = {}
    for of, item in (("person", "person_id"), ("employer", "employer_id")):
        known = {m["number"] for m in matches if m["dataset"] == of and m["number"]}
        if len(known) == 1 and not values.get(item):
            filled[item] = known.pop()
    return filled


def answered(one: Kept, reason: str) -> Kept:
    """A match as the submission keeps it, with the clerk's reason why it is another ("" for none)."""
    return {**one, "match": one["id"], "reason": reason}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
