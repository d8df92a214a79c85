"""Faults in the numbers and names of people: R001 to R012, R031 to R036."""

from datetime import timedelta

from jiuye.town import numbers, places
from jiuye.town.faults.case import Case, Planted, Table, fault

FAULTS: Table = []


def holder(case: Case) -> bool:
    """Holds an ordinary 18-digit number."""
    return bool(case.person["id_type"] == "01")


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def other_digit(text: str, at: int) -> str:
    """The text with the digit at that place made another one."""
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


@fault(FAULTS, "R001")
def malformed(case: Case) -> Planted:
    if not holder(case):
        return None
    number = case.person["id_number"]
    bad = (number[:17], "O" + number[1:], number[:17] + "x", full_width(number), " " + number)
    case.renumber(bad[case.desk.next("R001") % len(bad)])
    return case.person


@fault(FAULTS, "R002")
def check_digit(case: Case) -> Planted:
    if not holder(case):
        return None
    number = case.person["id_number"]
    case.renumber(number[:17] + ("1" if number[17] != "1" else "2"))
    return case.person


@fault(FAULTS, "R003")
def impossible_birth(case: Case) -> Planted:
    if not holder(case):
        return None
    number, born = case.person["id_number"], case.who.born
    # Of everybody's own day, so that no two of these numbers are one.
    far = [f"{born.year + years}{born:%m%d}" for years in (-150, 150)]
    wrong = (f"{born.year}13{born:%d}", f"{born.year}02{30 + born.day % 2}", *far)
    birth = case.rng.choice(wrong)
    case.renumber(numbers.with_check_digit(number[:6] + birth + number[14:17]))
    return case.person


@fault(FAULTS, "R004")
def other_birth_date(case: Case) -> Planted:
    if not holder(case) or case.who.age < 20:
        return None
    case.person["birth_date"] = case.who.born - timedelta(days=case.rng.choice((1, 9, 10, 31)))
    return case.person


@fault(FAULTS, "R005")
def other_sex(case: Case) -> Planted:
    # Retirement depends on the sex: only people far from it keep all other rules.
    if not holder(case) or not 1 <= case.who.age < 50:
        return None
    case.person["sex"] = "2" if case.who.sex == "1" else "1"
    return case.person


@fault(FAULTS, "R006")
def unknown_division(case: Case) -> Planted:
    if not holder(case):
        return None
    case.renumber(numbers.case_number("379899", case.who.born, case.who.sex, case.who.index))
    return case.person


@fault(FAULTS, "R007")
def from_elsewhere(case: Case) -> Planted:
    if not holder(case) or case.person["hukou_division"][:4] != "3710" or case.who.age < 1:
        return None
    case.renumber(numbers.case_number("370602", case.who.born, case.who.sex, case.who.index))
    return case.person


@fault(FAULTS, "R008")
def residence_permit(case: Case) -> Planted:
    if not holder(case) or not case.blank:
        return None
    number = numbers.case_number("820000", case.who.born, case.who.sex, case.who.index)
    bad = ("840000" + number[6:], number[:17] + ("1" if number[17] != "1" else "2"), number[:16])
    case.renumber(bad[case.desk.next("R008") % len(bad)])
    case.person.update(id_type="95", hukou_type="30", nationality="MAC", social_security_number=None,
                       disability_cert_no=None, health_status="1")  # fmt: skip
    return case.person


@fault(FAULTS, "R009")
def old_number(case: Case) -> Planted:
    if not holder(case) or case.who.born.year >= 1995:
        return None
    case.renumber(numbers.old_number(case.person["id_number"]))
    if case.person.get("disability_cert_no"):
        case.person.update(disability_cert_no=None, health_status="1")
    return case.person


@fault(FAULTS, "R010")
def social_security_number(case: Case) -> Planted:
    if not holder(case):
        return None
    case.person["social_security_number"] = other_digit(case.person["id_number"], 15)
    return case.person


@fault(FAULTS, "R011")
def odd_name(case: Case) -> Planted:
    name = case.person["name"]
    if not holder(case):
        return None
    bad = (name[0] + "1" + name[1:], name[0], name + "*", name + "（迁）", name[0] + "　" + name[1:])
    case.rename(bad[case.desk.next("R011") % len(bad)])
    return case.person


@fault(FAULTS, "R012")
def bad_phone(case: Case) -> Planted:
    phone = case.person["mobile_phone"]
    bad = (
        phone[:10],
        phone + "0",
        "12" + phone[2:],
        full_width(phone),
        numbers.landline(case.who.index),
        phone[:3] + " " + phone[3:],
    )
    case.person["mobile_phone"] = bad[case.desk.next("R012") % len(bad)]
    return case.person


@fault(FAULTS, "R034")
def no_disability_card(case: Case) -> Planted:
    if not holder(case):
        return None
    case.person.update(health_status="5", disability_cert_no=None)
    return case.person


@fault(FAULTS, "R035")
def other_disability_card(case: Case) -> Planted:
    if not holder(case):
        return None
    number = case.person["id_number"]
    case.person.update(health_status="5", disability_cert_no=other_digit(number, 16) + "43")
    return case.person


@fault(FAULTS, "R036")
def bad_account(case: Case) -> Planted:
    bad = ("990123", "9901-2345-6789-0123", "990１２３４５６７８９０１２３")
    case.person.update(bank_name="威海示例银行", bank_account_name=case.person["name"],
                       bank_account=bad[case.desk.next("R036") % len(bad)])  # fmt: skip
    return case.person


@fault(FAULTS, "R033")
def no_such_division(case: Case) -> Planted:
    if case.desk.next("R033") % 2:
        case.person["residence_division"] = case.rng.choice(("371081", "371021", "379999"))
    else:
        case.person["hukou_division"] = "379998"
    return case.person


@fault(FAULTS, "R031")
def local_elsewhere(case: Case) -> Planted:
    if not holder(case):
        return None
    place = case.rng.choice(places.ELSEWHERE)
    case.person.update(hukou_type=case.rng.choice(("11", "21")), hukou_division=place[0])
    return case.person


@fault(FAULTS, "R032")
def elsewhere_local(case: Case) -> Planted:
    if not holder(case):
        return None
    case.person.update(hukou_type=case.rng.choice(("12", "22")), hukou_division=case.who.division.household)
    return case.person
