"""Faults in training: R149 to R158, R221."""

from datetime import timedelta

from jiuye.town import market, shared
from jiuye.town.days import workday
from jiuye.town.faults.case import Case, Planted, Table, fault
from jiuye.town.rows import Row

FAULTS: Table = []


def course(case: Case, *, passed: bool = True, least: int = 200) -> Row | None:
    """A clean course, finished, begun at least so many days ago."""
    if not case.able or case.bundle.trainings:
        return None
    return attended(case, passed, least)


def attended(case: Case, passed: bool, least: int) -> Row:
    enrol = workday(case.ago(case.rng.randint(least, least + 500)))
    return market.training(case.desk, case.bundle, case.who, enrol, case.rng, category="60", passed=passed)


@fault(FAULTS, "R155")
def certificate_of_another(case: Case) -> Planted:
    other = next((b for b in case.recent if any(t.get("certificate_no") for t in b.trainings)), None)
    row = course(case) if other else None
    if other is None or row is None:
        return None
    case.recent.remove(other)
    theirs = next(t for t in other.trainings if t.get("certificate_no"))
    row["certificate_no"] = theirs["certificate_no"]
    return row, theirs


@fault(FAULTS, "R158")
def out_of_working_age(case: Case) -> Planted:
    old, young = 64 <= case.who.age <= 78, 8 <= case.who.age <= 14
    if not (old or young) or case.who.died or case.bundle.trainings:
        return None
    return attended(case, True, 100)


@fault(FAULTS, "R149")
def out_of_order(case: Case) -> Planted:
    row = course(case)
    if row is not None and case.rng.random() < 0.5:
        row["end_date"] = row["start_date"] - case.days(1, 9)
    elif row is not None:
        row["enrol_date"] = row["start_date"] + case.days(1, 5)
    return row


@fault(FAULTS, "R150")
def more_than_planned(case: Case) -> Planted:
    row = course(case)
    if row is not None:
        row["attended_hours"] = row["planned_hours"] + case.rng.randint(1, 40)
    return row


@fault(FAULTS, "R151")
def hardly_there(case: Case) -> Planted:
    row = course(case)
    if row is not None:
        row["attended_hours"] = row["planned_hours"] * 6 // 10
    return row


@fault(FAULTS, "R152")
def failed_with_certificate(case: Case) -> Planted:
    row = course(case)
    if row is not None:
        row["result"] = "2"
    return row


@fault(FAULTS, "R153")
def odd_score(case: Case) -> Planted:
    row = course(case)
    if row is not None:
        row[case.rng.choice(("theory_score", "practice_score"))] = case.rng.choice(("100.5", "860.0", "-1.0"))
    return row


@fault(FAULTS, "R154")
def two_at_once(case: Case) -> Planted:
    row = course(case)
    if row is None:
        return None
    other = market.training(case.desk, case.bundle, case.who, row["enrol_date"], case.rng, category="60", passed=False)
    other.update(start_date=row["start_date"] + timedelta(days=3), end_date=row["end_date"] + timedelta(days=3))
    return row, other


@fault(FAULTS, "R156")
def paid_twice(case: Case) -> Planted:
    row = course(case, least=420)
    if row is None:
        return None
    other = market.training(case.desk, case.bundle, case.who, workday(row["end_date"] + timedelta(days=60)), case.rng,
                            category="60", passed=True)  # fmt: skip
    for each in (row, other):
        each.update({i: row[i] for i in ("occupation_code", "occupation_name", "training_level")})
        each.update(subsidy_method="1", subsidy_amount="1500.00", fund_source="30")
    return row, other


@fault(FAULTS, "R157")
def in_prison(case: Case) -> Planted:
    row = course(case) if not case.bundle.subsidies and case.unemployed() is None else None
    if row is not None:
        since = row["start_date"] - timedelta(days=5)
        shared.of_person(case.desk, case.bundle, "401", case.ago(5), case.person, case.rng, since=since,
                         until=since + timedelta(days=60))  # fmt: skip
    return row


@fault(FAULTS, "R221")
def no_reviewer(case: Case) -> Planted:
    row = course(case)
    if row is not None:
        row[case.rng.choice(("reviewer_id", "reviewed_at"))] = None
    return row
