"""Synthetic numbers that nobody holds: identity numbers, credit codes, phones, bank accounts.

Identity numbers carry the division prefixes 371098 and 371099, which nobody is issued. Phones use
carrier prefixes that have not been handed out and a local exchange beginning with 0; bank accounts
begin with 990, no issuer's number.
"""

from datetime import date

from jiuye.lib.identity import ric_check_digit, uscc_check_digit

PREFIXES = ("371098", "371099")
PHONE_PREFIXES = ("160", "161", "163", "164", "168", "169")
SERIALS = 900  # serials 900-999 are kept for cases: people with a second number, legal representatives
USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
RESIDENCE_PREFIXES = ("810000", "820000", "830000")


def identity_number(birth: date, sex: str, rank: int) -> str:
    """18-digit number for the person of that rank; unequal for up to 900 consecutive ranks on one day.

    sex: "1" man, "2" woman (parity of digit 17).
    """
    slot = (rank * 487 + birth.toordinal() * 31) % SERIALS
    prefix, serial = PREFIXES[slot % 2], slot // 2 * 2
    return with_check_digit(f"{prefix}{birth:%Y%m%d}{serial + (sex == '1'):03d}")


def case_number(prefix: str, birth: date, sex: str, nth: int) -> str:
    """18-digit number of a case, serial 9xx: nth in 0..49."""
    return with_check_digit(f"{prefix}{birth:%Y%m%d}{900 + nth % 50 * 2 + (sex == '1'):03d}")


def with_check_digit(digits: str) -> str:
    """The 17 digits with their check digit."""
    return digits + ric_check_digit(digits + "0")


def old_number(number: str) -> str:
    """The 15-digit form that the holder of the 18-digit number had before 2000."""
    return number[:6] + number[8:17]


def credit_code(kind: str, serial: int, division: str = PREFIXES[0]) -> str:
    """Unified social credit code (GB 32100). kind: department and body, two characters; serial < 31**8."""
    body, rest = "", (serial * 1_000_003 + 77_777) % 31**8
    for _ in range(8):
        rest, digit = divmod(rest, 31)
        body = USCC_CHARACTERS[digit] + body
    code = kind + division + body + org_check(body)
    return code + uscc_check_digit(code + "0")


def recheck(code: str) -> str:
    """The credit code with its check character put right."""
    return code[:17] + uscc_check_digit(code[:17] + "0")


def org_check(body: str) -> str:
    """Check character of an organisation code (GB 11714, MOD 11)."""
    total = sum(w * (int(c) if c.isdigit() else ord(c) - 55) for w, c in zip(ORG_WEIGHTS, body, strict=True))
    return "0X987654321"[total % 11]


def mobile(index: int) -> str:
    """The mobile number of that index; unequal for indexes below 100 million."""
    return PHONE_PREFIXES[index % 6] + f"{(index * 48_271 + 3_700_001) % 10**8:08d}"


def landline(index: int) -> str:
    return f"0631-0{(index * 7_919 + 13) % 10**6:06d}"


def account(index: int) -> str:
    return f"990{(index * 104_729 + 17) % 10**16:016d}"
