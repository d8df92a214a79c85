"""Faults in certificates and in the cases behind records: R106 to R114, R210, R211, R218, R227."""

from jiuye.town.days import at
from jiuye.town.faults.case import Case, Planted, Table, fault
from jiuye.town.rows import Row

FAULTS: Table = []


def only(case: Case) -> Row | None:
    """The person's only certificate, while it is valid."""
    held = case.bundle.certificates
    return held[0] if len(held) == 1 and held[0]["certificate_status"] == "2" else None


def renumber(case: Case, row: Row, number: str) -> Row:
    """Another certificate number, in the case behind it too."""
    acceptance = case.bundle.acceptance_of(row)
    row["certificate_no"] = number
    if acceptance:
        acceptance["stored_record_id"] = number
    return row


@fault(FAULTS, "R106")
def odd_number(case: Case) -> Planted:
    row = only(case)
    if row is None:
        return None
    bad = (row.key[:15], row.key + "0", row.key[:15] + "A", row.key[:10] + " " + row.key[11:])
    return renumber(case, row, bad[case.desk.next("R106") % len(bad)])


@fault(FAULTS, "R107")
def other_place(case: Case) -> Planted:
    """The number begins with another district of the city."""
    row = only(case)
    if row is None:
        return None
    # 环翠 or 荣成: neither was ever the other. Series from 8 are not given out otherwise.
    elsewhere = "371002" if row.key[:6] != "371002" else "371082"
    return renumber(case, row, f"{elsewhere}{row.key[6:10]}8{case.desk.next('R107'):05d}")


@fault(FAULTS, "R108")
def other_year(case: Case) -> Planted:
    row = only(case)
    if row is None:
        return None
    # Series from 9 are not given out otherwise.
    running = f"9{case.desk.next('R108'):05d}"
    return renumber(case, row, f"{row.key[:8]}{(int(row.key[8:10]) + 3) % 100:02d}{running}")


@fault(FAULTS, "R109")
def somebody_elses_number(case: Case) -> Planted:
    row = only(case)
    other = next((b for b in case.recent if b.certificates and b.certificates[0]["valid_flag"] == "1"), None)
    if row is None or other is None:
        return None
    case.recent.remove(other)
    renumber(case, row, other.certificates[0].key)
    return row, other.certificates[0]


@fault(FAULTS, "R110")
def two_valid(case: Case) -> Planted:
    row = only(case)
    if row is None or row["issue_date"] > case.ago(200):
        return None
    return row, case.desk.certificate(case.bundle, case.who, row["issue_date"] + case.days(30, 150), case.rng)


@fault(FAULTS, "R111")
def replaces_nothing(case: Case) -> Planted:
    row = only(case)
    if row is None:
        return None
    row.update(issue_type=case.rng.choice("23"), replaced_certificate_no=row.key[:10] + "999999")
    return row


@fault(FAULTS, "R112")
def before_any_registration(case: Case) -> Planted:
    row = only(case)
    if row is None:
        return None
    first = min(r["registered_date"] for r in (*case.bundle.employments, *case.bundle.unemployments))
    row["issue_date"] = first - case.days(31, 90)
    case.book(row, row["issue_date"])
    return renumber(case, row, f"{row.key[:8]}{row['issue_date']:%y}8{case.desk.next('R112'):05d}")


@fault(FAULTS, "R113")
def holder_dead(case: Case) -> Planted:
    row, job = only(case), case.running()
    if row is None or case.unemployed() or row["issue_date"] > case.ago(120):
        return None
    died = case.ago(case.rng.randint(20, 90))
    if job is not None:
        if job["start_date"] > case.ago(120):
            return None
        case.desk.finish(job, died, "70", case.rng)
    case.person.update(survival_status="2", death_date=died, employment_status="90")
    return row


@fault(FAULTS, "R114")
def cancelled_without_reason(case: Case) -> Planted:
    row = only(case)
    if row is None:
        return None
    row.update(certificate_status="4", cancel_date=case.ago(20) if case.rng.random() < 0.5 else None)
    return row


@fault(FAULTS, "R218")
def no_reviewer(case: Case) -> Planted:
    if not case.bundle.certificates:
        return None
    row = case.bundle.certificates[-1]
    row[case.rng.choice(("reviewer_id", "reviewed_at"))] = None
    return row


@fault(FAULTS, "R227")
def own_reviewer(case: Case) -> Planted:
    if not case.bundle.certificates:
        return None
    row = case.bundle.certificates[-1]
    row["reviewer_id"] = row["handler_id"]
    return row


@fault(FAULTS, "R210")
def never_stored(case: Case) -> Planted:
    if not case.bundle.acceptances:
        return None
    row = case.bundle.acceptances[0]
    gone = case.rng.random() < 0.5
    row["stored_record_id"] = None if gone else f"QS{case.who.index:012d}"
    if gone:
        row["stored_at"] = None
    return row


@fault(FAULTS, "R211")
def stored_late(case: Case) -> Planted:
    row = next((a for a in case.bundle.acceptances if a["completed_at"].date() < case.ago(60)), None)
    if row is None:
        return None
    row["stored_at"] = at(row["completed_at"].date() + case.days(14, 45), case.rng.randint(0, 400))
    return row
