"""Faults in what is known of people: R018 to R034, less the numbers."""

from jiuye.town.days import add_years
from jiuye.town.faults.case import Case, Planted, Table, fault

FAULTS: Table = []


@fault(FAULTS, "R018")
def merged_into_nobody(case: Case) -> Planted:
    if not case.blank:
        return None
    case.person.update(valid_flag="0", merged_into_person_id=f"{9_990_000_000_000 + case.who.index}")
    return case.person


@fault(FAULTS, "R019")
def degree_without_school(case: Case) -> Planted:
    if not case.person.get("graduated_school"):
        return None
    case.person[case.rng.choice(("graduated_school", "graduation_date"))] = None
    return case.person


@fault(FAULTS, "R020")
def graduated_as_child(case: Case) -> Planted:
    if not case.person.get("graduation_date") or case.bundle.unemployments:
        return None
    early = case.rng.random() < 0.5
    case.person["graduation_date"] = add_years(case.who.born, 11) if early else add_years(case.as_of, 7)
    return case.person


@fault(FAULTS, "R021")
def worked_as_child(case: Case) -> Planted:
    if case.who.age < 18:
        return None
    case.person["first_work_date"] = add_years(case.who.born, case.rng.randint(9, 15))
    return case.person


@fault(FAULTS, "R022")
def death_without_date(case: Case) -> Planted:
    if not case.blank:
        return None
    if case.rng.random() < 0.5:
        case.person.update(survival_status="2", employment_status="90")
    else:
        case.person["death_date"] = case.ago(case.rng.randint(10, 300))
    return case.person


@fault(FAULTS, "R023")
def death_out_of_order(case: Case) -> Planted:
    if not case.blank:
        return None
    died = case.as_of + case.days(5, 60) if case.rng.random() < 0.5 else case.who.born - case.days(1, 400)
    case.person.update(survival_status="2", employment_status="90", death_date=died)
    return case.person


@fault(FAULTS, "R025")
def retired_without_date(case: Case) -> Planted:
    if not case.who.retired:
        return None
    case.person["retired_date"] = None
    return case.person


@fault(FAULTS, "R026")
def retired_young(case: Case) -> Planted:
    if not case.who.retired or case.bundle.employments:
        return None
    case.person["retired_date"] = add_years(case.who.born, case.rng.randint(30, 44))
    return case.person


@fault(FAULTS, "R027")
def status_without_registration(case: Case) -> Planted:
    if not case.blank or case.who.retired or case.who.age >= 55:
        return None
    case.person["employment_status"] = case.rng.choice(("10", "20"))
    return case.person


@fault(FAULTS, "R028")
def placeholder(case: Case) -> Planted:
    item = ("residence_address", "hukou_address", "graduated_school", "major")[case.desk.next("R028") % 4]
    if not case.person.get(item):
        return None
    case.person[item] = case.rng.choice(("不详", "无", "暂无", "测试", "同上", "待补", "111111", "-"))
    return case.person


@fault(FAULTS, "R028")
def address_of_names_only(case: Case) -> Planted:
    case.person["residence_address"] = case.rng.choice(("山东省威海市", "威海市"))
    return case.person


@fault(FAULTS, "R029")
def verified_at_no_time(case: Case) -> Planted:
    case.person["identity_verified_at"] = None
    return case.person


@fault(FAULTS, "R030")
def never_verified(case: Case) -> Planted:
    if case.person["created_at"].date() > case.ago(40):
        return None
    case.person.update(identity_verified_flag="0", identity_verified_at=None)
    return case.person
