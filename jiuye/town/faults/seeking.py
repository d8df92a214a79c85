"""Faults in seeking work: R159 to R164, R219."""

from datetime import timedelta

from jiuye.town import market
from jiuye.town.days import workday
from jiuye.town.faults.case import Case, Planted, Table, fault
from jiuye.town.rows import Row

FAULTS: Table = []


def seeker(case: Case, least: int = 260) -> Row | None:
    """A clean registration as a job seeker, at least so many days ago."""
    if not case.able or case.bundle.seekings:
        return None
    day = workday(case.ago(case.rng.randint(least, least + 120)))
    return market.seeking(case.desk, case.bundle, case.who, day, case.rng, category="20")


@fault(FAULTS, "R163")
def at_work_all_the_same(case: Case) -> Planted:
    row = seeker(case) if case.running() is not None else None
    if row is not None:
        row["seeker_category"] = case.rng.choice(("10", "12", "13"))
    return row


@fault(FAULTS, "R162")
def placed_nowhere(case: Case) -> Planted:
    row = seeker(case)
    if row is None:
        return None
    day = row["registered_date"] + case.days(20, 60)
    if any(day <= j["start_date"] <= day + timedelta(days=60) for j in case.bundle.employments):
        return None
    row.update(seeking_status="2", success_date=day, success_employer_id=_employer(case))
    return row


@fault(FAULTS, "R159")
def ended_before_it_began(case: Case) -> Planted:
    row = seeker(case)
    if row is not None:
        row["valid_until"] = row["registered_date"] - case.days(1, 30)
    return row


@fault(FAULTS, "R160")
def out_of_date(case: Case) -> Planted:
    row = seeker(case)
    if row is not None:
        row["seeking_status"] = "1"
    return row


@fault(FAULTS, "R161")
def placed_at_no_time(case: Case) -> Planted:
    row = seeker(case)
    if row is not None:
        row.update(seeking_status="2", success_employer_id=_employer(case))
    return row


def _employer(case: Case) -> str:
    return case.desk.employers.get(case.rng.randrange(case.desk.employers.pool)).number


@fault(FAULTS, "R164")
def two_in_force(case: Case) -> Planted:
    row = seeker(case, 20)
    if row is None:
        return None
    other = market.seeking(case.desk, case.bundle, case.who, row["registered_date"], case.rng, category="20")
    return row, other


@fault(FAULTS, "R219")
def no_reviewer(case: Case) -> Planted:
    row = seeker(case)
    if row is not None:
        row[case.rng.choice(("reviewer_id", "reviewed_at"))] = None
    return row
