"""Small tables full of edge cases, as import text and as typed tables of either engine."""

import hashlib
import random
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from jiuye.lib.identity import account_form, identity_facts, phone_form, ric_check_digit, uscc_check_digit
from jiuye.standards.catalogue import DATASETS, JUDGED, Catalogue, Item

AS_OF = datetime(2026, 11, 30, 12, 0, 0)
Row = dict[str, str]

DAYS = [
    "1900-01-01", "9999-12-31", "1949-10-01", "1964-12-31", "1965-01-31", "1966-03-15", "1970-01-01",
    "1971-08-30", "1984-02-29", "1990-12-31", "2000-02-29", "2008-05-31", "2010-11-30", "2010-12-01",
    "2019-06-30", "2024-02-29", "2025-05-30", "2026-02-28", "2026-05-30", "2026-05-31", "2026-08-31",
    "2026-09-30", "2026-10-08", "2026-10-31", "2026-11-15", "2026-11-30", "2026-12-01", "2032-01-01",
]  # fmt: skip
WORDS = [
    "威海港", "无", "不详", " 无 ", "１２３", "aaa", "哈 哈哈", "456789", "12345", "901234", "，。！", "…·",
    "山东省威海市", "环翠区", "威海市环翠区", "威海市阳光小区", "文化西路1号", "null", "NULL", "XXX", "其它",
    "山东大学", "电焊工", "张伟", "买买提·艾山", "张3", "Li Na", "𠀀丽", "张", "王芳\n", "〇娜", "1900-01-01",
]  # fmt: skip
EMPLOYERS = [
    "威海海洋食品有限公司", "威海海洋食品有限责任公司", "威海（集团）有限公司", "威海(集团)公司",
    "ＡＢＣ科技股份有限公司", "abc 科技", "有限公司", "公司", "某①厂㈡", "某1厂(二)", "无", "威海市",
]  # fmt: skip
TIMES = ["09:30:00", "23:59:59", "00:00:00"]


def ric(division: str, birth: str, serial: str) -> str:
    body = division + birth + serial
    return body + ric_check_digit(body + "0")


def uscc(body: str) -> str:
    return body + uscc_check_digit(body + "0")


NUMBERS = [
    ric("371098", "19900101", "901"), ric("371098", "19840229", "902"), ric("371099", "20000229", "903"),
    ric("371098", "19660315", "904"), ric("999999", "19710830", "905"), ric("371002", "18800101", "906"),
    ric("371098", "19901231", "907"), ric("371098", "19900230", "908"), ric("371098", "20270101", "909"),
    ric("810000", "19900101", "901"), ric("371098", "19901231", "907")[:17] + "0", "110105900101123",
    "E12345678", "371098199001019x1", "371098", "3710",
]  # fmt: skip
# A number whose check character is X, and the same with a small x.
ENDING_X = next(n for n in (ric("371098", "19900101", f"9{i:02d}") for i in range(99)) if n.endswith("X"))
NUMBERS += [ENDING_X, ENDING_X.lower()]
CODES = [
    uscc("91371000MA3ABCDE1"), uscc("92371000MA3ABCDE2"), uscc("12371000MA3ABCDE3"),
    uscc("A1371000MA3ABCDE4"), "91371000MA3ABCDE1I", "91371000MA3ABCDE10", "9", "short",
    uscc("91371000MA3ABCDE1") + "\n",
]  # fmt: skip
PHONES = ["13800138000", "12800138000", "0631-5200000", "06315200000-12", "1380013800", "13900139000"]


MONTHS = ("period_start", "period_end", "payment_month")
# The business numbers of the later datasets, by the letter they begin with.
NUMBERED = {
    "hardship_assistance": ("hardship_id", "H"), "training": ("training_record_id", "T"),
    "job_seeking": ("seeking_id", "K"), "vacancy": ("vacancy_id", "V"), "subsidy": ("subsidy_id", "S"),
    "personnel_agency_file": ("file_id", "F"), "e_archive": ("archive_id", "A"),
    "shared_fact": ("fact_id", "G"),
}  # fmt: skip


