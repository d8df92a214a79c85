"""Faults in recognising hardship: R072, R115 to R126, R223, R228."""

from datetime import date, timedelta

from jiuye.town import aid
from jiuye.town.days import add_years, workday
from jiuye.town.faults.case import Case, Planted, Table, fault
from jiuye.town.faults.employment import full_time
from jiuye.town.rows import Bundle, Row

FAULTS: Table = []
SCARCE: Table = []  # on unemployment, which few people have


def spell(case: Case) -> Row | None:
    """An unemployment before the first job, made for the case."""
    jobs = case.bundle.employments
    if not jobs or not case.able or case.bundle.unemployments:
        return None
    start = jobs[0]["start_date"]
    lost = start - case.days(170, 260)
    if lost < add_years(case.who.born, 17):
        return None
    row = case.desk.unemployment(case.bundle, case.who, lost, case.rng, lag=15)
    case.desk.cancel(row, start, "61", case.rng)
    return row


def during(case: Case, begun: date) -> tuple[date, date, date]:
    """Days of application, first and final review soon after the day."""
    apply = workday(begun + case.days(3, 20))
    first = workday(apply + timedelta(days=2))
    return apply, first, workday(first + timedelta(days=3))


def recognised(case: Case, category: str = "080") -> Row | None:
    """A clean recognition that ended with the job after it."""
    held = spell(case) if not case.bundle.hardships else None
    if held is None:
        return None
    row = aid.recognised(case.desk, case.bundle, case.who, category, during(case, held["registered_date"]), case.rng)
    aid.leave(case.desk, row, held["cancel_date"], "010", case.rng)
    return row


@fault(FAULTS, "R125")
def not_left(case: Case) -> Planted:
    job = full_time(case, 1150)
    row = recognised(case) if job is not None else None
    if row is not None:
        stay(row)
    return row


def stay(row: Row) -> None:
    row.update(valid_flag="1", **dict.fromkeys(("exit_date", "exit_reason", "exit_method", "exit_handler_id")))


@fault(FAULTS, "R119")
def family_at_work(case: Case) -> Planted:
    start = case.bundle.employments[0]["start_date"] if case.bundle.employments else case.as_of
    other = next((b for b in case.recent if _works(b, start - timedelta(days=270))), None)
    row = recognised(case, "070") if other else None
    if other is None or row is None:
        return None
    # The member at work asked for help as well, and was refused.
    when = row["apply_date"], row["first_review_date"], row["final_review_date"]
    theirs = aid.recognised(case.desk, Bundle(other.person, other.index), case.who, "070", when, case.rng)
    aid.refused(case.desk, theirs, case.rng)
    theirs["family_no"] = row["family_no"]
    case.bundle.hardships.append(theirs)
    return row


def _works(bundle: Bundle, since: date) -> bool:
    """At work since then or before."""
    return any(not j.get("end_date") and j["start_date"] <= since for j in bundle.employments)


@fault(FAULTS, "R116")
def not_unemployed(case: Case) -> Planted:
    job = full_time(case, 200)
    if job is None or case.bundle.unemployments or case.bundle.hardships or not case.able:
        return None
    when = during(case, job["start_date"] + timedelta(days=60))
    row = aid.recognised(case.desk, case.bundle, case.who, "080", when, case.rng)
    aid.leave(case.desk, row, when[2] + timedelta(days=30), "990", case.rng)
    return row


@fault(FAULTS, "R115")
def not_old(case: Case) -> Planted:
    return recognised(case, "050") if case.who.age <= 38 else None


@fault(FAULTS, "R117")
def no_disability_card(case: Case) -> Planted:
    return None if case.person.get("disability_cert_no") else recognised(case, "060")


@fault(FAULTS, "R118")
def no_allowance(case: Case) -> Planted:
    return recognised(case, "040")


@fault(FAULTS, "R121")
def reviewed_out_of_order(case: Case) -> Planted:
    row = recognised(case)
    if row is not None:
        row["first_review_date"] = row["final_review_date"] + case.days(1, 9)
    return row


@fault(FAULTS, "R122")
def one_reviewer(case: Case) -> Planted:
    row = recognised(case)
    if row is not None:
        row["first_reviewer_id"] = row["final_reviewer_id"]
    return row


@fault(FAULTS, "R123")
def recognised_unreviewed(case: Case) -> Planted:
    row = recognised(case)
    if row is not None:
        row["first_review_result"] = "0"
    return row


@fault(FAULTS, "R124")
def refused_without_reason(case: Case) -> Planted:
    row = recognised(case)
    if row is not None:
        aid.refused(case.desk, row, case.rng)
        row["first_review_reject_reason"] = None
    return row


@fault(FAULTS, "R072")
def marked_without_recognition(case: Case) -> Planted:
    job = case.running()
    if job is None or case.bundle.hardships:
        return None
    job["hardship_flag"] = "1"
    return job


@fault(FAULTS, "R223")
def no_reviewer(case: Case) -> Planted:
    row = recognised(case)
    if row is not None:
        row[case.rng.choice(("reviewer_id", "reviewed_at"))] = None
    return row


@fault(FAULTS, "R228")
def own_reviewer(case: Case) -> Planted:
    row = recognised(case)
    if row is not None:
        row["reviewer_id"] = row["handler_id"]
    return row


@fault(SCARCE, "R120")
def not_long_unemployed(case: Case) -> Planted:
    held = case.unemployed()
    if held is None or case.bundle.hardships or held["registered_date"] > case.ago(45):
        return None
    when = during(case, held["registered_date"])
    return aid.recognised(case.desk, case.bundle, case.who, "120", when, case.rng)
