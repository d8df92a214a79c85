"""Rules of employers, registrations, certificates and acceptances over rows made by hand."""

from collections.abc import Callable

import pytest

from tests.oracle.made import MAN, UNIT, WRONG, persons, spell

Hits = Callable[..., set[int]]


@pytest.mark.parametrize(
    ("rule", "sound", "faulty"),
    [
        ("R037", [UNIT, ""], ["9137109", UNIT[:17] + "I"]),
        ("R038", [UNIT, "9137109"], [UNIT[:17] + ("0" if UNIT[17] != "0" else "1")]),
    ],
)
def test_credit_codes(rule: str, sound: list[str], faulty: list[str], hits: Hits) -> None:
    rows = [{"employer_id": str(n), "uscc": code} for n, code in enumerate([*sound, *faulty])]
    assert hits(rule, employer=rows) == set(range(len(sound) + 1, len(rows) + 1))


def test_employers_of_one_name(hits: Hits) -> None:
    rows = [
        {"employer_id": "E1", "employer_name": "示例（威海）有限公司", "uscc": "A", "valid_flag": "1"},
        {"employer_id": "E2", "employer_name": "示例(威海)公司", "uscc": "B", "valid_flag": "1"},
        {"employer_id": "E3", "employer_name": "示例(威海)公司", "uscc": "", "valid_flag": "1"},
        {"employer_id": "E4", "employer_name": "示例(威海)公司", "uscc": "C", "valid_flag": "0"},
    ]
    assert hits("R043", employer=rows) == {1, 2}


def test_employees_counted(hits: Hits) -> None:
    jobs = [{"employer_id": "E1", "valid_flag": "1"}] * 3 + [{"employer_id": "E1", "valid_flag": "0"}]
    rows = [{"employer_id": "E1", "employee_count": "2"}, {"employer_id": "E1", "employee_count": "3"}]
    assert hits("R050", employer=rows, employment_registration=jobs) == {1}


def test_spells_overlapping(hits: Hits) -> None:
    rows = [
        spell(1, end_date="2025-02-01"),
        spell(2, start_date="2025-02-01"),  # begins the day the first ends
        spell(3, start_date="2025-03-01", work_hours_form="2"),  # not full time
        spell(4, start_date="2025-04-01", work_hours_form="1"),  # overlaps the second
        spell(5, start_date="2025-04-01", person_id="P2"),
    ]
    assert hits("R060", employment_registration=rows) == {2, 4}


def test_registrations_in_time(hits: Hits) -> None:
    rows = [
        spell(1, registered_date="2025-01-31", handled_at="2025-02-05 09:00:00"),  # 30 days; all holiday but one
        spell(2, registered_date="2025-02-01", handled_at="2025-02-07 09:00:00"),  # 31 days; 5, 6, 7 February
        spell(3, registered_date="2024-12-31", handled_at="2024-12-31 09:00:00"),
    ]
    assert hits("R054", employment_registration=rows) == {2}
    assert hits("R056", employment_registration=rows) == {2}
    assert hits("R053", employment_registration=rows) == {3}


def test_references(hits: Hits) -> None:
    rows = [spell(1, employer_id="E1"), spell(2, employer_id="E2", person_id="P9"), spell(3, person_id="")]
    others = {"person": persons({}), "employer": [{"employer_id": "E1"}]}
    assert hits("R067", employment_registration=rows, **others) == {2}
    assert hits("R068", employment_registration=rows, **others) == {2}


def test_copies_of_the_person(hits: Hits) -> None:
    person = persons({"name": "王小明"})
    copy = {"id_number": MAN, "name": "王小明", "registered_date": "2025-01-02"}
    rows = [
        spell(1, **copy),
        spell(2, **copy | {"name": "王晓明"}),
        spell(3, **copy | {"name": "", "id_number": WRONG}),
    ]
    rows.append(spell(4, **copy | {"name": "王晓明", "registered_date": ""}))
    assert hits("R069", employment_registration=rows, person=person) == {2, 3}


