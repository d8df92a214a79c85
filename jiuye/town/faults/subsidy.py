"""Faults in who gets which subsidy: R079, R127 to R137, R146 to R148."""

from datetime import date, timedelta
from typing import Any

from jiuye.town import aid, numbers, shared
from jiuye.town.days import add_months
from jiuye.town.faults import hardship
from jiuye.town.faults.case import Case, Planted, Table, fault
from jiuye.town.faults.employment import full_time
from jiuye.town.rows import Row

FAULTS: Table = []


def paid(case: Case, kind: str = "990", *, to_employer: bool = False, least: int = 420) -> Row | None:
    """A clean subsidy paid for months of the running full-time job. kind: code of subsidy_kind."""
    job = full_time(case, least)
    if job is None or case.bundle.subsidies:
        return None
    since = max(job["start_date"], case.ago(400))
    return granted(case, kind, job, since, case.ago(70), job=job if to_employer else None)


def granted(case: Case, kind: str, basis: Row, since: date, until: date, **how: Any) -> Row | None:
    """A clean subsidy, if it is one that was paid."""
    row = aid.subsidy(case.desk, case.bundle, case.who, kind, basis, since, until, case.rng, **how)
    if row is not None and row["payment_status"] != "40":
        case.bundle.subsidies.remove(row)
        case.bundle.acceptances.pop()
        return None
    return row


@fault(FAULTS, "R135")
def paid_after_death(case: Case) -> Planted:
    b = case.bundle
    job = b.employments[0] if len(b.employments) == 1 else None
    if job is None or not job.get("end_date") or b.unemployments or b.certificates or b.files or b.subsidies:
        return None
    died = case.who.died or job["end_date"] + timedelta(days=12)
    if died > case.ago(150) or (case.who.retired and case.who.retired > died):
        return None
    row = granted(case, "990", job, job["start_date"], job["end_date"])
    if row is None or row["payment_month"] <= f"{died:%Y%m}":
        row = row and _late(row, add_months(died, 2))
    if row is not None:
        case.person.update(survival_status="2", death_date=died, employment_status="90")
    return row


def _late(row: Row, day: date) -> Row:
    """Paid on the day instead."""
    row.update(paid_date=day, payment_month=f"{day:%Y%m}")
    return row


@fault(FAULTS, "R137")
def paid_after_retirement(case: Case) -> Planted:
    if not case.who.retired or case.who.died or case.who.retired > case.ago(200) or case.bundle.subsidies:
        return None
    job = next((j for j in case.bundle.employments if j.get("end_date")), None)
    row = granted(case, "990", job, job["start_date"], job["end_date"]) if job else None
    if row is not None:
        row["period_end"] = f"{add_months(case.who.retired, 2):%Y%m}"
    return row


@fault(FAULTS, "R079")
def short_job(case: Case) -> Planted:
    if not case.blank or not case.able or case.bundle.subsidies:
        return None
    start = case.ago(case.rng.randint(300, 900))
    if start < case.who.window:
        return None
    employer = case.desk.employers.pick(case.rng, case.who.division.code, start)
    if employer is None:
        return None
    job = case.desk.employment(case.bundle, case.who, start, case.rng, employer=employer)
    case.desk.finish(job, start + timedelta(days=78), "20", case.rng)
    shared.of_person(case.desk, case.bundle, "601", start + timedelta(days=30), job, case.rng, since=start)
    if granted(case, "990", job, start, job["end_date"]) is None:
        raise AssertionError("78 days hold a whole month")
    return job


@fault(FAULTS, "R146")
def employer_closed(case: Case) -> Planted:
    closed = case.desk.employers.get(case.rng.choice(case.desk.employers.closed))
    row = paid(case)
    if row is not None:
        row.update(beneficiary_kind="2", employer_id=closed.number, bank_account_name=closed.name)
    return row


@fault(FAULTS, "R148")
def flag_out_of_step(case: Case) -> Planted:
    job = full_time(case, 420)
    recognised = hardship.recognised(case) if job is not None and not case.bundle.subsidies else None
    if job is None or recognised is None:
        return None
    row = granted(case, "990", recognised, max(job["start_date"], case.ago(400)), case.ago(70), category="010")
    recognised["policy_enjoyed_flag"] = "0"
    return row


@fault(FAULTS, "R133")
def two_that_exclude_each_other(case: Case) -> Planted:
    first = paid(case, "023", to_employer=True)
    if first is None:
        return None
    row = Row("subsidy", first | {"subsidy_id": f"BT{case.desk.next('subsidy'):012d}", "subsidy_kind": "022",
                                  "beneficiary_kind": "1", "employer_id": None,
                                  "bank_account_name": case.person["name"]})  # fmt: skip
    case.bundle.subsidies.append(row)
    case.desk.accept(case.bundle, row, case.rng)
    # Whoever is insured by an employer is not insured on his own account either; nor has he the employer's account.
    row["bank_account"] = numbers.account(case.who.index)
    case.bundle.mark(row, rule_id="R129")
    return row


@fault(FAULTS, "R136")
def paid_in_prison(case: Case) -> Planted:
    row = paid(case)
    if row is not None:
        since = date(int(row["period_start"][:4]), int(row["period_start"][4:]), 10)
        shared.of_person(case.desk, case.bundle, "401", case.ago(5), case.person, case.rng, since=since,
                         until=since + timedelta(days=40))  # fmt: skip
    return row


@fault(FAULTS, "R130")
def not_employed_there(case: Case) -> Planted:
    row = paid(case, "023", to_employer=True)
    if row is not None:
        worked = {j.get("employer_id") for j in case.bundle.employments}
        known = (f"{2_000_000_000 + n}" for n in range(case.desk.employers.pool))
        row["employer_id"] = next(n for n in known if n not in worked)
    return row


@fault(FAULTS, "R127")
def no_basis(case: Case) -> Planted:
    row = paid(case)
    if row is not None:
        row["eligibility_record_id"] = f"JY9{row.key[3:]}"
    return row


@fault(FAULTS, "R128")
def no_recognition(case: Case) -> Planted:
    row = paid(case) if not case.bundle.hardships else None
    if row is not None:
        row["person_category"] = "010"
    return row


@fault(FAULTS, "R129")
def insured_elsewhere(case: Case) -> Planted:
    return paid(case, "022")


@fault(FAULTS, "R131")
def no_public_post(case: Case) -> Planted:
    return paid(case, "010", to_employer=True)


@fault(FAULTS, "R134")
def too_long(case: Case) -> Planted:
    row = paid(case) if case.able else None
    if row is not None:
        row["months_enjoyed"] = 37 + case.rng.randint(0, 20)
    return row


@fault(FAULTS, "R147")
def no_course(case: Case) -> Planted:
    return None if case.bundle.trainings else paid(case, "040")
