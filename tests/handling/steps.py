"""People with matters under way: registered unemployed, asking for recognition, claiming a subsidy. Synthetic."""

from datetime import date, timedelta
from typing import Any

from jiuye.collection import actions
from jiuye.collection.models import Submission
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.records.handling import actions as actions_of
from jiuye.records.models import MODELS, Person, Proceeding, ProceedingStep
from tests.clean import Row, person

SURE = [f"R{n:03d}" for n in range(1, 229)]


def day(before: int) -> str:
    return (clock.today() - timedelta(days=before)).isoformat()


def filed(**changed: str) -> tuple[Person, Row]:
    """A person of working age on file, and who he is as forms ask it."""
    some = iter(lambda: person(**changed), None)
    usual = (p for p in some if p.get("birth_date", "")[:4] in _GROWN and not p.get("retired_date"))
    typed = next(usual) | {"retired_flag": "0"}
    one = actions.submit("person", typed, by=session_of("clerk2"), confirmed=SURE)
    actions.accept(one, by=session_of("reviewer2"))
    with scope(session_of("reviewer2")):
        found: Person = Person.objects.get(submission_id=one.pk)
    return found, {"id_number": typed["id_number"], "name": typed["name"], "person_id": found.person_id or ""}


_GROWN = {str(year) for year in range(1985, 2003)}


def handed(dataset: str, row: Row, *, by: str = "clerk2") -> Submission:
    return actions.submit(dataset, {n: v for n, v in row.items() if v}, by=session_of(by), confirmed=SURE)


def admitted(dataset: str, row: Row) -> Proceeding:
    """Handed in at the window and accepted: where it stands."""
    one = handed(dataset, row)
    actions.accept(one, by=session_of("reviewer2"))
    return matter(one)


def matter(one: Submission) -> Proceeding:
    with scope(session_of("reviewer2")):
        record = MODELS[one.dataset].objects.get(submission_id=one.pk)
        found: Proceeding = Proceeding.objects.get(pk=record.pk)
    return found


def unemployed(who: Row, before: int = 30, **changed: str) -> Proceeding:
    return admitted("unemployment_registration", who | {
        "unemployment_date": day(before + 2), "unemployment_reason": "90", "unemployment_kind": "30",
        "registered_date": day(before), "registration_place_kind": "1", "registration_division": "371002",
        "work_ability_flag": "1", **changed,
    })  # fmt: skip


def hardship(who: Row, before: int = 0) -> Proceeding:
    return admitted("hardship_assistance", who | {
        "hardship_category": "080", "apply_date": day(before), "supporting_material": "失地证明",
        "policy_enjoyed_flag": "0", "first_review_result": "0", "first_review_date": day(before),
        "first_reviewer_id": "CLERK2", "first_review_agency": "37100201",
    })  # fmt: skip


def claimed(who: Row, basis: Proceeding) -> Proceeding:
    """A small subsidy of a registered unemployed person."""
    return admitted("subsidy", {n: v for n, v in who.items() if n != "name"} | {
        "subsidy_kind": "990", "beneficiary_kind": "1", "person_category": "050",
        "eligibility_entity": "unemployment_registration", "eligibility_record_id": basis.number,
        "apply_date": day(40), "period_start": day(40)[:7].replace("-", ""), "period_end": day(40)[:7].replace("-", ""),
        "months_enjoyed": "1", "max_months": "36", "applied_amount": "300.00", "approved_amount": "300.00",
        "payment_status": "10", "fund_source": "10", "refund_flag": "0", "first_reviewer_id": "REVIEWER3",
        "first_reviewed_at": f"{day(39)} 10:00:00", "bank_name": "威海示例银行", "bank_account_name": who["name"],
        "bank_account": f"990{int(who['person_id'][2:]):016d}",
    })  # fmt: skip


def working(who: Row, start: date, **changed: str) -> Submission:
    """An employment of one's own after unemployment, handed in at the window."""
    return handed("employment_registration", who | {
        "employment_form": "022", "employment_category": "1", "start_date": start.isoformat(),
        "registered_date": start.isoformat(), "flexible_kind": "10", "flexible_content": "餐饮帮工",
        "occupation_code": "4030201", "occupation_name": "餐厅服务员", "monthly_wage": "3000.00",
        "work_division": "371002", "was_unemployed_flag": "1", "hardship_flag": "0",
        **changed,
    })  # fmt: skip


def sought(who: Row, valid_until: str = "", status: str = "1") -> Proceeding:
    return admitted("job_seeking", {
        "person_id": who["person_id"], "seeker_category": "20", "registered_date": day(30),
        "desired_occupation_code": "4030201", "desired_occupation_name": "餐厅服务员", "contact_phone": "13812345678",
        "valid_until": valid_until or day(-60), "seeking_status": status,
    })  # fmt: skip


def taught(who: Row) -> Proceeding:
    return admitted("training", who | {
        "class_no": f"B{who['person_id']}", "class_name": "示例班", "institution_id": "DW000000000009",
        "institution_name": "示例培训学校", "institution_license_no": "XK0000001", "training_kind": "10",
        "trainee_category": "90", "occupation_code": "4030201", "occupation_name": "餐厅服务员", "enrol_date": day(30),
        "start_date": day(25), "planned_hours": "48",
    })  # fmt: skip


def deposited(who: Row) -> Proceeding:
    return admitted("personnel_agency_file", file_row(who))


def file_row(who: Row) -> Row:
    """His personnel file, come in three days ago."""
    return {n: v for n, v in who.items() if n != "name"} | {
        "file_no": f"D{who['person_id']}", "deposit_kind": "1", "source_unit_name": "示例公司", "receive_reason": "10",
        "delivery_method": "1", "seal_intact_flag": "1", "received_date": day(3), "received_by": "CLERK2",
        "storage_place": "一号库", "cabinet_no": "C1", "slot_no": who["person_id"][-6:], "digitized_flag": "0",
        "file_status": "1",
    }  # fmt: skip


def granted(who: Row) -> Proceeding:
    """A recognition taken through all its steps, entered afterwards."""
    held = hardship(who, 50)
    actions_of.first_review(held, by=session_of("reviewer2"), on=on(48))
    actions_of.publicise(again(held), by=session_of("clerk2"), on=on(45))
    actions_of.grant(again(held), by=session_of("approver2"))
    return again(held)


def again(held: Proceeding) -> Proceeding:
    with scope(session_of("manager")):
        now: Proceeding = Proceeding.objects.get(pk=held.pk)
    return now


def record(held: Proceeding) -> Any:
    with scope(session_of("manager")):
        return MODELS[held.dataset].objects.get(pk=held.pk)


def steps(held: Proceeding) -> list[ProceedingStep]:
    with scope(session_of("manager")):
        return list(ProceedingStep.objects.filter(proceeding=held).order_by("at"))


def on(before: int) -> date:
    return clock.today() - timedelta(days=before)