def _pool(item: Item, catalogue: Catalogue) -> list[str]:
    name = item.name
    number = NUMBERED.get(item.dataset)
    if number and number[0] == name:
        return [f"{number[1]}{n}" for n in range(1, 400)]
    if name in ("person_id", "merged_into_person_id"):
        return [f"P{n}" for n in range(1, 250)]
    if name in ("employer_id", "merged_into_employer_id", "previous_employer_id", "success_employer_id"):
        return [f"E{n}" for n in range(1, 90)]
    if name == "registration_id":
        return [f"R{n}" for n in range(1, 600)]
    fixed = {
        "uscc": CODES, "name": ["张伟", "李娜", *WORDS[-10:]], "employer_name": EMPLOYERS,
        "certificate_no": ["3710980026000001", "3710980010000002", "371098001900000003", "37109800260000x1"],
        "monthly_wage": ["2009.99", "2010.00", "5000.00", "100000.01"],
        "employee_count": ["0", "1", "3", "-5"],
        "stored_record_id": ["P1", "E1", "R1", "R2", "3710980026000001", "nothing"],
        "expected_entity": [*DATASETS, "query_log", "nonsense"], "business_entity": [*DATASETS, "nonsense"],
        "eligibility_entity": ["hardship_assistance", "employment_registration", "nonsense"],
        "business_record_id": ["P1", "R1", "T1", "H2", "nothing"],
        "eligibility_record_id": [*(f"H{n}" for n in range(1, 40)), "R1", "nothing"],
        "org_code": ["MA3ABCDE1", "MA3ABCDE2"], "reviewer_id": ["S1", "S2"], "handler_id": ["S1", "S2"],
        "benefit_end_month": ["202610", "202611", "202612"],
        **{m: ["202601", "202605", "202612", "20261"] for m in MONTHS},
        "theory_score": ["-1", "60", "100.5"], "wage_min": ["2009.99", "5000"], "wage_max": ["3000", "9000"],
        "age_min": ["15", "18", "45"], "age_max": ["20", "60"], "headcount": ["0", "3", "1001"],
        "months_enjoyed": ["3", "36", "37"], "job_description": ["电焊工", "联系13800138000", "无"],
        "family_no": ["Z1", "Z2", "Z3"], "sha256": ["a" * 64, "b" * 64, "A" * 64], "cabinet_no": ["1", "2"],
        "slot_no": ["1", "2", "3"], "file_no": [f"D{n}" for n in range(1, 250)], "person_category": ["010", "020"],
        "source_system": ["LEMIS"], "parameter_code": ["p", "q"], "changed_by": ["S1", "S2"],
        "approved_by": ["S1", "S2"], "version": ["1", "2", "3"], "tech_admin_staff_id": ["S1", "S2", "nobody"],
        "staff_id": ["S1", "S2", "S3"], "requested_by": ["S1", "S2"], "executed_by": ["S1", "S2"],
        "verified_by": ["S1", "S2"], "rows_affected": ["1", "10", "11"], "target_entity": ["person", "employer"],
        "queried_by": ["S1", "S2"], "rows_returned": ["1", "100", "101"], "official_count": ["0", "1", "2"],
        "target_person_id": [f"P{n}" for n in range(1, 250)], "target_record_id": [f"P{n}" for n in range(1, 250)],
        "field_name": ["name", "id_number", "birth_date", "bank_account", "major"],
        "agency_code": ["A1", "A2", "A3"], "parent_agency_code": ["A1", "A2", "nowhere"],
        "occupation_code": ["1234567", "9234567", "123456"],
    }.get(name)  # fmt: skip
    if fixed:
        return fixed
    if item.seal_domain:
        made = {"identity": NUMBERS, "phone": PHONES, "account": ["123456789012", "12345678901"]}
        return [n + "43" for n in NUMBERS[:4]] if name == "disability_cert_no" else made[item.seal_domain]
    if item.data_type == "date":
        return DAYS
    if item.data_type == "datetime":
        return [f"{d} {t}" for d in DAYS for t in TIMES]
    if item.data_type in ("integer", "decimal"):
        return ["0", "1", "7"]
    if item.code_list in catalogue.code_lists and not item.code_list.startswith("division"):
        return [*catalogue.code_lists[item.code_list], "Q"]
    if "division" in item.code_list:
        return ["371002", "371081", "371091", "371098", "110101", "3710"]
    return WORDS


# Items that decide most rules: seldom null, mostly as the rules expect.
LIKELY = {
    "valid_flag": "1", "id_type": "01", "employment_form": "010", "work_hours_form": "1",
    "certificate_status": "2", "payment_status": "40", "final_review_result": "1", "beneficiary_kind": "1",
    "seeking_status": "1", "file_status": "1",
}  # fmt: skip
SELDOM = ("merged_into_person_id", "merged_into_employer_id", "death_date", "cancelled_date")


def rows(catalogue: Catalogue, seed: int, counts: dict[str, int]) -> dict[str, list[Row]]:
    """Random rows by dataset, as import text ("" = null)."""
    rng = random.Random(seed)
    made: dict[str, list[Row]] = {}
    for dataset in JUDGED:
        pools = {i.name: _pool(i, catalogue) for i in catalogue.items[dataset].values()}
        made[dataset] = [
            {name: _value(rng, name, pool) for name, pool in pools.items()} for _ in range(counts.get(dataset, 60))
        ]
        if dataset == "person":
            _agree(rng, made[dataset])
    # A person entered twice under two numbers, and a batch of one employer on one day.
    first, second = made["person"][:2]
    first |= {
        "name": "张伟", "birth_date": "1990-01-01", "sex": "1", "mobile_phone": PHONES[0], "person_id": "P1",
        "id_number": NUMBERS[0], "residence_address": "文化西路1号", "valid_flag": "1",
        "merged_into_person_id": "",
    }  # fmt: skip
    second |= first | {"person_id": "P2", "id_number": NUMBERS[1]}
    for row in made["employment_registration"][:25]:
        row["employer_id"], row["registered_date"] = "E1", "2026-10-08"
    # Trained twice within a year at public cost, and a file sent off without a letter.
    for row, day in zip(made["training"], ("2026-02-28", "2026-08-31"), strict=False):
        row |= {
            "person_id": "P1", "valid_flag": "1", "occupation_code": "1234567", "training_level": "4",
            "subsidy_amount": "500", "start_date": day,
        }  # fmt: skip
    made["personnel_agency_file"][0] |= {"file_status": "2", "transfer_letter_no": ""}
    _meet(made)
    return made


