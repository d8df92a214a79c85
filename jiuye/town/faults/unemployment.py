"""Faults in how unemployment registrations begin: R081 to R094."""

from datetime import timedelta

from jiuye.town.days import add_years, retirement
from jiuye.town.faults.case import Case, Planted, Table, fault

FAULTS: Table = []


@fault(FAULTS, "R081")
def under_sixteen(case: Case) -> Planted:
    if not case.blank or case.who.age > 26:
        return None
    row = case.desk.unemployment(case.bundle, case.who, add_years(case.who.born, 15), case.rng)
    case.desk.cancel(row, row["registered_date"] + case.days(30, 90), "30", case.rng)
    return row


@fault(FAULTS, "R082")
def past_retirement(case: Case) -> Planted:
    due = retirement(case.who.born, case.who.sex)
    if not case.blank or case.who.retired or not case.ago(2500) < due < case.ago(300):
        return None
    row = case.desk.unemployment(case.bundle, case.who, due + case.days(5, 60), case.rng)
    case.desk.cancel(row, row["registered_date"] + case.days(20, 60), "10", case.rng)
    return row


@fault(FAULTS, "R084")
def not_cancelled_at_retirement(case: Case) -> Planted:
    due = retirement(case.who.born, case.who.sex)
    if not case.blank or case.who.retired or not case.ago(2500) < due < case.ago(3):
        return None
    row = case.desk.unemployment(case.bundle, case.who, due - case.days(150, 300), case.rng)
    row["last_contact_date"] = case.ago(case.rng.randint(5, 100))
    case.person["employment_status"] = "20"
    return row


@fault(FAULTS, "R085")
def dead(case: Case) -> Planted:
    row = case.unemployed()
    if row is None or case.bundle.certificates:
        return None
    case.person.update(survival_status="2", death_date=case.ago(case.rng.randint(2, 8)), employment_status="90")
    return row


@fault(FAULTS, "R086")
def registered_before_the_loss(case: Case) -> Planted:
    row = case.unemployed()
    if row is None or row["unemployment_kind"] == "10":
        return None
    row["unemployment_date"] = row["registered_date"] + case.days(1, 9)
    return row


@fault(FAULTS, "R087")
def registered_late(case: Case) -> Planted:
    row = case.unemployed() or case.cancelled()
    if row is None or row["unemployment_kind"] == "10" or case.bundle.employments:
        return None
    row["unemployment_date"] = row["registered_date"] - case.days(91, 200)
    return row


@fault(FAULTS, "R088")
def entered_late(case: Case) -> Planted:
    row = case.unemployed()
    if row is None or row["registered_date"] > case.ago(60):
        return None
    case.book(row, row["registered_date"] + case.days(14, 50))
    return row


@fault(FAULTS, "R089")
def two_in_force(case: Case) -> Planted:
    row = case.unemployed()
    if row is None or row["unemployment_kind"] == "10":
        return None
    lost = row["unemployment_date"] + case.days(2, 9)
    return row, case.desk.unemployment(case.bundle, case.who, lost, case.rng)


@fault(FAULTS, "R090")
def no_previous_employer(case: Case) -> Planted:
    row = case.unemployed() or case.cancelled()
    if row is None or row["unemployment_reason"] not in ("20", "30"):
        return None
    row["previous_employer_name"] = None
    return row


@fault(FAULTS, "R091")
def no_previous_job(case: Case) -> Planted:
    row = case.unemployed() or case.cancelled()
    if row is None or case.bundle.employments:
        return None
    row["unemployment_kind"] = "10"
    return row


@fault(FAULTS, "R092")
def previous_job_not_ended(case: Case) -> Planted:
    row = case.unemployed()
    if row is None or row["unemployment_kind"] != "10":
        return None
    case.bundle.employments[-1].update(end_date=None, end_reason=None, end_registered_date=None, end_handler_id=None)
    return row


@fault(FAULTS, "R093")
def gap_after_job(case: Case) -> Planted:
    row = case.unemployed()
    if row is None or row["unemployment_kind"] != "10" or len(case.bundle.employments) != 1:
        return None
    job = case.bundle.employments[0]
    end = job["end_date"] - case.days(70, 85)
    if end <= job["start_date"]:
        return None
    job.update(end_date=end, end_registered_date=end + timedelta(days=2))
    return row


@fault(FAULTS, "R094")
def not_fresh_from_school(case: Case) -> Planted:
    row = case.unemployed()
    if row is None or case.who.graduated is None or row["registered_date"] <= add_years(case.who.graduated, 2):
        return None
    row["unemployment_reason"] = "10"
    return row
