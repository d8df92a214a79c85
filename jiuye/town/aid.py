"""Hardship recognised and subsidies granted. Every row is clean."""

from datetime import date, timedelta
from random import Random

from jiuye.town import numbers, places
from jiuye.town.days import add_months, age, workday
from jiuye.town.desk import Desk, identity
from jiuye.town.employers import CASES
from jiuye.town.people import Resident
from jiuye.town.rows import Bundle, Row

MATERIAL = {"040": "低保证复印件", "050": "身份证复印件", "060": "残疾人证复印件", "070": "户口簿复印件",
            "080": "失地证明", "100": "毕业证书复印件", "120": "失业登记证明"}  # fmt: skip
MONTHLY = {"010": 2100, "021": 980, "022": 620, "023": 1040, "040": 1500, "090": 12000, "990": 300}
ONCE = {"040", "090"}  # paid once, not by month


def hardship(desk: Desk, bundle: Bundle, who: Resident, spell: Row, rng: Random) -> Row | None:
    """A recognition during the spell of unemployment; None when the spell is too short for one."""
    until = spell.get("cancel_date") or desk.as_of - timedelta(days=2)
    category, apply = _category(bundle, who, spell, rng)
    apply = desk.past(apply)
    first = desk.past(apply + timedelta(days=rng.randint(1, 4)))
    final = desk.past(first + timedelta(days=rng.randint(1, 7)))
    if final > until:
        return None
    return recognised(desk, bundle, who, category, (apply, first, final), rng)


def _category(bundle: Bundle, who: Resident, spell: Row, rng: Random) -> tuple[str, date]:
    """The code of hardship_category that fits, and the day of the application."""
    soon = spell["registered_date"] + timedelta(days=rng.randint(3, 45))
    # Long unemployment is counted from the first registration in force.
    long = add_months(spell["registered_date"], 12) + timedelta(days=rng.randint(1, 30))
    if bundle.person.get("disability_cert_no"):
        return "060", soon
    if bundle.person["low_income_flag"] == "1":
        return "040", soon
    if age(who.born, soon) >= (40 if who.sex == "2" else 50):
        return "050", soon
    if spell["valid_flag"] == "1" and rng.random() < 0.5:
        return "120", long
    return rng.choice(("070", "080", "120" if spell["valid_flag"] == "0" else "080")), soon


def recognised(
    desk: Desk, bundle: Bundle, who: Resident, category: str, when: tuple[date, date, date], rng: Random
) -> Row:
    """A recognition in force. when: application, first and final review."""
    apply, first, final = when
    agency = places.agency(rng, who.division)
    centre = f"{who.division.code}01"
    row = Row("hardship_assistance", {
        "hardship_id": f"KN{desk.next('hardship'):012d}", **identity(bundle), "hardship_category": category,
        "apply_date": apply, "recognized_date": final, "valid_from": final,
        "monthly_income": f"{rng.randint(0, 14) * 100}.00",
        "family_no": f"LJ{desk.next('family'):08d}" if category == "070" else None,
        "supporting_material": MATERIAL[category], "assistance_method": rng.choice("1235"),
        "assistance_date": desk.past(final + timedelta(days=rng.randint(2, 30))),
        "first_reviewer_id": f"H{agency}-{rng.randint(1, 4)}", "first_review_date": first,
        "first_review_agency": agency, "first_review_result": "1",
        "final_reviewer_id": f"S{centre}-{rng.randint(1, 2)}", "final_review_date": final,
        "final_review_agency": centre, "final_review_result": "1", "policy_enjoyed_flag": "0",
    })  # fmt: skip
    desk.stamp(row, agency, final, rng)
    bundle.hardships.append(row)
    desk.accept(bundle, row, rng)
    return row


def refused(desk: Desk, row: Row, rng: Random) -> None:
    """Turns a recognition that was applied for into one the first review refused."""
    row.update(
        first_review_result="2", first_review_reject_reason="未达到认定条件", review_result="2",
        **dict.fromkeys(("recognized_date", "valid_from", "assistance_date", "assistance_method",
                         "final_reviewer_id", "final_review_date", "final_review_agency", "final_review_result")),
    )  # fmt: skip
    leave(desk, row, row["first_review_date"], "990", rng)


def leave(desk: Desk, row: Row, day: date, reason: str, rng: Random) -> None:
    """Ends a recognition; reason: code of hardship_exit_reason."""
    row.update(valid_flag="0", exit_date=day, exit_reason=reason, exit_method=rng.choice("12"),
               exit_handler_id=f"H{row['agency_code']}-{rng.randint(1, 4)}")  # fmt: skip


def subsidy(desk: Desk, bundle: Bundle, who: Resident, kind: str, basis: Row, since: date, until: date, rng: Random,
            *, category: str = "990", job: Row | None = None) -> Row | None:  # fmt: skip
    """A subsidy for whole months within [since, until]; None when there is none.

    kind: code of subsidy_kind; basis: the record that entitles to it; category: code of
    subsidy_person_category; job: the employment whose employer is paid, else the person is.
    """
    begun = add_months(since.replace(day=1), 1)
    months = min(12, (until.year - begun.year) * 12 + until.month - begun.month)
    months = min(months, 1) if kind in ONCE else months
    last = add_months(begun, months - 1)
    apply = workday(add_months(last, 1) + timedelta(days=rng.randint(3, 24)))
    if months < 1 or apply > desk.as_of - timedelta(days=8):
        return None
    amount = f"{MONTHLY[kind] * months}.00"
    row = Row("subsidy", {
        "subsidy_id": f"BT{desk.next('subsidy'):012d}", "batch_no": f"P{apply:%Y%m}", "subsidy_kind": kind,
        "beneficiary_kind": "2" if job else "1", "person_id": bundle.person["person_id"],
        "id_number": bundle.person["id_number"], "employer_id": job["employer_id"] if job else None,
        "person_category": category, "eligibility_entity": basis.dataset, "eligibility_record_id": basis.key,
        "apply_date": apply, "period_start": f"{begun:%Y%m}", "period_end": f"{last:%Y%m}",
        "months_enjoyed": months, "max_months": 36, "applied_amount": amount, "approved_amount": amount,
        "payment_status": "10", "fund_source": rng.choice(("10", "10", "20", "40")), "refund_flag": "0",
    })  # fmt: skip
    desk.stamp(row, places.agency(rng, who.division), apply, rng)
    row.update(first_reviewer_id=f"S{row['agency_code']}-3", first_reviewed_at=row["handled_at"],
               notice_start_date=apply + timedelta(days=1), notice_end_date=apply + timedelta(days=6))  # fmt: skip
    _account(row, bundle, who, job)
    _pay(desk, row, apply, amount)
    if basis.dataset == "hardship_assistance":
        basis["policy_enjoyed_flag"] = "1"
    bundle.subsidies.append(row)
    desk.accept(bundle, row, rng)
    return row


def _account(row: Row, bundle: Bundle, who: Resident, job: Row | None) -> None:
    name, number = bundle.person["name"], who.index
    if job:
        name, number = job["employer_name"], int(job["employer_id"]) - 2_000_000_000 + CASES
    row.update(bank_name=f"威海示例银行{who.division.name}支行", bank_account_name=name,
               bank_account=numbers.account(number))  # fmt: skip


def _pay(desk: Desk, row: Row, apply: date, amount: str) -> None:
    """Paid some weeks after the notice, if that day has come."""
    paid = apply + timedelta(days=25)
    if paid < desk.as_of:
        row.update(payment_status="40", paid_amount=amount, payment_month=f"{paid:%Y%m}", paid_date=paid)