def _meet(made: dict[str, list[Row]]) -> None:
    """What chance seldom brings together: rows of several datasets about one person, and an agency and its paper."""
    made["person"][0]["disability_cert_no"] = ""
    made["hardship_assistance"][0] |= {
        "hardship_category": "060", "person_id": "P1", "id_number": "11010119491231002X"
    }  # fmt: skip
    for row, kind in zip(made["subsidy"], ("021", "022"), strict=False):
        row |= {"person_id": "P1", "subsidy_kind": kind, "period_start": "202601", "period_end": "202612"}
    for row in made["job_seeking"][:2]:
        row |= {"person_id": "P1", "valid_flag": "1", "seeking_status": "1", "valid_until": "2099-12-31"}
    made["personnel_agency_file"][1] |= {"file_status": "2", "receipt_date": "", "out_date": "2020-01-02"}
    made["agency"][0] |= {"agency_code": "A1", "division_code": "371002"}
    made["person"][2] |= {"person_id": "P900", "residence_division": "371002"}
    made["staff"][0] |= {"staff_id": "S9", "data_scope_division": "371081"}
    made["query_log"][0] |= {"query_kind": "5", "queried_by": "S9", "target_person_id": "P900", "approval_no": ""}
    made["employment_certificate"][0] |= {"certificate_no": "3710980026000001", "issuing_agency_code": "A1"}


def _value(rng: random.Random, name: str, pool: list[str]) -> str:
    if rng.random() < (0.85 if name in SELDOM else 0.12):
        return ""
    if name in LIKELY and rng.random() < 0.7:
        return LIKELY[name]
    return rng.choice(pool)


def _agree(rng: random.Random, people: list[Row]) -> None:
    """Half of the people have dates, sex and copies that follow from their numbers."""
    for row in people:
        facts = identity_facts(row["id_number"])
        if facts.birth_date and rng.random() < 0.5:
            row["birth_date"] = facts.birth_date.isoformat()
            row["sex"] = facts.sex or ""
            row["social_security_number"] = row["id_number"]


# --- typed tables

_TYPES = {"date": "date", "datetime": "timestamp", "decimal": "decimal(12,2)", "integer": "int"}


def columns(catalogue: Catalogue, dataset: str, blob: str) -> dict[str, str]:
    """Column types: items, and the facts and indexes beside sealed ones. blob: "bytea" or "blob"."""
    found = {"id": "uuid"}
    for item in catalogue.items[dataset].values():
        if item.protection != "sealed":
            found[item.name] = _TYPES.get(item.data_type, "text")
            continue
        found[f"{item.name}_index"] = blob
        if item.seal_domain in ("phone", "account"):
            found[f"{item.name}_form"] = "text"
        if item.name == "disability_cert_no":
            found[f"{item.name}_id_index"] = blob
    if dataset == "person":
        found |= {
            "id_number_folded_index": blob, "id_number_form": "text", "id_number_length": "int",
            "id_number_division": "text", "id_number_check_ok": "boolean", "id_number_birth_date": "date",
            "id_number_sex": "text",
        }  # fmt: skip
    if dataset == "agency":
        found["in_cycle"] = "boolean"
    return found


def _index(value: str) -> bytes:
    return hashlib.sha256(value.encode()).digest()[:16]


def record(catalogue: Catalogue, dataset: str, number: int, row: Row) -> dict[str, Any]:
    """The stored form of a row: ids rise with the row's number."""
    stored: dict[str, Any] = {"id": UUID(int=(0x01900000 << 96) + (7 << 76) + (2 << 62) + number)}
    for name, text in row.items():
        item, value = catalogue.items[dataset][name], text if text.strip() else None
        if item.protection != "sealed":
            stored[name] = value
            continue
        stored[f"{name}_index"] = _index(value) if value else None
        if item.seal_domain in ("phone", "account"):
            judge = phone_form if item.seal_domain == "phone" else account_form
            stored[f"{name}_form"] = judge(value) if value else None
        if name == "disability_cert_no":
            stored[f"{name}_id_index"] = _index(value[:18]) if value else None
        if dataset == "person" and name == "id_number":
            stored |= _number_facts(value)
    if dataset == "agency":
        stored["in_cycle"] = number % 5 == 0
    return stored


def _number_facts(value: str | None) -> dict[str, Any]:
    facts = identity_facts(value) if value else None
    names = ("form", "length", "division", "check_ok", "birth_date", "sex")
    found = {f"id_number_{n}": getattr(facts, n) if facts else None for n in names}
    return found | {"id_number_folded_index": _index(value.upper()) if value else None}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=i) for i in range(366) if (first + timedelta(days=i)).year == year]
