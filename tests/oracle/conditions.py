"""When a conditional item is wanted of a record: the standard's `condition_zh`, read by hand.

A condition over a null item does not hold. Where the standard leaves open of whom, the part that can be
decided is kept (disability_cert_no), or the item is wanted of nobody (bank_account, notice_start_date).
"""

from collections.abc import Callable
from typing import Any

Get = Callable[[str], Any]
Condition = Callable[[Get], bool]

# 大专及以上, as in R019.
COLLEGE = ("10", "11", "14", "20", "21", "30", "31")
# 时段类事实: allowances, school, prison and parole, office and business, insurance and what it pays.
SPELLS = ("202", "302", "401", "402", "503", "504", "601", "602", "603")
SELF_EMPLOYED = ("020", "021", "022", "023")


def nobody(get: Get) -> bool:
    """享受补贴发放时 looks beyond the record; which subsidies are put on public notice (须公示) no list says."""
    return False


def within(item: str, *codes: str) -> Condition:
    return lambda get: get(item) in codes


def filled(item: str) -> Condition:
    return lambda get: get(item) is not None


def either(*conditions: Condition) -> Condition:
    return lambda get: any(c(get) for c in conditions)


def above_zero(item: str) -> Condition:
    return lambda get: get(item) is not None and get(item) > 0


def but(item: str, code: str) -> Condition:
    """Filled with another code."""
    return lambda get: get(item) is not None and get(item) != code


def before_today(item: str) -> Condition:
    return lambda get: get(item) is not None and get(item) < get(TODAY)


# A name `get` answers with the day of judging.
TODAY = "today()"
# Of every dataset that has the items.
COMMON: dict[str, Condition] = {
    "reviewer_id": within("review_result", "1", "2"),
    "reviewed_at": within("review_result", "1", "2"),
    "updated_by": filled("updated_at"),
}
CONDITIONS: dict[str, dict[str, Condition]] = {
    "person": {
        "social_security_number": within("id_type", "01"),
        "graduated_school": within("education", *COLLEGE),
        "major": within("education", *COLLEGE),
        "graduation_date": within("education", *COLLEGE),
        "disability_cert_no": within("health_status", "5"),
        "death_date": within("survival_status", "2"),
        "retired_date": within("retired_flag", "1"),
        "bank_account": nobody,
        "identity_verified_at": within("identity_verified_flag", "1"),
    },
    "employer": {
        "cancelled_date": within("employer_status", "3", "4"),
        "hr_license_no": within("dispatch_flag", "1"),
        "bank_account": nobody,
    },
    "employment_registration": {
        "employer_id": within("employment_form", "010", "030"),
        "employer_name": within("employment_form", "010", "030"),
        "uscc": within("employment_form", "010", "021"),
        "contract_type": within("employment_form", "010"),
        "contract_start_date": within("employment_form", "010"),
        "contract_end_date": within("contract_type", "10"),
        "actual_employer_name": within("dispatch_flag", "1"),
        "flexible_kind": within("employment_form", *SELF_EMPLOYED),
        "flexible_content": within("employment_form", "022"),
        "end_date": filled("end_reason"),
        "end_reason": filled("end_date"),
        "end_registered_date": filled("end_date"),
        "end_handler_id": filled("end_date"),
    },
    "unemployment_registration": {
        "previous_employer_name": within("unemployment_reason", "20", "30"),
        "previous_end_date": within("unemployment_reason", "20", "30"),
        "benefit_start_month": within("benefit_status", "20"),
        "cancel_date": within("valid_flag", "0"),
        "cancel_reason": within("valid_flag", "0"),
        "cancel_handler_id": within("valid_flag", "0"),
    },
    "employment_certificate": {
        "replaced_certificate_no": within("issue_type", "2", "3"),
        "cancel_date": within("certificate_status", "4"),
        "cancel_reason": within("certificate_status", "4"),
    },
    "hardship_assistance": {
        "recognized_date": within("final_review_result", "1"),
        "valid_from": within("final_review_result", "1"),
        "family_no": within("hardship_category", "070"),
        "first_review_reject_reason": within("first_review_result", "2"),
        "final_reviewer_id": within("first_review_result", "1"),
        "final_review_date": within("first_review_result", "1"),
        "final_review_agency": within("first_review_result", "1"),
        "final_review_result": within("first_review_result", "1"),
        "final_review_reject_reason": within("final_review_result", "2"),
        "exit_date": within("valid_flag", "0"),
        "exit_reason": within("valid_flag", "0"),
        "exit_method": within("valid_flag", "0"),
        "exit_handler_id": within("valid_flag", "0"),
    },
    "training": {
        "end_date": filled("result"),
        "attended_hours": filled("result"),
        "result": before_today("end_date"),
        "certificate_no": within("result", "1"),
        "certificate_issue_date": filled("certificate_no"),
        "certificate_issuer": filled("certificate_no"),
        "fund_source": above_zero("subsidy_amount"),
    },
    "job_seeking": {
        "success_date": within("seeking_status", "2"),
        "success_employer_id": within("seeking_status", "2"),
    },
    "vacancy": {"cancel_date": within("vacancy_status", "3")},
    "subsidy": {
        # 按人核算的单位补贴: the two kinds that are for taking somebody on.
        "person_id": either(within("beneficiary_kind", "1"), within("subsidy_kind", "021", "023")),
        "id_number": filled("person_id"),
        "employer_id": within("beneficiary_kind", "2"),
        "approved_amount": within("review_result", "1"),
        "paid_amount": within("payment_status", "40"),
        "payment_month": within("payment_status", "40"),
        "paid_date": within("payment_status", "40"),
        "bank_name": above_zero("approved_amount"),
        "bank_account_name": above_zero("approved_amount"),
        "bank_account": above_zero("approved_amount"),
        "notice_start_date": nobody,
        "notice_end_date": filled("notice_start_date"),
        "first_reviewer_id": but("review_result", "0"),
        "first_reviewed_at": but("review_result", "0"),
    },
    "personnel_agency_file": {
        "entrusting_employer_id": within("deposit_kind", "2"),
        **{
            item: within("file_status", "2")
            for item in ("out_date", "out_reason", "out_person", "out_unit_name", "transfer_letter_no")
        },
    },
    "e_archive": {"retention_until": within("retention_period", "2", "3")},
    "behavior_event": {
        "person_id": within("user_kind", "1"),
        "employer_id": within("user_kind", "2"),
        "staff_id": within("user_kind", "3"),
        "consent_flag": within("user_kind", "1"),
    },
    "shared_fact": {
        "id_number": within("subject_kind", "1"),
        "name": within("subject_kind", "1"),
        "uscc": within("subject_kind", "2"),
        "fact_start_date": within("fact_kind", *SPELLS),
        "handled_by": within("match_result", "2"),
        "handled_at": within("match_result", "2"),
    },
    "acceptance": {},
}


def condition(dataset: str, item: str) -> Condition:
    """Raises KeyError for a conditional item nobody has read yet."""
    own = CONDITIONS[dataset]
    return own[item] if item in own else COMMON[item]
