"""Faults in the days of employment registrations: R052 to R065."""

from datetime import timedelta

from jiuye.town.days import add_years
from jiuye.town.faults.case import Case, Planted, Table, fault
from jiuye.town.rows import Row

FAULTS: Table = []


def full_time(case: Case, least: int = 0) -> Row | None:
    """The running full-time job at an employer, begun at least so many days ago."""
    row = case.running()
    fits = row is not None and row["employment_form"] == "010" and row["start_date"] <= case.ago(least)
    return row if fits else None


def ended(case: Case, least: int = 0) -> Row | None:
    """The first ended job, ended at least so many days ago."""
    row = next((r for r in case.bundle.employments if r.get("end_date")), None)
    return row if row and row["end_date"] <= case.ago(least) else None


@fault(FAULTS, "R052")
def under_sixteen(case: Case) -> Planted:
    if not case.bundle.employments or case.who.age > 34 or case.bundle.unemployments:
        return None
    start = add_years(case.who.born, 15) + case.days(10, 200)
    case.bundle.employments[0]["employment_category"] = "3"
    row = case.desk.employment(case.bundle, case.who, start, case.rng, form="022")
    case.desk.finish(row, start + case.days(60, 90), "81", case.rng)
    return row


@fault(FAULTS, "R053")
def registered_before_start(case: Case) -> Planted:
    row = full_time(case)
    if row is None or row["contract_type"] != "20":
        return None
    start = row["registered_date"] + case.days(3, 20)
    row.update(start_date=start, contract_start_date=start)
    return row


@fault(FAULTS, "R054")
def registered_late(case: Case) -> Planted:
    row = full_time(case, 260)
    if row is None or case.bundle.certificates or case.bundle.unemployments:
        return None
    row["registered_date"] = row["start_date"] + case.days(31, 200)
    case.book(row, row["registered_date"])
    return row


@fault(FAULTS, "R055")
def end_registered_late(case: Case) -> Planted:
    row = ended(case, 120)
    if row is None:
        return None
    row["end_registered_date"] = row["end_date"] + case.days(16, 100)
    return row


@fault(FAULTS, "R056")
def entered_late(case: Case) -> Planted:
    row = full_time(case, 100)
    if row is None:
        return None
    case.book(row, row["registered_date"] + case.days(14, 60))
    return row


@fault(FAULTS, "R057")
def contract_ends_first(case: Case) -> Planted:
    row = full_time(case)
    if row is None:
        return None
    row.update(contract_type="30", contract_end_date=row["contract_start_date"] - case.days(1, 400))
    return row


@fault(FAULTS, "R058")
def ended_before_start(case: Case) -> Planted:
    row = ended(case)
    if row is None or case.bundle.unemployments:
        return None
    row["end_date"] = row["start_date"] - case.days(1, 9)
    row["end_registered_date"] = row["end_date"] + timedelta(days=3)
    return row


@fault(FAULTS, "R059")
def contract_expired(case: Case) -> Planted:
    row = full_time(case, 500)
    if row is None:
        return None
    row.update(contract_type="10", contract_end_date=case.ago(case.rng.randint(31, 300)))
    return row


@fault(FAULTS, "R060")
def two_full_time_jobs(case: Case) -> Planted:
    row = full_time(case, 120)
    if row is None:
        return None
    start = row["start_date"] + case.days(30, 80)
    employer = case.desk.employers.pick(case.rng, case.who.division.code, start)
    if employer is None or employer.number == row["employer_id"]:
        return None
    return row, case.desk.employment(case.bundle, case.who, start, case.rng, employer=employer)


@fault(FAULTS, "R061")
def unemployed_while_employed(case: Case) -> Planted:
    row = full_time(case, 300)
    if row is None or case.bundle.unemployments or len(case.bundle.employments) > 1:
        return None
    other = case.desk.unemployment(case.bundle, case.who, row["start_date"] + case.days(30, 90), case.rng)
    case.desk.cancel(other, other["registered_date"] + case.days(20, 60), "99", case.rng)
    return row


@fault(FAULTS, "R062")
def employer_closed(case: Case) -> Planted:
    if not case.blank or case.who.age > 50 or case.who.retired:
        return None
    employer = case.desk.employers.get(case.rng.choice(case.desk.employers.closed))
    if employer.closed is None:
        return None
    start = max(employer.closed + case.days(10, 300), case.who.window)
    case.person["employment_status"] = "10"
    return case.desk.employment(case.bundle, case.who, start, case.rng, employer=employer)


@fault(FAULTS, "R063")
def before_the_employer(case: Case) -> Planted:
    if not case.blank or case.who.age > 50 or case.who.retired:
        return None
    for _ in range(40):
        employer = case.desk.employers.get(case.rng.randrange(case.desk.employers.pool))
        start = employer.since - case.days(40, 300)
        if start > case.who.window:
            case.person["employment_status"] = "10"
            return case.desk.employment(case.bundle, case.who, start, case.rng, employer=employer)
    return None


@fault(FAULTS, "R064")
def employed_after_death(case: Case) -> Planted:
    row = case.running()
    if row is None or case.bundle.certificates or row["start_date"] > case.ago(90):
        return None
    case.person.update(survival_status="2", death_date=case.ago(case.rng.randint(5, 60)), employment_status="90")
    return row


@fault(FAULTS, "R065")
def employed_after_retirement(case: Case) -> Planted:
    if not case.who.retired or case.who.died or case.who.retired > case.ago(300) or case.bundle.employments:
        return None
    start = max(case.who.retired, case.who.window) + case.days(20, 200)
    employer = case.desk.employers.pick(case.rng, case.who.division.code, start)
    return case.desk.employment(case.bundle, case.who, start, case.rng, employer=employer) if employer else None
