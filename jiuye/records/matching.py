"""Who might this already be? Candidates in the whole city, told without opening anything. Art. 14(2).

Matching goes through the inspector login: it reads facts and equality indexes of every district and no
sealed value. What comes back is the district, a covered name and which facts agree; its use is an act.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connections

from jiuye.lib.characters import folded, legible
from jiuye.lib.identity import org_code
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records import naming
from jiuye.records.flows import meet_elsewhere
from jiuye.records.keys import sealer
from jiuye.standards.queries import catalogue
from jiuye.standards.rules import cover_name

SIMILAR = 0.5  # of trigrams shared; below that, names of employers differ in more than a word
MOST = 5

LEVELS = {
    "same_number": "证件号码相同",
    "former_number": "曾用过这个证件号码",
    "same_person": "姓名、出生日期、性别相同",
    "same_code": "统一社会信用代码相同",
    "former_name": "曾用过这个名称或代码",
    "similar_name": "单位名称相近",
    "otherwise": "他区所记不同",
}


@dataclass(frozen=True)
class Match:
    """One stored record that may be the same subject. `dataset`: person or employer; `name` is covered for
    persons; `number`: the business number, told only where the identity number or credit code agrees. "otherwise": of
    any dataset, what it says differs from the form; only which items, in `same`.
    `same`: label → do the values agree (None when either side lacks one)."""

    id: UUID
    dataset: str
    level: str
    district: str
    name: str
    number: str
    since: date | None
    same: dict[str, bool | None]

    @property
    def level_label(self) -> str:
        return LEVELS[self.level]

    def kept(self) -> dict[str, Any]:
        """As JSON, for a draft or a submission."""
        told = asdict(self)
        return told | {"id": str(self.id), "since": self.since.isoformat() if self.since else None}


@dataclass(frozen=True)
class Person:
    """What is known so far of a person: texts as typed, "" or None for what is not known."""

    id_number: str = ""
    name: str = ""
    sex: str = ""
    birth_date: date | None = None
    mobile_phone: str = ""
    residence_division: str = ""

    @property
    def key(self) -> str:
        """Changes only when another question is asked; "" while nothing can be asked. Tells no value."""
        born = self.birth_date.isoformat() if self.birth_date and self.name else ""
        asked = "\x1f".join([self.id_number.upper(), *([folded(self.name), born] if born else [])])
        return sealer().index(asked, "match").hex() if asked.strip("\x1f") else ""


@dataclass(frozen=True)
class Employer:
    """What is known so far of an employer."""

    uscc: str = ""
    employer_name: str = ""

    @property
    def key(self) -> str:
        asked = f"{self.uscc}\x1f{self.employer_name}"
        return sealer().index(asked, "match").hex() if asked != "\x1f" else ""


def match(who: Person | Employer, *, by: Session, on: Any, why: str) -> list[Match]:
    """跨区查重: look through the whole city; an act of its own. Raises `Refused` without the permission."""
    with act("records.match", by=by, on=on, why=why, detail={"of": type(who).__name__.lower()}) as entry:
        found = persons(who) if isinstance(who, Person) else employers(who)
        entry.saw(m.id for m in found)
        return found


def otherwise(dataset: str, row: str, *, by: Session, on: Any, why: str) -> list[Match]:
    """Records of other districts that say otherwise than a form (its `row` as it would be stored, as JSON), where the
    standard wants somebody to look at it: which items of which district, and no value. Art. 6(2)."""
    found: dict[UUID, Match] = {}
    with act("records.match", by=by, on=on, why=why, detail={"of": "otherwise"}) as entry:
        for met in meet_elsewhere(dataset, row):
            of, item = (
                (met.flow.source, met.flow.source_item) if met.way == "in" else (met.flow.target, met.flow.target_item)
            )
            one = found.setdefault(met.record_id, Match(met.record_id, of, "otherwise", met.district, "", "", None, {}))
            one.same[catalogue().items[of][item].label] = False
        entry.saw(found)
    return list(found.values())


def persons(who: Person) -> list[Match]:
    """Persons of the same number (an 18-digit one and its 15-digit form are the same), then those who had it
    before, then of the same name (present or former, however written), birth date and sex. At most `MOST`."""
    numbers = naming.number_indexes(who.id_number, sealer())
    hexes, name = [n.hex() for n in numbers], folded(who.name)
    conditions, values = ["id_number_folded_index = any(%s)", "formerly ?| %s"], [numbers, hexes]
    if name and who.birth_date:
        conditions.append(
            "(left(name_folded, 100) = left(%s, 100) and name_folded = %s or formerly ? %s)"
            " and birth_date = %s and (%s = '' or sex is null or sex = %s)"
        )
        values += [name, name, name, who.birth_date, who.sex, who.sex]  # type: ignore[list-item]
        conditions.append("id = any(%s) and birth_date = %s and (%s = '' or sex is null or sex = %s)")
        values += [_called([name]), who.birth_date, who.sex, who.sex]  # type: ignore[list-item]
    phone = sealer().index(who.mobile_phone, "phone") if who.mobile_phone else None
    found = _ask(
        "select id, coalesce(id_number_folded_index = any(%s), false), formerly ?| %s, district, name,"
        " name_folded, person_id, sex, birth_date, mobile_phone_index = %s, residence_division, created_at"
        " from jiuye.records_person"
        f" where not retired and merged_into_person_id is null and (({') or ('.join(conditions)}))"
        " order by 2 desc, 3 desc, id limit %s",
        [numbers, hexes, phone, *values, MOST],
    )
    return [
        Match(
            key, "person", "same_number" if same_number else "former_number" if had_it else "same_person", district,
            cover_name(legible(name or "")), (number or "") if same_number else "", since and since.date(),
            {
                "姓名": _same(folded(who.name), name_folded), "证件号码": same_number if who.id_number else None,
                "性别": _same(who.sex, sex), "出生日期": _same(who.birth_date, born), "手机号码": phone_same,
                "常住地": _same(who.residence_division, division),
            },
        )
        for (
            key, same_number, had_it, district, name, name_folded, number, sex, born, phone_same, division, since
        ) in found
    ]  # fmt: skip


def employers(who: Employer) -> list[Match]:
    """Employers of the same credit code, then those that had this name or code before, then of the most similar
    names. At most `MOST`."""
    name = folded(who.employer_name)
    before = [told for told in (name, who.uscc, org_code(who.uscc)) if told]
    called = _called(before)
    found = _ask(
        "select id, coalesce(uscc = %s, false), formerly ?| %s or id = any(%s), district, employer_name,"
        " name_folded, employer_id, uscc is not null, created_at,"
        " public.similarity(name_folded, %s) as alike from jiuye.records_employer"
        " where not retired and merged_into_employer_id is null"
        " and (uscc = %s or formerly ?| %s or id = any(%s) or name_folded operator(public.%%) %s)"
        " order by 2 desc, 3 desc, alike desc nulls last, id limit %s",
        [who.uscc, before, called, name, who.uscc, before, called, name, MOST],
    )
    return [
        Match(
            key, "employer", "same_code" if same else "former_name" if had_it else "similar_name", district,
            legible(told or ""), (number or "") if same else "", since and since.date(),
            {
                "统一社会信用代码": same if who.uscc and has_code else None,
                "单位名称": _same(name, told_folded),
            },
        )
        for key, same, had_it, district, told, told_folded, number, has_code, since, alike in found
        if same or had_it or (alike or 0) >= SIMILAR
    ]  # fmt: skip


def _called(keys: list[str]) -> list[UUID]:
    """Records of which a confirmed fact says that they were called or numbered so."""
    facts = "select record_id from jiuye.records_lineage where keys ?| %s and state = 'confirmed' limit 100"
    return [key for (key,) in _ask(facts, [keys])] if keys else []


def _same(a: Any, b: Any) -> bool | None:
    return a == b if a and b else None


def _ask(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connections["inspector"].cursor() as c:
        c.execute(statement, values)
        return list(c.fetchall())
