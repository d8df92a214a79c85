"""Rows made by hand for the tests of rules; the numbers are of divisions nobody is issued."""

from stdnum.cn import ric, uscc


def ric18(digits: str) -> str:
    return digits + str(ric.calc_check_digit(digits + "0"))


def uscc18(characters: str) -> str:
    return characters + str(uscc.calc_check_digit(characters + "0"))


MAN = ric18("37109819900307001")  # born 7 March 1990, male
WRONG = MAN[:17] + ("0" if MAN[17] != "0" else "1")
UNIT = uscc18("91371098MA0000001")
PERSON = {"id_type": "01", "id_number": MAN, "birth_date": "1990-03-07", "sex": "1", "valid_flag": "1"}


def persons(*changes: dict[str, str]) -> list[dict[str, str]]:
    return [{"person_id": f"P{n}"} | PERSON | change for n, change in enumerate(changes, 1)]


def spell(number: int, **items: str) -> dict[str, str]:
    base = {"person_id": "P1", "valid_flag": "1", "employment_form": "010", "start_date": "2025-01-01"}
    return {"registration_id": f"G{number}"} | base | {"end_date": "", "work_hours_form": ""} | items
