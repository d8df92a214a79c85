"""Identity numbers and credit codes: check digits (GB 11643, GB 32100) and the facts kept beside a sealed number.

Only python-stdnum's check digits are used: its `validate()` refuses valid numbers (a division code
is dated by the holder's birth, though the number is assigned later).
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from stdnum.cn import ric, uscc

RIC18 = re.compile(r"[0-9]{17}[0-9X]")
RIC15 = re.compile(r"[0-9]{15}")
USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")
ORG_CODE = re.compile(r"[0-9A-Z]{8}-?[0-9X]")
_GAPS = re.compile(r"[\s\-‐‑–—]+")
ACCOUNT = re.compile(r"[0-9]{12,30}")


class IdentityFacts(NamedTuple):
    """What may be known of a sealed identity number without opening it.

    form: "ric18" (17 digits and a digit or X), "ric15" (15 digits) or "other".
    length: characters. division: the first six characters, whatever they are.
    check_ok: the check digit agrees (only for ric18, else None).
    birth_date: positions 7-14 as a date (only for ric18; None when they are no date).
    sex: "1" or "2" by the parity of position 17 (only for ric18).
    """

    form: str
    length: int
    division: str
    check_ok: bool | None
    birth_date: date | None
    sex: str | None


def identity_facts(number: str) -> IdentityFacts:
    """Facts of the number exactly as written (no trimming, no case folding: rules judge what is there)."""
    if RIC18.fullmatch(number):
        birth = number[6:14]
        return IdentityFacts(
            form="ric18",
            length=18,
            division=number[:6],
            check_ok=ric_check_digit(number) == number[17],
            birth_date=as_date(birth),
            sex="1" if int(number[16]) % 2 else "2",
        )
    form = "ric15" if RIC15.fullmatch(number) else "other"
    return IdentityFacts(form, len(number), number[:6], None, None, None)


def number_forms(number: str) -> list[str]:
    """What may stand for one identity number, however it is typed: itself in capitals without gaps, and of a
    citizen's number the other form, 18 digits or the 15 before 2000. [] for nothing.

    Serials 996 to 999 of the 15 digits were kept for people born in the century before (GB 11643-1989)."""
    number = _GAPS.sub("", unicodedata.normalize("NFKC", number)).upper()
    if RIC15.fullmatch(number):
        body = f"{number[:6]}{'18' if number[12:] >= '996' else '19'}{number[6:]}"
        return [number, body + ric_check_digit(body + "0")]
    if RIC18.fullmatch(number) and number[0] in "1234567" and number[6:8] == ("18" if number[14:17] >= "996" else "19"):
        return [number, number[:6] + number[8:17]]
    return [number] if number else []


def ric_check_digit(number: str) -> str:
    """Check digit of the first 17 digits (ISO 7064 MOD 11-2)."""
    return str(ric.calc_check_digit(number))


def org_code(uscc: str) -> str:
    """The organisation code (GB 11714) within a credit code: its characters 9 to 17; "" when it is none."""
    return uscc[8:17] if USCC.fullmatch(uscc) else ""


def uscc_check_digit(code: str) -> str:
    """Check character of the first 17 characters (GB 32100, MOD 31)."""
    return str(uscc.calc_check_digit(code))


def as_date(digits: str) -> date | None:
    """YYYYMMDD as a date; None when there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def phone_form(number: str) -> str:
    """ "mobile", "landline" or "other"."""
    if MOBILE.fullmatch(number):
        return "mobile"
    return "landline" if LANDLINE.fullmatch(number) else "other"


def account_form(number: str) -> str:
    """ "account" (12-30 digits) or "other"."""
    return "account" if ACCOUNT.fullmatch(number) else "other"
