"""How a record is laid out for reading: groups of items, in the order a person asks about them.

What is named nowhere here still shows, in a last group: an item of the standard is never lost from sight.
"""

from collections.abc import Iterable

_HANDLING = "valid_flag remarks"
# Who collected, reviewed and changed: shown beside the record as its provenance.
PROVENANCE = [
    "agency_code", "handler_id", "handled_at", "channel", "reviewer_id", "reviewed_at", "review_result",
    "source_system", "created_at", "updated_at", "updated_by",
]  # fmt: skip

_GROUPS: dict[str, list[tuple[str, str]]] = {
    "person": [
        ("身份", "name id_type id_number social_security_number sex birth_date ethnicity nationality"
                 " identity_verified_flag identity_verified_at survival_status death_date"),
        ("联系方式", "mobile_phone contact_phone residence_division residence_street residence_address"
                 " hukou_type hukou_division hukou_address"),
        ("就业", "employment_status first_work_date qualification_level title_level retired_flag retired_date"),
        ("学历与其他", "education graduated_school major graduation_date marital_status political_status"
                  " health_status disability_cert_no low_income_flag veteran_flag"),
        ("银行账户", "bank_name bank_account_name bank_account"),
        ("档案", "person_id merged_into_person_id " + _HANDLING),
    ],
    "employer": [
        ("单位", "employer_name uscc org_code employer_type economic_type affiliation industry_section"
               " industry_code industry_sector employer_size employee_count"),
        ("登记", "employer_status registered_date registration_authority cancelled_date market_verified_at"
               " social_insurance_no dispatch_flag hr_license_no"),
        ("联系方式", "legal_representative legal_rep_id_number legal_rep_phone contact_person contact_phone"
                 " email division_code address"),
        ("银行账户", "bank_name bank_account_name bank_account"),
        ("档案", "employer_id merged_into_employer_id " + _HANDLING),
    ],
    "employment_registration": [
        ("本人", "name id_number person_id"),
        ("单位", "employer_name uscc employer_id actual_employer_name dispatch_flag work_division"
               " industry_sector"),
        ("就业", "employment_form employment_category employment_channel start_date registered_date"
               " occupation_code occupation_name work_hours_form monthly_wage flexible_kind flexible_content"),
        ("合同与参保", "contract_type contract_start_date contract_end_date social_insured_flag"),
        ("人员情况", "was_unemployed_flag hardship_flag rural_transfer_flag graduate_flag"
                 " transfer_from_employer_flag"),
        ("终止", "end_date end_reason end_registered_date end_handler_id"),
        ("档案", "registration_id " + _HANDLING),
    ],
    "unemployment_registration": [
        ("本人", "name id_number person_id"),
        ("失业", "unemployment_date unemployment_reason unemployment_kind registered_date"
               " registration_place_kind registration_division"),
        ("原单位", "previous_employer_name previous_employer_id previous_start_date previous_end_date"),
        ("求职与待遇", "job_wish training_wish_flag work_ability_flag benefit_status benefit_start_month"
                  " benefit_end_month last_contact_date guidance_count introduction_count"),
        ("注销", "cancel_date cancel_reason cancel_handler_id"),
        ("档案", "registration_id " + _HANDLING),
    ],
    "employment_certificate": [
        ("本人", "name id_number person_id"),
        ("证件", "certificate_no issue_type issue_date issuing_agency_code certificate_form issued_flag"
               " printed_flag certificate_status last_inspection_date replaced_certificate_no"),
        ("注销", "cancel_date cancel_reason"),
        ("档案", _HANDLING),
    ],
    "acceptance": [
        ("办件", "acceptance_no service_code acceptance_status accepted_at completed_at"),
        ("当事人", "person_id employer_id"),
        ("入库", "expected_entity stored_record_id stored_at"),
    ],
}  # fmt: skip


def groups(dataset: str, items: Iterable[str]) -> list[tuple[str, list[str]]]:
    """(title, item names) of a dataset, restricted to `items`; leftovers come last, provenance is left out."""
    left = dict.fromkeys(n for n in items if n not in PROVENANCE)
    found = []
    for title, names in _GROUPS.get(dataset, []):
        some = [n for n in names.split() if n in left]
        for n in some:
            del left[n]
        if some:
            found.append((title, some))
    return [*found, ("其他", list(left))] if left else found
