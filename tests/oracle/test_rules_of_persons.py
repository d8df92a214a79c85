"""Rules of persons over rows made by hand, the truth derived by hand. Row 1 is the first after the header."""

from collections.abc import Callable

import pytest

from tests.oracle.made import MAN, WRONG, persons, ric18

Hits = Callable[..., set[int]]


@pytest.mark.parametrize(
    ("rule", "sound", "faulty"),
    [
        ("R001", [{}, {"id_number": ""}, {"id_type": "08"}, {"id_number": "371098900307001"}],
         [{"id_number": MAN[:17] + "x"}, {"id_number": MAN + " "}, {"id_number": "3710"}]),
        ("R002", [{}, {"id_number": "371098900307001"}], [{"id_number": WRONG}]),
        ("R003", [{}, {"id_number": ric18("37109819050701001")}, {"id_number": "3710"}],
         [{"id_number": ric18("37109819900230001")}, {"id_number": ric18("37109820250701001")},
          {"id_number": ric18("37109819040630001")}]),  # 30 June 1904: 121 on the day
        ("R004", [{}, {"birth_date": ""}, {"birth_date": "1990-02-30"}], [{"birth_date": "1990-03-08"}]),
        ("R005", [{}, {"sex": ""}, {"sex": "9"}], [{"sex": "2"}]),
        ("R006", [{}, {"id_number": ric18("37102219900307901")}], [{"id_number": ric18("37999919900307901")}]),
        ("R009", [{}, {"id_type": "02", "id_number": "1" * 15}], [{"id_number": "371098900307001"}]),
        ("R010", [{"social_security_number": MAN}, {"social_security_number": ""}],
         [{"social_security_number": WRONG}, {"social_security_number": MAN.lower() + " "}]),
        ("R011", [{"name": "阿依·古丽"}, {"name": "𠮷田"}, {"name": ""}, {"name": "O’Neil"}],
         [{"name": "王1"}, {"name": "王"}, {"name": "王小明\n"}]),
        ("R012", [{"mobile_phone": "13700000000"}, {"mobile_phone": ""}], [{"mobile_phone": "12700000000"}]),
        ("R019", [{"education": "20", "graduated_school": "甲", "graduation_date": "2012-07-01"},
                  {"education": "61"}], [{"education": "20", "graduated_school": "甲"}]),
        ("R020", [{"graduation_date": "2005-03-07"}, {"graduation_date": "2030-06-30"}],
         [{"graduation_date": "2005-03-06"}, {"graduation_date": "2030-07-01"}]),
        ("R021", [{"first_work_date": "1900-01-01"}, {"first_work_date": "2006-03-07"}],
         [{"first_work_date": "2006-03-06"}]),
        ("R022", [{"survival_status": "2", "death_date": "2020-01-01"}, {"survival_status": "1"}, {}],
         [{"survival_status": "2"}, {"survival_status": "1", "death_date": "2020-01-01"}]),
        ("R028", [{"major": "会计"}, {}], [{"major": "无"}, {"residence_address": "山东省威海市"}]),
        ("R030", [{"identity_verified_flag": "0", "created_at": "2025-05-31 00:00:01"}, {}],
         [{"identity_verified_flag": "0", "created_at": "2025-05-30 23:59:59"}]),
        ("R031", [{"hukou_type": "11", "hukou_division": "371002"}, {"hukou_type": "11"}],
         [{"hukou_type": "21", "hukou_division": "370102"}]),
        ("R033", [{"residence_division": "371071", "hukou_division": "371022"}, {}],
         [{"residence_division": "371022"}, {"hukou_division": "000000"}]),
        ("R035", [{"disability_cert_no": MAN + "43"}, {}], [{"disability_cert_no": WRONG + "43"}]),
    ],
)  # fmt: skip
def test_one_person(rule: str, sound: list[dict[str, str]], faulty: list[dict[str, str]], hits: Hits) -> None:
    rows = persons(*sound, *faulty)
    assert hits(rule, person=rows) == set(range(len(sound) + 1, len(rows) + 1))


def test_persons_twice_on_file(hits: Hits) -> None:
    other = ric18("37109819900307002")
    rows = persons(
        {"residence_division": "371002"},
        {"id_number": MAN.lower(), "residence_division": "371003"},
        {"id_number": other},
        {"id_number": other, "valid_flag": "0"},
        {"merged_into_person_id": "P1"},
    )
    assert hits("R015", person=rows) == ({1, 2})
    assert hits("R017", person=rows) == {1, 2}
    assert hits("R018", person=[*rows, *persons({"merged_into_person_id": "P9"})]) == {6}


def test_similar_persons(hits: Hits) -> None:
    same = {"name": "王小明", "mobile_phone": "13700000000", "residence_address": "甲路1号"}
    other = {"id_number": WRONG}
    moved = same | other | {"residence_address": "乙路2号"}
    assert hits("R016", person=persons(same, moved)) == {1, 2}
    assert hits("R016", person=persons(same, moved | {"mobile_phone": "13700000001"})) == set()
    # The second has no phone, so it is not judged (note 4); the first still finds it by the address.
    assert hits("R016", person=persons(same, same | other | {"mobile_phone": ""})) == {1}


def test_phone_of_many(hits: Hits) -> None:
    rows = persons(*[{"mobile_phone": "13700000000"}] * 4, *[{"mobile_phone": "13700000001"}] * 3, {}, {}, {}, {})
    assert hits("R013", person=rows) == {1, 2, 3, 4}


def test_employment_status(hits: Hits) -> None:
    rows = persons({"employment_status": "10"}, {"employment_status": "10"}, {"employment_status": "20"})
    jobs = [
        {"person_id": "P1", "valid_flag": "1", "end_date": ""},
        {"person_id": "P2", "valid_flag": "1", "end_date": "2025-01-01"},
    ]
    assert hits("R027", person=rows, employment_registration=jobs) == {2, 3}
