"""Faults that facts of departments show, and in facts and events: R024, R080, R083, R095 to R098, R212 to R215."""

from datetime import timedelta

from jiuye.town import shared
from jiuye.town.days import at
from jiuye.town.faults.case import Case, Planted, Table, fault
from jiuye.town.faults.employment import full_time
from jiuye.town.rows import Row

FAULTS: Table = []
SCARCE: Table = []  # on unemployment, which few people have


@fault(FAULTS, "R080")
def not_insured(case: Case) -> Planted:
    job = full_time(case, 130)
    if job is None:
        return None
    case.bundle.facts[:] = [f for f in case.bundle.facts if f["fact_kind"] != "601"]
    # Nor do older jobs have any other fact to show.
    return [j for j in case.bundle.employments if j["employment_form"] == "010"]


@fault(FAULTS, "R024")
def dead_elsewhere(case: Case) -> Planted:
    if case.who.died or case.who.id_type != "01" or case.bundle.unemployments:
        return None
    kind = case.rng.choice(("103", "201"))
    day = case.ago(case.rng.randint(10, 90))
    shared.of_person(case.desk, case.bundle, kind, day + timedelta(days=5), case.person, case.rng, since=day)
    return case.person


@fault(FAULTS, "R212")
def mismatch_left(case: Case) -> Planted:
    row = told(case)
    row.update(match_result="2", obtained_at=at(case.ago(case.rng.randint(17, 200)), 60))
    return row


@fault(FAULTS, "R213")
def asked_for_no_business(case: Case) -> Planted:
    row = told(case)
    row["query_basis"] = None
    return row


def told(case: Case) -> Row:
    """A clean fact: the identity is confirmed."""
    return shared.of_person(case.desk, case.bundle, "101", case.ago(4), case.person, case.rng)


@fault(FAULTS, "R214")
def at_an_odd_time(case: Case) -> Planted:
    row = shared.event(case.desk, case.bundle, case.who, case.rng)
    if case.rng.random() < 0.5:
        row["occurred_at"] = at(case.as_of + case.days(2, 300), 60)
    else:
        row["person_id"] = None
    return row


@fault(FAULTS, "R215")
def without_consent(case: Case) -> Planted:
    row = shared.event(case.desk, case.bundle, case.who, case.rng)
    row["consent_flag"] = case.rng.choice((None, "0"))
    return row


def _fact(case: Case, kind: str) -> Row | None:
    """The unemployment in force of somebody of whom a department says otherwise since a month after its begin."""
    row = case.unemployed()
    if row is None or row["unemployment_date"] > case.ago(50):
        return None
    since = max(row["unemployment_date"], row["registered_date"]) + timedelta(days=3)
    shared.of_person(case.desk, case.bundle, kind, case.ago(2), row, case.rng, since=since)
    return row


@fault(SCARCE, "R083")
def draws_a_pension(case: Case) -> Planted:
    return _fact(case, "602")


@fault(SCARCE, "R095")
def insured_at_work(case: Case) -> Planted:
    return _fact(case, "601")


@fault(SCARCE, "R096")
def runs_a_business(case: Case) -> Planted:
    return _fact(case, case.rng.choice(("503", "504")))


@fault(SCARCE, "R097")
def in_prison(case: Case) -> Planted:
    return _fact(case, "401") if not case.bundle.trainings else None


@fault(SCARCE, "R098")
def at_school(case: Case) -> Planted:
    return _fact(case, "302")
