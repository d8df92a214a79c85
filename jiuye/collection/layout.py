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
}  # fmt: skip

# What a new form begins with: what nearly every case says. The clerk sees it and may change it.
DEFAULTS: dict[str, dict[str, str]] = {
    "person": {"id_type": "01", "nationality": "CHN", "survival_status": "1"},
    "employer": {"employer_status": "1"},
    "employment_registration": {"registered_date": "today"},
    "unemployment_registration": {"registered_date": "today", "registration_division": "district"},
    "employment_certificate": {"issue_date": "today", "issuing_agency_code": "agency"},
}
WIDE = {
    "id_number": "w4", "remarks": "w6", "uscc": "w3", "employer_name": "w3", "flexible_content": "w4",
    "hukou_division": "w4", "hukou_address": "w6", "residence_division": "w3", "residence_address": "w3",
    "graduated_school": "w4", "major": "w4", "previous_employer_name": "w4", "job_wish": "w4", "address": "w4",
    "occupation_name": "w4", "bank_name": "w4", "registration_authority": "w4", "legal_representative": "",
}  # fmt: skip
