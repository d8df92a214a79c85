"""Faults in what an employment registration says: R066 to R077, R216, R225."""

from jiuye.town.faults.case import Case, Planted, Table, fault
from jiuye.town.faults.employment import full_time

FAULTS: Table = []


@fault(FAULTS, "R066")
def no_employer(case: Case) -> Planted:
    row = full_time(case)
    if row is None:
        return None
    row[case.rng.choice(("employer_id", "uscc"))] = None
    return row


@fault(FAULTS, "R067")
def unknown_employer(case: Case) -> Planted:
    row = full_time(case)
    if row is None:
        return None
    row["employer_id"] = f"{9_990_000_000 + case.who.index}"
    return row


@fault(FAULTS, "R068")
def unknown_person(case: Case) -> Planted:
    row = case.running()
    if row is None or len(case.bundle.employments) > 1 or case.bundle.certificates:
        return None
    other = case.desk.employment(case.bundle, case.who, row["start_date"], case.rng, form="022")
    other["person_id"] = f"{9_990_000_000_000 + case.who.index}"
    return other


@fault(FAULTS, "R069")
def other_name_or_number(case: Case) -> Planted:
    row = case.running()
    if row is None or case.who.id_type != "01":
        return None
    if case.rng.random() < 0.5:
        row["name"] = row["name"][0] + ("志华" if row["name"][1:] != "志华" else "文博")
    else:
        row["id_number"] = row["id_number"][:17] + ("1" if row["id_number"][17] != "1" else "2")
    return row


@fault(FAULTS, "R070")
def other_employer_name(case: Case) -> Planted:
    row = full_time(case)
    if row is None:
        return None
    row["employer_name"] = row["employer_name"].replace("威海", "烟台", 1)
    return row


@fault(FAULTS, "R071")
def never_unemployed(case: Case) -> Planted:
    row = case.running()
    if row is None or case.bundle.unemployments:
        return None
    row["was_unemployed_flag"] = "1"
    return row


@fault(FAULTS, "R073")
def not_the_first(case: Case) -> Planted:
    row = case.running()
    if row is None or len(case.bundle.employments) < 2:
        return None
    row["employment_category"] = "2"
    return row


@fault(FAULTS, "R074")
def unemployment_not_cancelled(case: Case) -> Planted:
    row, other = case.running(), case.cancelled()
    if row is None or other is None or row["employment_category"] != "1":
        return None
    if other["cancel_date"] != row["start_date"]:
        return None
    other.update(valid_flag="1", cancel_date=None, cancel_reason=None, cancel_handler_id=None,
                 last_contact_date=case.ago(30))  # fmt: skip
    return row


@fault(FAULTS, "R075")
def odd_wage(case: Case) -> Planted:
    row = case.running()
    if row is None:
        return None
    row["monthly_wage"] = case.rng.choice(("500.00", "1.00", "120000.00", "350000.00"))
    return row


@fault(FAULTS, "R076")
def placeholder(case: Case) -> Planted:
    row = case.running()
    if row is None:
        return None
    row["flexible_content" if row.get("flexible_content") else "occupation_name"] = case.rng.choice(
        ("无", "不详", "略", "///")
    )
    return row


@fault(FAULTS, "R077")
def odd_occupation(case: Case) -> Planted:
    row = case.running()
    if row is None:
        return None
    row["occupation_code"] = case.rng.choice(("999999", "0101001", "X", "9010101", "40100"))
    return row


@fault(FAULTS, "R216")
def no_reviewer(case: Case) -> Planted:
    row = case.running()
    if row is None:
        return None
    row[case.rng.choice(("reviewer_id", "reviewed_at"))] = None
    return row


@fault(FAULTS, "R225")
def own_reviewer(case: Case) -> Planted:
    row = case.running()
    if row is None:
        return None
    row["reviewer_id"] = row["handler_id"]
    return row
