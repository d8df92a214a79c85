"""Faults in keeping up and ending unemployment registrations: R099 to R105, R217, R226."""

from jiuye.town.days import add_months
from jiuye.town.faults.case import Case, Planted, Table, fault

FAULTS: Table = []


@fault(FAULTS, "R099")
def unable_to_work(case: Case) -> Planted:
    row = case.unemployed()
    if row is None:
        return None
    row["work_ability_flag"] = "0"
    return row


@fault(FAULTS, "R100")
def lost_contact(case: Case) -> Planted:
    row = case.unemployed()
    if row is None or row["registered_date"] > add_months(case.as_of, -7):
        return None
    row["last_contact_date"] = row["registered_date"] if case.rng.random() < 0.5 else None
    return row


@fault(FAULTS, "R101")
def cancelled_by_nobody(case: Case) -> Planted:
    row = case.cancelled()
    if row is None:
        return None
    row["cancel_handler_id"] = None
    return row


@fault(FAULTS, "R102")
def hired_nowhere(case: Case) -> Planted:
    row = case.cancelled()
    if row is None or case.bundle.employments:
        return None
    row["cancel_reason"] = case.rng.choice(("60", "61", "62"))
    return row


@fault(FAULTS, "R103")
def cancelled_before_registered(case: Case) -> Planted:
    row = case.cancelled()
    if row is None:
        return None
    row["cancel_date"] = row["registered_date"] - case.days(1, 5)
    return row


@fault(FAULTS, "R104")
def benefit_out_of_step(case: Case) -> Planted:
    row = case.unemployed()
    if row is None:
        return None
    past = f"{add_months(case.as_of, -2):%Y%m}"
    begun = f"{row['registered_date']:%Y%m}"
    months = (None, None) if case.rng.random() < 0.5 or begun > past else (begun, past)
    row.update(benefit_status="20", benefit_start_month=months[0], benefit_end_month=months[1])
    return row


@fault(FAULTS, "R105")
def placeholder(case: Case) -> Planted:
    row = case.unemployed()
    if row is None:
        return None
    row["job_wish"] = case.rng.choice(("无", "不详", "暂无", "..."))
    return row


@fault(FAULTS, "R217")
def no_reviewer(case: Case) -> Planted:
    row = case.unemployed() or case.cancelled()
    if row is None:
        return None
    row[case.rng.choice(("reviewer_id", "reviewed_at"))] = None
    return row


@fault(FAULTS, "R226")
def own_reviewer(case: Case) -> Planted:
    row = case.unemployed() or case.cancelled()
    if row is None:
        return None
    row["reviewer_id"] = row["handler_id"]
    return row
