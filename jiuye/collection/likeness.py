"""Likenesses while typing: which questions a form can ask of the whole city, and what was found before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jiuye.collection import drafts
from jiuye.collection.counter import as_json, as_stored, candidate
from jiuye.collection.forms import form_items
from jiuye.parties.sessions import Session, scope
from jiuye.records.flows import asked
from jiuye.records.keys import sealer
from jiuye.records.matching import Employer, Person, match, otherwise
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.queries import catalogue

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
# After which items a form asks, in the words it says so with.
_ASKS = {"person": "证件号码，或姓名和出生日期", "employer": "信用代码或单位名称"}
_SHORTEST = 4  # characters of an employer's name worth comparing
Kept = dict[str, Any]


def watched(dataset: str) -> list[str]:
    """The items whose leaving asks: who it might be, and what other districts hold otherwise."""
    elsewhere = [name for pair in asked(dataset) for name in pair]
    return [n for n in dict.fromkeys([*WATCHED.get(dataset, ()), *elsewhere]) if n in form_items(dataset)]


def asks(dataset: str) -> str:
    """After which items a form asks, in words; "" for a form that asks nothing."""
    key = next((n for n in watched(dataset)), "")
    return _ASKS.get(dataset) or (catalogue().items[dataset][key].label if key else "")


def questions(dataset: str, values: Mapping[str, str]) -> list[Person | Employer]:
    """Who the typed values may be asked about. A registration asks who is on file under its numbers."""
    told: list[Person | Employer] = []
    values = {n: v.replace("\0", "") for n, v in values.items()}  # as they will be stored
    number, code, name = (values.get(n, "") for n in ("id_number", "uscc", "employer_name"))
    if dataset == "person":
        told.append(
            Person(
                number if len(number) >= 8 else "", values.get("name", ""), values.get("sex", ""),
                _day(values.get("birth_date", "")), values.get("mobile_phone", ""),
                values.get("residence_division", ""),
            )
        )  # fmt: skip
    elif dataset == "employer":
        told.append(Employer(code, name if len(name) >= _SHORTEST else ""))
    else:
        told.append(Person(number if len(number) >= 8 else ""))
        told.append(Employer(code))
    return [who for who in told if who.key]


def found(dataset: str, values: Mapping[str, str], *, draft: UUID | None, by: Session) -> list[Kept]:
    """Look the typed values up, each question once per draft: what was found stays in the draft."""
    before = drafts.load(draft, by=by, dataset=dataset) if draft else None
    known = before.matches if before else {}
    fresh: dict[str, list[Kept]] = {}
    on = ("collection.draft", draft) if draft else None
    for who in questions(dataset, values):
        if who.key not in known:
            fresh[who.key] = [m.kept() for m in match(who, by=by, on=on, why=f"录入{DATASETS[dataset]}")]
    key = _otherwise_key(dataset, values)
    if key and key not in known:
        with scope(by):
            row = as_json(as_stored(candidate(dataset, values, by=by)))
        told = otherwise(dataset, row, by=by, on=on, why=f"录入{DATASETS[dataset]}")
        fresh[key] = [m.kept() for m in told]
    if fresh and draft:
        drafts.save(draft, by=by, dataset=dataset, held={"values": dict(values), "matches": fresh})
    return recalled(dataset, values, {**known, **fresh})


def recalled(dataset: str, values: Mapping[str, str], known: Mapping[str, Sequence[Kept]]) -> list[Kept]:
    """What was found before for the values as they are now, each record once."""
    seen: dict[str, Kept] = {}
    for key in [*(who.key for who in questions(dataset, values)), _otherwise_key(dataset, values)]:
        for one in known.get(key, ()):
            seen.setdefault(one["id"], one)
    return list(seen.values())


def _otherwise_key(dataset: str, values: Mapping[str, str]) -> str:
    """Changes only when other districts are to be asked anew; "" while there is nothing to ask. Tells no value."""
    pairs = [(k, n) for k, n in asked(dataset) if values.get(k) and values.get(n)]
    told = [f"{n}={values[n]}" for n in dict.fromkeys(n for pair in pairs for n in pair)]
    return sealer().index("\x1f".join([dataset, *told]), "match").hex() if told else ""


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


def questioned(matches: Sequence[Kept]) -> list[Kept]:
    """Those that may be the same subject; what another district holds otherwise is told and asks for no reason."""
    return [m for m in matches if m["level"] != "otherwise"]


def answered(one: Kept, reason: str) -> Kept:
    """A match as the submission keeps it, with the clerk's reason why it is another ("" for none)."""
    return {**one, "match": one["id"], "reason": reason}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
