"""How a record is laid out for reading: groups of items, in the order a person asks about them.

What is named nowhere here still shows, in a last group: an item of the standard is never lost from sight.
"""

from collections.abc import Collection, Iterable

_HANDLING = "valid_flag remarks"
# Who collected, reviewed and changed: shown beside the record as its provenance.
_PROVENANCE = [
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
    "hardship_assistance": [
        ("本人", "name id_number person_id"),
        ("认定", "hardship_category apply_date recognized_date valid_from valid_to monthly_income family_no"
               " supporting_material"),
        ("初审与终审", "first_review_result first_review_date first_reviewer_id first_review_agency"
                  " first_review_reject_reason final_review_result final_review_date final_reviewer_id"
                  " final_review_agency final_review_reject_reason"),
        ("援助", "assistance_method assistance_date policy_enjoyed_flag"),
        ("退出", "exit_date exit_reason exit_method exit_handler_id"),
        ("档案", "hardship_id " + _HANDLING),
    ],
    "training": [
        ("本人", "name id_number person_id trainee_category"),
        ("班级", "class_name class_no institution_name institution_id institution_license_no training_kind"
               " occupation_code occupation_name training_level"),
        ("过程", "enrol_date enrol_source start_date end_date planned_hours attended_hours theory_score"
               " practice_score result"),
        ("证书", "certificate_no certificate_issue_date certificate_issuer"),
        ("补贴", "subsidy_method subsidy_amount fund_source"),
        ("档案", "training_record_id " + _HANDLING),
    ],
    "job_seeking": [
        ("本人", "person_id seeker_category contact_phone skills work_years"),
        ("要求", "desired_occupation_name desired_occupation_code desired_wage desired_division"
               " desired_employment_form desired_employer_type overseas_flag"),
        ("进展", "seeking_status registered_date valid_until recommended_count success_date success_employer_id"),
        ("档案", "seeking_id " + _HANDLING),
    ],
    "vacancy": [
        ("单位", "employer_id recruitment_id contact_person contact_phone"),
        ("岗位", "occupation_name occupation_code job_description headcount recommended_count hired_count"
               " work_hours_form work_division work_place recruit_method"),
        ("待遇", "wage_min wage_max wage_note insurance_note accommodation_flag contract_term"),
        ("要求", "education_required qualification_required sex_required age_min age_max"),
        ("期限", "vacancy_status registered_date start_date valid_until cancel_date"),
        ("档案", "vacancy_id " + _HANDLING),
    ],
    "subsidy": [
        ("享受主体", "beneficiary_kind person_id id_number person_category employer_id"),
        ("补贴", "subsidy_kind eligibility_entity eligibility_record_id apply_date period_start period_end"
               " months_enjoyed max_months batch_no"),
        ("金额", "applied_amount approved_amount paid_amount fund_source"),
        ("公示与初审", "notice_start_date notice_end_date first_reviewer_id first_reviewed_at"),
        ("发放", "payment_status payment_month paid_date bank_name bank_account_name bank_account refund_flag"),
        ("档案", "subsidy_id " + _HANDLING),
    ],
    "personnel_agency_file": [
        ("本人", "person_id id_number"),
        ("接收", "deposit_kind entrusting_employer_id source_unit_name file_source receive_reason delivery_method"
               " seal_intact_flag received_date received_by deposit_until material_count"),
        ("存放", "file_no file_status storage_place cabinet_no slot_no digitized_flag"),
        ("转出", "out_date out_reason out_person out_unit_name transfer_letter_no receipt_date"),
        ("档案", "file_id " + _HANDLING),
    ],
    "e_archive": [
        ("所属业务", "business_entity business_record_id person_id employer_id material_kind"),
        ("文件", "file_name file_ref mime_type file_size page_count sha256 scan_dpi captured_at captured_by"
               " original_checked_flag"),
        ("保管", "archive_status security_level retention_period retention_until"),
        ("档案", "archive_id valid_flag"),
    ],
    "shared_fact": [
        ("主体", "subject_kind name id_number uscc"),
        ("事实", "department fact_kind fact_value fact_start_date fact_end_date"),
        ("查询", "obtained_at query_basis matched_entity matched_record_id"),
        ("比对", "match_result handled_by handled_at"),
        ("档案", "fact_id"),
    ],
    "acceptance": [
        ("办件", "acceptance_no service_code acceptance_status accepted_at completed_at"),
        ("当事人", "person_id employer_id"),
        ("入库", "expected_entity stored_record_id stored_at"),
    ],
}  # fmt: skip


def provenance(items: Collection[str]) -> list[str]:
    """Of a dataset's items those the system fills. `handled_at` goes with the handler: where a dataset names none, it
    is a matter of its own (of a shared fact: when somebody saw to what did not agree)."""
    return [n for n in _PROVENANCE if n in items and (n != "handled_at" or "handler_id" in items)]


def groups(dataset: str, items: Iterable[str]) -> list[tuple[str, list[str]]]:
    """(title, item names) of a dataset, restricted to `items`; leftovers come last, provenance is left out."""
    shown = list(items)
    own = set(provenance(shown))
    left = dict.fromkeys(n for n in shown if n not in own)
    found = []
    for title, names in _GROUPS.get(dataset, []):
        some = [n for n in names.split() if n in left]
        for n in some:
            del left[n]
        if some:
            found.append((title, some))
    return [*found, ("其他", list(left))] if left else found
