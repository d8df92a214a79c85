"""Faults in what a subsidy's row says of money and review: R138 to R145, R222."""

from jiuye.town.faults.case import Case, Planted, Table, fault
from jiuye.town.faults.subsidy import paid

FAULTS: Table = []


@fault(FAULTS, "R139")
def account_of_another(case: Case) -> Planted:
    other = next((b for b in case.recent if any(_own(s) for s in b.subsidies)), None)
    row = paid(case) if other else None
    if other is None or row is None:
        return None
    case.recent.remove(other)
    theirs = [s for s in other.subsidies if _own(s)]
    row["bank_account"] = theirs[0]["bank_account"]
    return row, *theirs


def _own(subsidy: dict[str, object]) -> bool:
    return subsidy["beneficiary_kind"] == "1" and subsidy["payment_status"] == "40"


@fault(FAULTS, "R138")
def other_name(case: Case) -> Planted:
    row = paid(case)
    if row is not None:
        row["bank_account_name"] = row["bank_account_name"][0] + ("志华" if case.who.sex == "2" else "淑芳")
    return row


@fault(FAULTS, "R140")
def more_than_approved(case: Case) -> Planted:
    row = paid(case)
    if row is not None:
        more = f"{float(row['approved_amount']) + 300:.2f}"
        row["paid_amount" if case.rng.random() < 0.5 else "approved_amount"] = more
    return row


@fault(FAULTS, "R141")
def nothing_approved(case: Case) -> Planted:
    row = paid(case)
    if row is not None:
        amount = case.rng.choice(("0.00", "-100.00"))
        row.update(approved_amount=amount, paid_amount=amount)
    return row


@fault(FAULTS, "R142")
def odd_months(case: Case) -> Planted:
    row = paid(case)
    if row is None:
        return None
    start = row["period_start"]
    odd = (f"{start[:4]}13", f"{start[:4]}-{start[4:]}"[:6], f"{int(row['period_end'][:4]) + 1}01")
    row["period_start"] = odd[case.desk.next("R142") % len(odd)]
    return row


@fault(FAULTS, "R143")
def paid_unreviewed(case: Case) -> Planted:
    row = paid(case)
    if row is not None:
        row["review_result"] = case.rng.choice("03")
    return row


@fault(FAULTS, "R144")
def paid_before_the_notice_ended(case: Case) -> Planted:
    row = paid(case)
    if row is not None:
        row["notice_end_date"] = row["paid_date"] + case.days(0, 5) if case.rng.random() < 0.7 else None
    return row


@fault(FAULTS, "R145")
def one_hand(case: Case) -> Planted:
    row = paid(case)
    if row is not None:
        row["reviewer_id"] = row[case.rng.choice(("handler_id", "first_reviewer_id"))]
    return row


@fault(FAULTS, "R222")
def no_reviewer(case: Case) -> Planted:
    row = paid(case)
    if row is not None:
        row[case.rng.choice(("reviewer_id", "reviewed_at"))] = None
    return row
