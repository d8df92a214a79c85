"""How the form of each dataset is laid out: which items stand together, in what order, what is folded away.

Items of the standard that no section names stand in a last section of their own: a new version of the
standard never loses one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """title; items in order; folded: what a first registration rarely needs, opened by a click."""

    title: str
    items: tuple[str, ...]
    folded: bool = False


def _section(title: str, items: str, folded: bool = False) -> Section:
    return Section(title, tuple(items.split()), folded)


_BANK = "bank_name bank_account_name bank_account"

LAYOUT: dict[str, tuple[Section, ...]] = {
    "person": (
        _section(
            "身份", "id_type id_number name sex birth_date ethnicity nationality social_security_number"
            " identity_verified_flag identity_verified_at",
        ),
        _section(
            "住址与联系",
            "hukou_type hukou_division hukou_address residence_division residence_address"
            " mobile_phone contact_phone residence_street",
        ),
        _section("文化程度", "education graduated_school graduation_date major qualification_level title_level"),
        _section(
            "状态", "employment_status survival_status retired_flag retired_date death_date first_work_date"
            " health_status disability_cert_no",
        ),
        _section(
            "其他情况", f"marital_status political_status low_income_flag veteran_flag {_BANK} remarks", True
        ),
    ),
    "employer": (
        _section("登记", "uscc employer_name employer_type economic_type legal_representative registered_date"
                 " registration_authority org_code employer_status cancelled_date"),
        _section("行业", "industry_section industry_code industry_sector employer_size employee_count"
                 " affiliation"),
        _section("地址与联系", "division_code address contact_person contact_phone email legal_rep_id_number"
                 " legal_rep_phone"),
        _section("其他情况", f"dispatch_flag hr_license_no social_insurance_no {_BANK} market_verified_at"
                 " remarks", True),
    ),
    "employment_registration": (
        _section("人员", "id_number name person_id"),
        _section("单位", "employment_form uscc employer_name employer_id flexible_kind flexible_content"
                 " dispatch_flag actual_employer_name"),
        _section("就业", "employment_category employment_channel start_date registered_date occupation_code"
                 " occupation_name work_division monthly_wage work_hours_form contract_type"
                 " contract_start_date contract_end_date industry_sector"),
        _section("情况", "was_unemployed_flag hardship_flag rural_transfer_flag graduate_flag"
                 " transfer_from_employer_flag social_insured_flag remarks"),
        _section("终止（新登记不填）", "end_date end_reason end_registered_date end_handler_id", True),
    ),
    "unemployment_registration": (
        _section("人员", "id_number name person_id"),
        _section("失业情况", "unemployment_date unemployment_kind unemployment_reason registered_date"
                 " registration_place_kind registration_division previous_employer_name"
                 " previous_end_date previous_start_date previous_employer_id work_ability_flag"),
        _section("意愿", "job_wish training_wish_flag remarks"),
        _section("待遇与服务", "benefit_status benefit_start_month benefit_end_month last_contact_date"
                 " guidance_count introduction_count", True),
        _section("注销（新登记不填）", "cancel_date cancel_reason cancel_handler_id", True),
    ),
    "employment_certificate": (
        _section("持证人", "id_number name person_id"),
        _section("证件", "certificate_no issue_type issue_date issuing_agency_code certificate_form"
                 " certificate_status issued_flag printed_flag replaced_certificate_no last_inspection_date"
                 " remarks"),
        _section("注销（新发证不填）", "cancel_date cancel_reason", True),
    ),
    "hardship_assistance": (
        _section("人员", "id_number name person_id"),
        _section("申请", "hardship_category apply_date monthly_income family_no supporting_material"
                 " policy_enjoyed_flag remarks"),
        _section("初审", "first_review_result first_review_date first_reviewer_id first_review_agency"
                 " first_review_reject_reason"),
        _section("终审与认定", "final_review_result final_review_date final_reviewer_id final_review_agency"
                 " final_review_reject_reason recognized_date valid_from valid_to"),
        _section("援助", "assistance_method assistance_date", True),
        _section("退出（新认定不填）", "exit_date exit_reason exit_method exit_handler_id", True),
    ),
    "training": (
        _section("学员", "id_number name person_id trainee_category"),
        _section("班级", "class_no class_name institution_id institution_name institution_license_no"
                 " training_kind occupation_code occupation_name training_level"),
        _section("培训", "enrol_date enrol_source start_date end_date planned_hours attended_hours remarks"),
        _section("结业与证书", "result theory_score practice_score certificate_no certificate_issue_date"
                 " certificate_issuer", True),
        _section("补贴", "subsidy_method subsidy_amount fund_source", True),
    ),
    "job_seeking": (
        _section("人员", "person_id seeker_category contact_phone work_years skills"),
        _section("求职要求", "desired_occupation_code desired_occupation_name desired_wage desired_division"
                 " desired_employment_form desired_employer_type overseas_flag"),
        _section("期限", "registered_date valid_until seeking_status remarks"),
        _section("推荐（新登记不填）", "recommended_count success_date success_employer_id", True),
    ),
    "vacancy": (
        _section("单位", "employer_id recruitment_id contact_person contact_phone"),
        _section("岗位", "occupation_code occupation_name job_description headcount work_hours_form"
                 " work_division work_place recruit_method"),
        _section("待遇", "wage_min wage_max wage_note insurance_note accommodation_flag contract_term"),
        _section("要求", "education_required qualification_required age_min age_max sex_required"),
        _section("期限", "registered_date start_date valid_until vacancy_status remarks"),
        _section("进展（新登记不填）", "recommended_count hired_count cancel_date", True),
    ),
    "subsidy": (
        _section("享受主体", "beneficiary_kind id_number person_id employer_id person_category"),
        _section("补贴", "subsidy_kind eligibility_entity eligibility_record_id apply_date period_start"
                 " period_end months_enjoyed max_months batch_no applied_amount fund_source"),
        _section("初审与公示", "first_reviewer_id first_reviewed_at approved_amount notice_start_date"
                 " notice_end_date remarks"),
        _section("收款账户", _BANK),
        _section("发放", "payment_status payment_month paid_date paid_amount refund_flag", True),
    ),
    "personnel_agency_file": (
        _section("人员", "id_number person_id"),
        _section("接收", "file_no deposit_kind entrusting_employer_id source_unit_name file_source receive_reason"
                 " delivery_method seal_intact_flag received_date received_by deposit_until material_count"),
        _section("存放", "storage_place cabinet_no slot_no digitized_flag file_status remarks"),
        _section("转出（新接收不填）", "out_date out_reason out_person out_unit_name transfer_letter_no"
                 " receipt_date", True),
    ),
    "shared_fact": (
        _section("主体", "subject_kind id_number name uscc"),
        _section("事实", "department fact_kind fact_value fact_start_date fact_end_date"),
        _section("查询", "obtained_at query_basis matched_entity matched_record_id"),
        _section("比对", "match_result handled_by handled_at"),
    ),
}  # fmt: skip

# What a new form begins with: what nearly every case says. The clerk sees it and may change it.
DEFAULTS: dict[str, dict[str, str]] = {
    "person": {"id_type": "01", "nationality": "CHN", "survival_status": "1"},
    "employer": {"employer_status": "1"},
    "employment_registration": {"registered_date": "today"},
    "unemployment_registration": {"registered_date": "today", "registration_division": "district"},
    "employment_certificate": {
        "issue_date": "today",
        "issuing_agency_code": "agency",
        "certificate_status": "1",
        "issued_flag": "0",
    },
    "hardship_assistance": {"apply_date": "today", "first_review_agency": "agency", "policy_enjoyed_flag": "0"},
    "training": {"enrol_date": "today"},
    "job_seeking": {"registered_date": "today", "seeking_status": "1"},
    "vacancy": {"registered_date": "today", "start_date": "today", "vacancy_status": "1"},
    "subsidy": {"apply_date": "today", "payment_status": "10"},
    "personnel_agency_file": {"received_date": "today", "digitized_flag": "0", "file_status": "1"},
    "shared_fact": {"match_result": "0"},
}
WIDE = {
    "id_number": "w4", "remarks": "w6", "uscc": "w3", "employer_name": "w3", "flexible_content": "w4",
    "hukou_division": "w4", "hukou_address": "w6", "residence_division": "w3", "residence_address": "w3",
    "graduated_school": "w4", "major": "w4", "previous_employer_name": "w4", "job_wish": "w4", "address": "w4",
    "occupation_name": "w4", "bank_name": "w4", "registration_authority": "w4", "legal_representative": "",
    "job_description": "w6", "supporting_material": "w4", "fact_value": "w6", "source_unit_name": "w4",
}  # fmt: skip
