"""When a conditional item is wanted of a record: the standard's `condition_zh`, read by hand.

A condition over a null item does not hold. Where it needs a dataset that is not collected yet, the part
that can be decided is kept (disability_cert_no), or the item is wanted of nobody (bank_account).
"""

from collections.abc import Callable
from typing import Any

Get = Callable[[str], Any]
Condition = Callable[[Get], bool]

# 大专及以上, as in R019.
COLLEGE = ("10", "11", "14", "20", "21", "30", "31")
SELF_EMPLOYED = ("020", "021", "022", "023")


def nobody(get: Get) -> bool:
    """Needs subsidies: 享受补贴发放时."""
    return False


def within(item: str, *codes: str) -> Condition:
    return lambda get: get(item) in codes


def filled(item: str) -> Condition:
    return lambda get: get(item) is not None


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
    "acceptance": {},
}


def condition(dataset: str, item: str) -> Condition:
    """Raises KeyError for a conditional item nobody has read yet."""
    own = CONDITIONS[dataset]
    return own[item] if item in own else COMMON[item]