def test_batches_of_one_employer(hits: Hits) -> None:
    def batch(employer: str, people: int, phones: int) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        jobs = [
            {"person_id": f"{employer}{n}", "employer_id": employer, "registered_date": "2025-01-02"}
            for n in range(people)
        ]
        holders = [
            {"person_id": job["person_id"], "mobile_phone": f"137{n % phones:08d}"} for n, job in enumerate(jobs)
        ]
        return jobs, holders

    suspect, few, many = batch("A", 21, 9), batch("B", 20, 9), batch("C", 21, 10)
    jobs, people = (suspect[at] + few[at] + many[at] for at in (0, 1))
    assert hits("R078", employment_registration=jobs, person=people) == set(range(1, 22))


def test_unemployed_past_retirement(hits: Hits) -> None:
    people = persons({"birth_date": "1965-01-10"}, {"birth_date": "1970-01-31", "sex": "2"}, {"sex": "9"})
    rows = [{"person_id": "P1", "registered_date": day, "valid_flag": "1"} for day in ("2025-02-09", "2025-02-10")]
    rows += [{"person_id": p, "registered_date": "2025-02-28", "valid_flag": "1"} for p in ("P2", "P3", "P9")]
    assert hits("R082", unemployment_registration=rows, person=people) == {2, 3}
    assert hits("R084", unemployment_registration=rows, person=people) == {1, 2, 3}


def test_unemployment_gap(hits: Hits) -> None:
    jobs = [spell(1, end_date="2024-12-01"), spell(2, end_date="2025-01-31"), spell(3, end_date="2025-06-01")]
    rows = [
        {"person_id": p, "unemployment_date": day, "registered_date": "2025-05-30"}
        for p, day in [("P1", "2025-04-01"), ("P1", "2025-04-02"), ("P2", "2025-04-02")]
    ]  # 60 and 61 days after 31 January; nobody
    assert hits("R093", unemployment_registration=rows, employment_registration=jobs) == {2}


def test_no_contact_for_months(hits: Hits) -> None:
    rows = [
        {"valid_flag": "1", "registered_date": day, "last_contact_date": last}
        for day, last in [("2024-12-30", ""), ("2024-12-31", ""), ("2024-01-01", "2025-01-01"), ("", "")]
    ]  # on 30 June (a month's last day) both 30 and 31 December are six months ago
    assert hits("R100", unemployment_registration=rows) == {1, 2}


def test_certificates(hits: Hits) -> None:
    number = "3710980025000001"
    base = {"certificate_no": number, "person_id": "P1", "issue_type": "1", "issue_date": "2025-03-01"}
    base |= {"valid_flag": "1", "certificate_status": "2"}
    rows = [
        base,
        base | {"person_id": "P2"},
        base | {"certificate_no": "37109800240000"},
        base | {"valid_flag": "0"},
    ]
    assert hits("R106", employment_certificate=rows) == {3}
    assert hits("R108", employment_certificate=rows) == {3}
    assert hits("R109", employment_certificate=rows) == {1, 2}
    assert hits("R110", employment_certificate=rows) == {1, 3}
    first = {"person_id": "P1", "registered_date": "2025-04-01"}  # 30 days before is 2 March
    assert hits("R112", employment_certificate=rows, unemployment_registration=[first]) == {1, 3, 4}
    earlier = [spell(1, registered_date="2025-03-31")]
    assert hits("R112", employment_certificate=rows, unemployment_registration=[first],
                employment_registration=earlier) == set()  # fmt: skip


def test_entry_of_completed_acceptances(hits: Hits) -> None:
    done = {"acceptance_status": "2", "expected_entity": "person", "stored_record_id": "P1"}
    rows = [
        done, done | {"stored_record_id": "P9"}, done | {"stored_record_id": ""},
        done | {"acceptance_status": "1"},
        done | {"expected_entity": "subsidy"}, done | {"expected_entity": ""},
    ]  # fmt: skip
    assert hits("R210", acceptance=[row | {"stored_at": ""} for row in rows], person=persons({})) == {2, 3, 5}
    times = {"completed_at": "2025-06-27 17:00:00"}  # a Friday
    late = [times | {"stored_at": f"2025-0{day} 08:00:00"} for day in ("6-30", "7-01")]
    assert hits("R211", acceptance=late) == {2}
