"""People entered twice, in the ways it happens: the present person becomes a second entry of an earlier one.

The second entry has a business number of its own and no registrations: its rules R015, R016 and R017
speak of both entries.
"""

from collections.abc import Callable

from jiuye.town import names, numbers, places
from jiuye.town.days import at
from jiuye.town.faults.case import Case
from jiuye.town.faults.identity import full_width, other_digit
from jiuye.town.rows import Bundle, Row

# What a kind changes in the copy; the rules then broken by both entries, or None when it cannot be done.
Kind = Callable[[Case, Row, Row], tuple[str, ...] | None]


def same_number(case: Case, first: Row, copy: Row) -> tuple[str, ...] | None:
    return ("R015",)


def other_district(case: Case, first: Row, copy: Row) -> tuple[str, ...] | None:
    place = places.DIVISIONS[(places.DIVISIONS.index(places.BY_CODE[first["residence_division"]]) + 3) % 8]
    copy.update(residence_division=place.code, residence_address=places.address(case.rng, place),
                mobile_phone=case.person["mobile_phone"])  # fmt: skip
    return "R015", "R017"


def name_variant(case: Case, first: Row, copy: Row) -> tuple[str, ...] | None:
    copy["name"] = names.homophone(first["name"])
    return ("R015",) if copy["name"] else None


def full_width_digits(case: Case, first: Row, copy: Row) -> tuple[str, ...] | None:
    _number(copy, full_width(first["id_number"]))
    return ("R016",)


def lower_case_x(case: Case, first: Row, copy: Row) -> tuple[str, ...] | None:
    _number(copy, first["id_number"].lower())
    return ("R015",) if copy["id_number"] != first["id_number"] else None


def old_15_digit(case: Case, first: Row, copy: Row) -> tuple[str, ...] | None:
    if first["birth_date"].year >= 1995:
        return None
    _number(copy, numbers.old_number(first["id_number"]))
    return ("R016",)


def mistyped_number(case: Case, first: Row, copy: Row) -> tuple[str, ...] | None:
    _number(copy, other_digit(first["id_number"], 15))
    return ("R016",)


def same_address(case: Case, first: Row, copy: Row) -> tuple[str, ...] | None:
    _number(copy, other_digit(first["id_number"], 14))
    copy["mobile_phone"] = case.person["mobile_phone"]
    return ("R016",)


def homophone_other_number(case: Case, first: Row, copy: Row) -> tuple[str, ...] | None:
    """No rule sees this one: only comparing does."""
    copy["name"] = names.homophone(first["name"])
    _number(copy, numbers.with_check_digit(other_digit(first["id_number"], 15)[:17]))
    return () if copy["name"] else None


KINDS: dict[str, Kind] = {
    k.__name__: k
    for k in (same_number, other_district, name_variant, full_width_digits, lower_case_x, old_15_digit,
              mistyped_number, same_address, homophone_other_number)
}  # fmt: skip


def _number(row: Row, number: str) -> None:
    row.update(id_number=number, social_security_number=number)


def duplicate(case: Case, kind: str) -> bool:
    """Turns the present person into a second entry of a recent one; False when nobody lends himself to it."""
    for original in list(case.recent):
        first = original.person
        if first["id_type"] != "01" or first["survival_status"] != "1" or first.get("disability_cert_no"):
            continue
        copy = _copy(case, first)
        rules = KINDS[kind](case, first, copy)
        if rules is None:
            continue
        case.recent.remove(original)
        _replace(case.bundle, copy)
        for row in (copy, first) if rules else ():
            for rule_id in rules:
                case.bundle.mark(row, rule_id=rule_id)
        return case.bundle.mark(copy, duplicate_of=first.key, of_row=first.number, kind=kind)
    return False


def _copy(case: Case, first: Row) -> Row:
    """The same person entered again, on another day and at another desk."""
    copy = Row("person", dict(first))
    day = min(max(first["created_at"].date() + case.days(20, 900), first["birth_date"]), case.ago(3))
    copy.update(
        person_id=case.person["person_id"], employment_status=_idle(first), first_work_date=None,
        created_at=at(day, 30), handled_at=at(day, 30), identity_verified_at=at(day, 31),
        reviewed_at=at(day, 60),
        handler_id=case.person["handler_id"], agency_code=case.person["agency_code"],
        reviewer_id=case.person["reviewer_id"],
    )  # fmt: skip
    return copy


def _idle(first: Row) -> str:
    return "30" if first["employment_status"] in ("10", "20") else str(first["employment_status"])


def _replace(bundle: Bundle, copy: Row) -> None:
    """The copy instead of the person; what was registered goes with the person it was made for."""
    bundle.person = copy
    for rows in bundle.lists:
        rows.clear()
