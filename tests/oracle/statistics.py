"""The routine statistics of Art. 11 over one town, by reporting.md, in plain Python. Decisions left open there:

1. A number of a person counts as the one it was merged into; of several rows with one number the unmerged, earliest
   one speaks. A registration without a personal number is somebody by itself (here: its place in the file).
2. Void: valid_flag 0 without an end (an end sets it to 0 too). Town: workplace, else the employer's place, is one of
   the city's divisions.
3. Overlapping registrations of one person are one spell; it ends at the legal age of retirement (women: the later
   class) at the latest and begins at 16 at the earliest.
4. Several events of one person in one period: the last one, by day, then by when it was handled, then by number.
5. Place: the first of agency, division, residence, workplace and place of registration that names a district; else
   the city's own agency. Age at the period's last day. "" is what is not stated.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .town import Town

FOREVER = date(9999, 12, 31)
CITY = "371000"
DISTRICTS = ("371002", "371003", "371071", "371072", "371073", "371082", "371083", "371091")
PLACES = ("agency_code", "division_code", "residence_division", "work_division", "registration_division")
Record = dict[str, Any]
# (measure, place, dimension, group) → value; place "" is the city, dimension "" the total.
Table = dict[tuple[str, str, str, str], Decimal | None]
DIMENSIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("new_total", "natural_loss", "reemployed", "hardship"), ("sex", "age", "industry")),
    **dict.fromkeys(("opening", "aged_out", "long_term", "employed"), ("sex", "age")),
    "registered": ("sex", "age", "reason"), "cancelled": ("sex", "age", "cancel"), "closing": ("sex", "age", "reason"),
    "registrations": ("form", "channel", "industry", "sex", "age"), "insured": ("form", "industry"),
    "demand": ("occupation",), "seekers": ("occupation", "sex", "age"),
    **dict.fromkeys(("grants", "applied", "approved", "paid", "refunded"), ("kind", "fund")),
    "persons": ("sex", "age"), "employers": ("industry",), "classes": ("course",),
    **dict.fromkeys(("enrolled", "assessed", "passed", "certified"), ("course", "sex", "age")),
}  # fmt: skip


@dataclass
class Census:
    """The town as statistics see it, for one period."""

    town: Town
    first: date
    last: date
    people: dict[str, Record] = field(default_factory=dict)
    firms: dict[str, Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, number, out in (("person", "person_id", self.people), ("employer", "employer_id", self.firms)):
            for row in self.rows(name):
                key = (row[f"merged_into_{number}"] is not None, row["created_at"] or datetime.max)
                if row[number] is not None and (row[number] not in out or key < out[row[number]]["_key"]):
                    out[row[number]] = row | {"_key": key}

    def rows(self, dataset: str) -> Iterator[Record]:
        table = self.town.tables[dataset]
        for n, values in enumerate(table.rows):
            row = dict(zip(table.items, values, strict=True))
            named = [str(row[p])[:6] for p in PLACES if row.get(p) is not None]
            yield row | {"_place": next((d for d in named if d in DISTRICTS), CITY), "_n": n}

    def unit(self, row: Record) -> Any:
        person = self.people.get(row["person_id"])
        return (person and person["merged_into_person_id"]) or row["person_id"] or ("alone", row["_n"])

    def facts(self, unit: Any) -> Record:
        person = self.people.get(unit) or {}
        sex, born = person.get("sex"), person.get("birth_date")
        return {"sex": sex if sex in ("1", "2") else "", "age": self.age(born), "_born": born, "_sex": sex}

    def age(self, born: date | None) -> str:
        if born is None:
            return ""
        if born > back(self.last, 16):
            return "00"
        return next((str(a) for a in (55, 45, 35, 25) if born <= back(self.last, a)), "16")

    def industry(self, employer: str | None) -> str:
        return (self.firms.get(employer or "") or {}).get("industry_section") or ""

    def in_period(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def last_each(self, rows: Iterator[Record], key: Callable[[Record], Any]) -> list[Record]:
        """Of each unit the last by the key."""
        found: dict[Any, Record] = {}
        for row in rows:
            if row["_unit"] not in found or key(row) > key(found[row["_unit"]]):
                found[row["_unit"]] = row
        return list(found.values())


def back(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def add_months(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    for d in range(day.day, 27, -1):
        try:
            return date(whole // 12, whole % 12 + 1, d)
        except ValueError:
            continue
    return date(whole // 12, whole % 12 + 1, day.day)


def retires(sex: str | None, born: date | None, table: str) -> date:
    if born is None or sex not in ("1", "2"):
        return FOREVER
    days = []
    for line in table.split(";"):
        name, age, since, step, most = line.split()
        if name.startswith("male") == (sex == "1"):
            year, month = since.split("-")
            past = born.year * 12 + born.month - int(year) * 12 - int(month)
            off = min(int(most), past // int(step) + 1) if past >= 0 else 0
            days.append(add_months(born, int(age) * 12 + off))
    return max(days)


def statistics(town: Town, report: str, first: date, last: date) -> Table:
    """One report over the town, every measure in total and by group, by place."""
    census = Census(town, first, last)
    counted = {
        "employment": _employment, "unemployment": _unemployment, "registration": _registration, "market": _market,
        "subsidy": _subsidy, "training": _training,
    }[report](census)  # fmt: skip
    table: Table = {}
    for measure, rows in counted.items():
        for place in ("", CITY, *DISTRICTS):
            table[measure, place, "", ""] = Decimal(0)
        for row, value in rows:
            for place in ("", row["_place"]):
                for dimension in ("", *DIMENSIONS[measure]):
                    cell = (measure, place, dimension, row[dimension] if dimension else "")
                    table[cell] = (table.get(cell) or Decimal(0)) + value
    for derived, (kind, one, other) in DERIVED.items():
        if one[0] in counted:
            _derive(table, derived, kind, one, other)
    return table


DERIVED = {
    "net_new": ("-", ("new_total",), ("natural_loss",)), "rate": ("%", ("closing",), ("closing", "employed")),
    "ratio": ("/", ("demand",), ("seekers",)), "pass_rate": ("%", ("passed",), ("assessed",)),
}  # fmt: skip
SHOWN = {
    "net_new": ("sex", "age", "industry"), "rate": ("sex", "age"), "ratio": ("occupation",),
    "pass_rate": ("course", "sex", "age"),
}  # fmt: skip


def _derive(table: Table, name: str, kind: str, one: tuple[str, ...], other: tuple[str, ...]) -> None:
    for cell in {c[1:] for c in table if c[0] in one + other and c[2] in ("", *SHOWN[name])}:
        a = sum(((table.get((m, *cell)) or Decimal(0)) for m in one), Decimal(0))
        b = sum(((table.get((m, *cell)) or Decimal(0)) for m in other), Decimal(0))
        if kind == "-":
            table[(name, *cell)] = a - b
        else:
            exact = a * (100 if kind == "%" else 1) / b if b else None
            table[(name, *cell)] = exact if exact is None else exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


Counted = dict[str, list[tuple[Record, Decimal]]]


def _ones(rows: list[Record]) -> list[tuple[Record, Decimal]]:
    return [(r, Decimal(1)) for r in rows]


def _jobs(c: Census, *, in_town: bool) -> Iterator[Record]:
    for row in c.rows("employment_registration"):
        if row["valid_flag"] == "0" and row["end_date"] is None:
            continue
        where = row["work_division"] or (c.firms.get(row["employer_id"]) or {}).get("division_code")
        if in_town and where not in (CITY, *DISTRICTS):
            continue
        unit = c.unit(row)
        yield row | c.facts(unit) | {"_unit": unit, "industry": c.industry(row["employer_id"])}


def _late(day: str, number: str) -> Callable[[Record], Any]:
    return lambda r: (r[day], r.get("handled_at") or datetime.min, r[number] or "")


def _unemployed(c: Census) -> list[Record]:
    return [
        r | {"_unit": c.unit(r)}
        for r in c.rows("unemployment_registration")
        if r["registered_date"] is not None and not (r["valid_flag"] == "0" and r["cancel_date"] is None)
    ]


def _employment(c: Census) -> Counted:
    since: dict[Any, list[date]] = {}
    for row in _unemployed(c):
        since.setdefault(row["_unit"], []).append(row["registered_date"])
    recognised: dict[Any, list[Record]] = {}
    for row in c.rows("hardship_assistance"):
        if row["recognized_date"] is not None and row["person_id"] is not None:
            recognised.setdefault(c.unit(row), []).append(row)
    jobs = list(_jobs(c, in_town=True))
    new = c.last_each(
        (r for r in jobs if c.in_period(r["start_date"]) and r["transfer_from_employer_flag"] != "1"),
        _late("start_date", "registration_id"),
    )
    left = c.last_each(
        (r for r in jobs if c.in_period(r["end_date"]) and r["end_reason"] in ("60", "70")),
        _late("end_date", "registration_id"),
    )

    def again(r: Record) -> bool:
        return r["was_unemployed_flag"] == "1" and any(d <= r["start_date"] for d in since.get(r["_unit"], []))

    def hard(r: Record) -> bool:
        day = r["start_date"]
        return r["hardship_flag"] == "1" and any(
            (h["valid_from"] or h["recognized_date"]) <= day
            and (h["valid_to"] or day) >= day
            and (h["exit_date"] or day) >= day
            for h in recognised.get(r["_unit"], [])
        )

    return {
        "new_total": _ones(new), "natural_loss": _ones(left), "reemployed": _ones([r for r in new if again(r)]),
        "hardship": _ones([r for r in new if hard(r)]),
    }  # fmt: skip


def _spells(c: Census) -> Iterator[Record]:
    rows = sorted(
        (r for r in _unemployed(c) if (r["cancel_date"] or FOREVER) > r["registered_date"]),
        key=_late("registered_date", "registration_id"),
    )
    by_unit: dict[Any, list[list[Record]]] = {}
    for row in rows:
        spells = by_unit.setdefault(row["_unit"], [])
        if spells and max(r["cancel_date"] or FOREVER for r in spells[-1]) > row["registered_date"]:
            spells[-1].append(row)
        else:
            spells.append([row])
    for unit, spells in by_unit.items():
        facts = c.facts(unit)
        born = facts["_born"]
        for spell in spells:
            over = max(r["cancel_date"] or FOREVER for r in spell)
            until = min(over, retires(facts["_sex"], born, c.town.parameters["retirement_ages"]))
            begun = min(r["registered_date"] for r in spell)
            since = max(begun, add_months(born, 16 * 12)) if born else begun
            told = spell[-1] | facts | {"_since": since, "_until": until, "_aged": until < over}
            told |= {"reason": told["unemployment_reason"] or "", "cancel": told["cancel_reason"] or ""}
            if until > since:
                yield told


def _unemployment(c: Census) -> Counted:
    spells = list(_spells(c))
    jobs = (
        r for r in _jobs(c, in_town=True)
        if r["start_date"] is not None and r["start_date"] <= c.last and (r["end_date"] or FOREVER) > c.last
    )  # fmt: skip
    year_ago = back(c.last, 1)
    ended = [s for s in spells if c.in_period(s["_until"])]
    closing = [s for s in spells if s["_since"] <= c.last < s["_until"]]
    return {
        "opening": _ones([s for s in spells if s["_since"] < c.first <= s["_until"]]),
        "registered": _ones([s for s in spells if c.in_period(s["_since"])]),
        "cancelled": _ones([s for s in ended if not s["_aged"]]),
        "aged_out": _ones([s for s in ended if s["_aged"]]), "closing": _ones(closing),
        "long_term": _ones([s for s in closing if s["_since"] <= year_ago]),
        "employed": _ones(c.last_each(jobs, _late("start_date", "registration_id"))),
    }  # fmt: skip


def _registration(c: Census) -> Counted:
    rows = [
        r | {"form": r["employment_form"] or "", "channel": r["employment_channel"] or ""}
        for r in _jobs(c, in_town=False)
        if c.in_period(r["start_date"])
    ]
    return {"registrations": _ones(rows), "insured": _ones([r for r in rows if r["social_insured_flag"] == "1"])}


def _major(code: str | None) -> str:
    return code[0] if code and "1" <= code[0] <= "8" else ""


def _market(c: Census) -> Counted:
    def there(row: Record, ends: str) -> bool:
        begun, over = row["registered_date"], min(row["valid_until"] or FOREVER, row[ends] or FOREVER)
        return begun is not None and begun <= c.last and row["valid_flag"] != "0" and bool(over >= c.first)

    posts = [r | {"occupation": _major(r["occupation_code"])} for r in c.rows("vacancy") if there(r, "cancel_date")]
    seekers = c.last_each(
        (r | {"_unit": c.unit(r)} for r in c.rows("job_seeking") if there(r, "success_date")),
        _late("registered_date", "seeking_id"),
    )
    told = [s | c.facts(s["_unit"]) | {"occupation": _major(s["desired_occupation_code"])} for s in seekers]
    return {"demand": [(p, Decimal(max(p["headcount"] or 0, 0))) for p in posts], "seekers": _ones(told)}


def _subsidy(c: Census) -> Counted:
    paid = [
        r | {"kind": r["subsidy_kind"] or "", "fund": r["fund_source"] or ""}
        for r in c.rows("subsidy")
        if r["payment_status"] == "40" and c.in_period(r["paid_date"]) and r["valid_flag"] != "0"
    ]

    def sums(item: str, some: list[Record]) -> list[tuple[Record, Decimal]]:
        return [(r, r[item] or Decimal(0)) for r in some]

    def last(rows: Iterator[Record]) -> list[Record]:
        return c.last_each(rows, lambda r: (r["paid_date"], r["subsidy_id"] or ""))

    persons = last(r | {"_unit": c.unit(r)} for r in paid if r["person_id"] is not None)
    firms = last(r | {"_unit": r["employer_id"]} for r in paid if r["employer_id"] is not None)
    return {
        "grants": _ones(paid), "applied": sums("applied_amount", paid), "approved": sums("approved_amount", paid),
        "paid": sums("paid_amount", paid),
        "refunded": sums("paid_amount", [r for r in paid if r["refund_flag"] == "1"]),
        "persons": _ones([r | c.facts(r["_unit"]) for r in persons]),
        "employers": _ones([r | {"industry": c.industry(r["employer_id"])} for r in firms]),
    }  # fmt: skip


def _training(c: Census) -> Counted:
    rows = [
        r | c.facts(c.unit(r)) | {"course": r["training_kind"] or ""}
        for r in c.rows("training")
        if r["valid_flag"] != "0"
    ]
    classes: dict[str, Record] = {}
    for row in sorted(
        (r for r in rows if c.in_period(r["start_date"]) and r["class_no"] is not None),
        key=lambda r: (r["start_date"], r["training_record_id"] or "~"),
    ):
        classes.setdefault(row["class_no"], row)
    assessed = [r for r in rows if c.in_period(r["end_date"]) and r["result"] is not None]
    return {
        "classes": _ones(list(classes.values())), "enrolled": _ones([r for r in rows if c.in_period(r["enrol_date"])]),
        "assessed": _ones(assessed), "passed": _ones([r for r in assessed if r["result"] == "1"]),
        "certified": _ones([r for r in rows if c.in_period(r["certificate_issue_date"])]),
    }  # fmt: skip
